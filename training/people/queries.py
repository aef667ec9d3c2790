"""Whom an actor may see: the one place that knows."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, false, or_, select, true
from sqlalchemy.orm import Session, joinedload

from training.core.permissions import TEAM_MANAGER, WHOLE_SITE, Actor, Permission
from training.core.web import NotFound
from training.people.models import Person, Team


def within(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """The people on whom the actor holds a permission: whole subtrees of teams, and their own reports.

    The query it filters must join Person to Team.
    """
    reach = actor.reach(permission)
    if WHOLE_SITE in reach:
        return true()
    parts: list[ColumnElement[bool]] = [Team.path.startswith(path, autoescape=True) for path in reach]
    if permission in TEAM_MANAGER and actor.person_id is not None:
        parts.append(Person.manager_id == actor.person_id)
    return or_(*parts) if parts else false()


def status_on(day: date) -> ColumnElement[str]:
    """Status as a column: left, future, leave or active on a day. The only place that decides it."""
    return case(
        (Person.left_on < day, "left"),
        (Person.hired_on > day, "future"),
        ((Person.leave_from <= day) & or_(Person.leave_until.is_(None), Person.leave_until >= day), "leave"),
        else_="active",
    )


def people_within(actor: Actor, permission: Permission) -> Select[Any]:
    """Persons joined to their teams, limited to those the actor may see."""
    return select(Person).join(Person.team).where(within(actor, permission))


def person_for(db: Session, actor: Actor, person_id: int, permission: Permission) -> Person:
    """The person, if the actor holds the permission on them. Raises NotFound otherwise: nobody learns who exists."""
    query = people_within(actor, permission).where(Person.id == person_id).options(joinedload(Person.team))
    person: Person | None = db.scalars(query).first()
    if person is None:
        raise NotFound
    return person
