"""The board as a file: everybody with each of their programmes and every requirement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import Row, Select, Text, cast, select
from sqlalchemy.orm import Session

from training.certification.models import CurrentStanding
from training.certification.rules import TargetId
from training.core.permissions import Actor
from training.people.models import Person, Role, RolePeriod, Team
from training.people.queries import in_force
from training.reports.queries import BoardFilter, in_state, judged, titles_of

Rows = Sequence[Row[*tuple[Any, ...]]]
Query = Select[*tuple[Any, ...]]

FEW = 500  # people whose rows are looked up; of more, the whole table is read
AT_ONCE = 500  # rows in memory


@dataclass(frozen=True)
class Export:
    """The board as a table: people in order, their roles and standings, and the titles of what is asked for.

    A person is (id, number, given, preferred and family name, team, rank of the state). `standings` gives (person's id,
    their rows of `_COLUMNS`) in the same order, for those who have any. It is read from the database while it is
    written out: of ten thousand people it would fill the memory.
    """

    people: Rows
    roles: dict[int, str]
    standings: Iterator[tuple[int, Rows]]
    requirements: dict[TargetId, str]


_COLUMNS = (
    CurrentStanding.person_id,
    CurrentStanding.document_id,
    CurrentStanding.level,
    CurrentStanding.held,
    CurrentStanding.total,
    cast(CurrentStanding.next_due, Text).label("next_due"),
    cast(CurrentStanding.until, Text).label("until"),
    cast(CurrentStanding.parts, Text).label("parts"),
)


def parts_of(stored: str) -> list[list[Any]]:
    """The requirements of a standing, see `CurrentStanding.parts`."""
    parts: list[list[Any]] = orjson.loads(stored)
    return parts


def export(db: Session, actor: Actor, wanted: BoardFilter, *, today: date) -> Export:
    """Everybody on the board with each of their programmes, for a file.

    Four plain queries put together here: joined in the database, the same rows take twenty times as long.
    """
    everyone = judged(
        actor,
        wanted,
        today,
        Person.id,
        Person.employee_number,
        Person.given_name,
        Person.preferred_name,
        Person.family_name,
        Person.team_id,
    )
    query = select(
        everyone.c.id,
        everyone.c.employee_number,
        everyone.c.given_name,
        everyone.c.preferred_name,
        everyone.c.family_name,
        Team.name,
        everyone.c.rank,
    ).join(Team, Team.id == everyone.c.team_id)
    query = in_state(query, everyone, wanted.state)
    people = db.execute(query.order_by(everyone.c.family_name, everyone.c.given_name, everyone.c.id)).all()
    ids = {person.id for person in people}
    asked = _asked(db, ids, wanted)
    titles = titles_of(db, asked)
    requirements = {key: titles.get(key, "") for key in asked}
    return Export(people, _roles(db, ids, today), _standings(db, ids, wanted), requirements)


def _standings(db: Session, ids: set[int], wanted: BoardFilter) -> Iterator[tuple[int, Rows]]:
    query = _of_people(select(*_COLUMNS), ids, wanted).join(Person, Person.id == CurrentStanding.person_id)
    query = query.order_by(Person.family_name, Person.given_name, Person.id, CurrentStanding.assignment_id)
    rows = db.connection().execute(query.execution_options(yield_per=AT_ONCE))
    for person_id, theirs in groupby((row for row in rows if row.person_id in ids), key=lambda row: row.person_id):
        yield person_id, list(theirs)


def _asked(db: Session, ids: set[int], wanted: BoardFilter) -> list[TargetId]:
    """What is asked for, in order. Standings of one version of a programme ask for the same documents and skills."""
    columns = CurrentStanding.version_id, CurrentStanding.assignment_id, CurrentStanding.person_id
    query = _of_people(select(*columns), ids, wanted).order_by(CurrentStanding.assignment_id)
    rows = db.connection().execute(query).all()
    one_of_each = {version_id: assignment_id for version_id, assignment_id, person_id in rows if person_id in ids}
    examples = select(CurrentStanding.parts).where(CurrentStanding.assignment_id.in_(one_of_each.values()))
    found = db.scalars(examples.order_by(CurrentStanding.document_id, CurrentStanding.version_id.desc()))
    return list(dict.fromkeys(part[6] for parts in found for part in parts))


def _of_people(query: Query, ids: set[int], wanted: BoardFilter) -> Query:
    if wanted.programme_id is not None:
        query = query.where(CurrentStanding.document_id == wanted.programme_id)
    return query.where(CurrentStanding.person_id.in_(ids)) if len(ids) <= FEW else query


def _roles(db: Session, ids: set[int], today: date) -> dict[int, str]:
    found: dict[int, str] = {}
    query = select(RolePeriod.person_id, Role.name).join(Role, Role.id == RolePeriod.role_id).where(in_force(today))
    if len(ids) <= FEW:
        query = query.where(RolePeriod.person_id.in_(ids))
    for person_id, name in db.execute(query.order_by(Role.name)).all():
        found[person_id] = f"{found[person_id]}, {name}" if person_id in found else name
    return found
