"""What readings are held against and whom they are about, as the site knows them now."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from training.content.queries import live_all
from training.core.web import NotFound
from training.metrics.models import ReadingSource, ReadingStratum
from training.metrics.rules_judging import Yardstick, yardstick
from training.standards.files import STANDARD


def yardsticks(db: Session, slugs: Collection[str]) -> dict[str, Yardstick]:
    """The live standards among these slugs, as readings are held against them."""
    found = live_all(db, STANDARD.name, slugs)
    return {slug: yardstick(one.document_id, slug, one.model) for slug, one in found.items()}


def source_named(db: Session, slug: str) -> ReadingSource:
    """The source with a slug. Raises NotFound."""
    found = db.scalars(select(ReadingSource).where(ReadingSource.slug == slug)).first()
    if found is None:
        raise NotFound
    return found


def strata(db: Session, names: Iterable[str]) -> dict[str, int]:
    """The ids of strata by name; those that are not there yet are made."""
    wanted = set(names)
    known = _known(db, wanted)
    if missing := sorted(wanted - set(known)):
        db.execute(inserting(db, ReadingStratum).on_conflict_do_nothing(), [{"name": name} for name in missing])
        known |= _known(db, set(missing))
    return known


def _known(db: Session, names: set[str]) -> dict[str, int]:
    query = select(ReadingStratum.name, ReadingStratum.id).where(ReadingStratum.name.in_(names))
    return dict(db.execute(query).all())


def inserting(db: Session, table: Any) -> Any:
    """The INSERT of this database that says what to do when the row is there already."""
    return (sqlite_insert if db.get_bind().dialect.name == "sqlite" else postgresql_insert)(table)
