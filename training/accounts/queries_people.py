"""Accounts as their people's managers see them: who has one, who is invited, whom one may make codes for."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, func, not_, or_, select
from sqlalchemy.orm import Session

from training.accounts.models import Account, OneTimeCode
from training.accounts.queries import held_of, held_on, is_good, may_enter
from training.accounts.rules_codes import Purpose
from training.accounts.rules_grants import covers
from training.core.permissions import Actor, Held, Permission
from training.people.models import Person, Team
from training.people.queries import matching, within

PAGE_SIZE = 100


@dataclass(frozen=True)
class Uninvited:
    """A page of people who have no account yet. A row has id, number, names, email, team and `invited_until`."""

    rows: Sequence[Row[*tuple[Any, ...]]]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def without_account(
    db: Session, actor: Actor, *, text: str, team_id: int | None, page: int, now: datetime, today: date
) -> Uninvited:
    """People the actor may invite who have not chosen a passphrase yet, by team and name."""
    invited = (
        select(func.max(OneTimeCode.ends_at))
        .where(OneTimeCode.person_id == Person.id, is_good(now))
        .correlate(Person)
        .scalar_subquery()
    )
    query = _reachable(actor, today).where(Account.passphrase_hash.is_(None), matching(text))
    if team_id is not None:
        path = select(Team.path).where(Team.id == team_id).scalar_subquery()
        query = query.where(Team.path.startswith(path))
    total = db.scalar(select(func.count()).select_from(query.subquery())) or 0
    number = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    listed = query.add_columns(
        Person.employee_number,
        Person.given_name,
        Person.preferred_name,
        Person.family_name,
        Person.email,
        Team.name.label("team"),
        invited.label("invited_until"),
    ).order_by(Team.path, Person.family_name, Person.given_name, Person.id)
    return Uninvited(db.execute(listed.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all(), total, number)


def _reachable(actor: Actor, today: date) -> Select[Any]:
    """People the actor may invite and who may enter, each with the account they may have."""
    return (
        select(Person.id)
        .join(Person.team)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(within(actor, Permission.PERSON_INVITE), may_enter(today))
    )


@dataclass(frozen=True)
class Invitee:
    """Somebody who is about to get a code, and what that code is for."""

    person: Person
    team: str
    purpose: Purpose


def invitees(db: Session, actor: Actor, person_ids: Collection[int], *, today: date) -> list[Invitee]:
    """Those of these people for whom the actor may have a code sent; who has an account gets one to change it."""
    query = (
        _reachable(actor, today)
        .with_only_columns(Person, Team.name, Account.passphrase_hash.is_(None).label("is_new"))
        .where(Person.id.in_(person_ids))
        .order_by(Team.path, Person.family_name, Person.given_name, Person.id)
    )
    rows = db.execute(query)
    return [Invitee(row.Person, row.name, Purpose.INVITATION if row.is_new else Purpose.RESET_BY_HAND) for row in rows]


def above(db: Session, actor: Actor, person_ids: Collection[int], *, today: date) -> set[int]:
    """Those of these people who may do more than the actor. Whoever holds their code could become them."""
    held: dict[int, list[Held]] = defaultdict(list)
    sets = held_on(today)
    for row in db.execute(select(sets).where(sets.c.person_id.in_(person_ids))):
        held[row.person_id].append(held_of(row.permission_set, row.path))
    found = {person_id for person_id, theirs in held.items() if not covers(actor, theirs)}
    leading = select(Person.manager_id).join(Person.team).where(Person.manager_id.in_(person_ids))
    outside = or_(Person.left_on.is_(None), Person.left_on >= today) & not_(within(actor, Permission.PERSON_INVITE))
    found.update(manager_id for manager_id in db.scalars(leading.where(outside)) if manager_id is not None)
    return found - {actor.person_id}


def code_until(db: Session, person_id: int, *, now: datetime) -> datetime | None:
    """Until when somebody's open code can be used; None without one."""
    return db.scalar(select(func.max(OneTimeCode.ends_at)).where(OneTimeCode.person_id == person_id, is_good(now)))
