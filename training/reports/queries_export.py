"""The board as a file: everybody with each of their programmes and every requirement."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Row, Text, cast, select
from sqlalchemy.orm import Session

from training.certification.models import CurrentStanding
from training.core.permissions import Actor
from training.people.models import Person, Role, RolePeriod, Team
from training.people.queries import in_force
from training.reports.queries import BoardFilter, in_state, judged, live_titles

Rows = Sequence[Row[*tuple[Any, ...]]]

FEW = 500  # people whose rows are looked up; of more, the whole table is read


@dataclass(frozen=True)
class Export:
    """The board as a table: people in order, their roles and standings, and the titles of what is asked for.

    A person is (id, number, given, preferred and family name, team, rank of the state), a standing `_COLUMNS`: days in
    ISO form, and its parts as they are stored, to be read with `parts_of` when they are written. Ten thousand people's
    parts would fill the memory, and collecting them takes longer than reading.
    """

    people: Rows
    roles: dict[int, str]
    standings: dict[int, list[Row[*tuple[Any, ...]]]]
    requirements: dict[int, str]


_COLUMNS = (
    CurrentStanding.person_id,
    CurrentStanding.document_id,
    CurrentStanding.version_id,
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
    ids = [person.id for person in people]
    standings = _standings(db, ids, wanted)
    asked = _asked(row for person_id in ids for row in standings.get(person_id, ()))
    titles = live_titles(db, set(asked))
    return Export(people, _roles(db, ids, today), standings, {key: titles.get(key, "") for key in asked})


def _standings(db: Session, ids: list[int], wanted: BoardFilter) -> dict[int, list[Row[*tuple[Any, ...]]]]:
    query = select(*_COLUMNS)
    if wanted.programme_id is not None:
        query = query.where(CurrentStanding.document_id == wanted.programme_id)
    if len(ids) <= FEW:
        query = query.where(CurrentStanding.person_id.in_(ids))
    found: defaultdict[int, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in db.connection().execute(query).all():
        found[row.person_id].append(row)
    return found


def _asked(standings: Iterable[Row[*tuple[Any, ...]]]) -> list[int]:
    """The documents that are asked for, in order. Standings of one version of a programme ask for the same ones."""
    first: dict[int, Row[*tuple[Any, ...]]] = {}
    for row in standings:
        first.setdefault(row.version_id, row)
    return list(dict.fromkeys(part[6] for row in first.values() for part in parts_of(row.parts)))


def _roles(db: Session, ids: list[int], today: date) -> dict[int, str]:
    found: dict[int, str] = {}
    query = select(RolePeriod.person_id, Role.name).join(Role, Role.id == RolePeriod.role_id).where(in_force(today))
    if len(ids) <= FEW:
        query = query.where(RolePeriod.person_id.in_(ids))
    for person_id, name in db.execute(query.order_by(Role.name)).all():
        found[person_id] = f"{found[person_id]}, {name}" if person_id in found else name
    return found
