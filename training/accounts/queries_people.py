"""Accounts as their people's managers see them: who has one, who is invited, whom one may make codes for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from training.accounts.models import Account, OneTimeCode
from training.accounts.queries import is_good, may_enter
from training.accounts.rules_codes import Purpose
from training.core.permissions import Actor, Permission
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


def code_until(db: Session, person_id: int, *, now: datetime) -> datetime | None:
    """Until when somebody's open code can be used; None without one."""
    return db.scalar(select(func.max(OneTimeCode.ends_at)).where(OneTimeCode.person_id == person_id, is_good(now)))
