"""Who is to be seen at work: the people of the roles of a checklist, those whom it is asked of by a day first."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from training.checklists.queries import assesses, observed_by, passed_by
from training.checklists.queries_observations import Last, latest_of
from training.content.library import Edition
from training.content.queries import live_all_for
from training.core.permissions import Actor
from training.people.models import Person, Role, RolePeriod, Team
from training.people.queries import in_force, matching, status_on

DueDays: TypeAlias = Callable[[Session, int, Collection[int], date], Mapping[int, date]]
"""(db, document_id, person_ids, today) → by person, the day by which a programme asks for this checklist."""

PAGE_SIZE = 50


def no_due_days(_db: Session, _document_id: int, _person_ids: Collection[int], _today: date) -> Mapping[int, date]:
    """Nobody is asked by a day: what knows of programmes puts itself in this place."""
    return {}


def checklists_to_observe(db: Session, actor: Actor, *, today: date) -> list[Edition]:
    """The checklists by which the actor may observe, by title."""
    found = live_all_for(db, actor, "checklist", today=today)
    held = assesses(db, actor.person_id, found) if found else frozenset()
    mine = [one for one in found.values() if one.document_id in held]
    return sorted(mine, key=lambda one: one.title.casefold())


@dataclass(frozen=True)
class ToSee:
    """Somebody who may be observed. `due_on` is the day by which a programme asks for it, `last` what was seen last."""

    id: int
    name: str
    team: str
    due_on: date | None
    last: Last | None

    @property
    def next_on(self) -> date:
        """The day by which somebody should look, for the order."""
        return min((day for day in (self.due_on, self.last.again_on if self.last else None) if day), default=date.max)


@dataclass(frozen=True)
class PeopleToSee:
    """The people of a checklist: those who did not pass it yet, a page of them, and those who did."""

    waiting: Sequence[ToSee]
    passed: Sequence[ToSee]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def people_to_see(
    db: Session, actor: Actor, found: Edition, *, text: str = "", page: int = 1, today: date
) -> PeopleToSee:
    """The people of the checklist's roles whom the actor may observe. Six queries however many they are."""
    query = (
        select(Person.id, Person.given_name, Person.preferred_name, Person.family_name, Team.name.label("team"))
        .join(Person.team)
        .where(observed_by(db, actor, found.model, today=today), matching(text), status_on(today) == "active")
        .order_by(Person.family_name, Person.given_name, Person.id)
    )
    if found.model.roles:
        held = (
            select(RolePeriod.person_id)
            .join(Role, Role.id == RolePeriod.role_id)
            .where(Role.slug.in_(found.model.roles), in_force(today))
        )
        query = query.where(Person.id.in_(held))
    rows = db.execute(query).all()
    ids = [row.id for row in rows]
    passed = passed_by(db, ids, [found]).get(found.document_id, frozenset())
    due_days: DueDays = current_app.extensions["observations_due"]
    due = due_days(db, found.document_id, ids, today)
    last = latest_of(db, [found.document_id], ids)
    people = [
        ToSee(
            row.id,
            f"{row.preferred_name or row.given_name} {row.family_name}".strip(),
            row.team,
            due.get(row.id),
            last.get((found.document_id, row.id)),
        )
        for row in rows
    ]
    waiting = sorted((one for one in people if one.id not in passed), key=lambda one: (one.next_on, one.last is None))
    number = min(max(1, page), max(1, -(-len(waiting) // PAGE_SIZE)))
    shown = waiting[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return PeopleToSee(shown, [one for one in people if one.id in passed][:PAGE_SIZE], len(waiting), number)
