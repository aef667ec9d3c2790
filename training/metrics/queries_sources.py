"""Sources and imports as the pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from training.core.web import NotFound
from training.metrics.models import Reading, ReadingAlias, ReadingImport, ReadingSource


@dataclass(frozen=True)
class SourceLine:
    """A source in the list. `last_at` is when a file last came, None for parts of the site and programs that push."""

    slug: str
    title: str
    reads_files: bool
    files: int
    last_at: datetime | None
    unknown: int


@dataclass(frozen=True)
class AliasLine:
    """A name that only the source knows, and how many readings stand under it."""

    id: int
    name: str
    person_id: int | None
    readings: int


def sources(db: Session) -> list[SourceLine]:
    """Every source, by title."""
    files = select(ReadingImport.id).where(ReadingImport.source_id == ReadingSource.id)
    unknown = (
        select(func.count())
        .where(ReadingAlias.source_id == ReadingSource.id, ReadingAlias.person_id.is_(None))
        .scalar_subquery()
    )
    count = files.with_only_columns(func.count()).scalar_subquery()
    last = files.with_only_columns(func.max(ReadingImport.at)).scalar_subquery()
    rows = db.execute(select(ReadingSource, count, last, unknown).order_by(ReadingSource.title)).all()
    return [SourceLine(row[0].slug, row[0].title, row[0].mapping is not None, *row[1:]) for row in rows]


def imports_of(db: Session, source_id: int, *, most: int = 30) -> Sequence[ReadingImport]:
    """The last files of a source, the newest first."""
    query = select(ReadingImport).where(ReadingImport.source_id == source_id)
    return db.scalars(query.order_by(ReadingImport.at.desc(), ReadingImport.id.desc()).limit(most)).all()


def import_named(db: Session, import_id: int) -> tuple[ReadingImport, ReadingSource]:
    """An import with its source. Raises NotFound."""
    found = db.get(ReadingImport, import_id)
    if found is None:
        raise NotFound
    return found, db.get_one(ReadingSource, found.source_id)


def aliases_of(db: Session, source_id: int) -> list[AliasLine]:
    """Names that only a source knows: first those of whom nobody has said who they are, the most frequent first."""
    count = select(func.count()).where(Reading.alias_id == ReadingAlias.id).scalar_subquery()
    query = select(ReadingAlias.id, ReadingAlias.name, ReadingAlias.person_id, count).where(
        ReadingAlias.source_id == source_id
    )
    lines = [AliasLine(*row) for row in db.execute(query).all()]
    return sorted(lines, key=lambda one: (one.person_id is not None, -one.readings, one.name))
