"""The board as a file: everybody with each of their programmes and every requirement."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from training.certification.models import CurrentStanding
from training.core.permissions import Actor
from training.reports.queries import BoardFilter, everyone_on, live_titles


@dataclass(frozen=True)
class Export:
    """The board as a table: the titles of what is asked for, and a row for each person and programme."""

    requirements: list[tuple[int, str]]
    rows: Iterator[Row[*tuple[Any, ...]]]


def export(db: Session, actor: Actor, wanted: BoardFilter, *, today: date) -> Export:
    """Everybody on the board with each of their programmes, for a file. `rows` reads as it is iterated."""
    everyone = everyone_on(actor, wanted, today)
    standing = CurrentStanding
    documents = select(standing.document_id).distinct()
    if wanted.programme_id is not None:
        documents = documents.where(standing.document_id == wanted.programme_id)
    sample = select(standing.document_id, func.min(standing.assignment_id).label("one")).group_by(standing.document_id)
    one = sample.where(standing.document_id.in_(documents)).subquery()
    asked: dict[int, None] = {}
    for (parts,) in db.execute(select(standing.parts).join(one, one.c.one == standing.assignment_id)):
        asked.update(dict.fromkeys(part[6] for part in parts))
    titles = live_titles(db, set(asked))
    query = (
        select(
            everyone.c.employee_number,
            everyone.c.given_name,
            everyone.c.preferred_name,
            everyone.c.family_name,
            everyone.c.team,
            everyone.c.roles,
            everyone.c.state,
            standing.document_id,
            standing.level,
            standing.held,
            standing.total,
            standing.next_due,
            standing.until,
            standing.parts,
        )
        .select_from(everyone)
        .outerjoin(standing, standing.person_id == everyone.c.id)
        .order_by(everyone.c.family_name, everyone.c.given_name, everyone.c.id, standing.document_id)
    )
    if wanted.state:
        query = query.where(everyone.c.state == wanted.state)
    if wanted.programme_id is not None:
        query = query.where(standing.document_id == wanted.programme_id)
    return Export([(key, titles.get(key, "")) for key in asked], iter(db.execute(query)))
