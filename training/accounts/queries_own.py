"""What somebody sees of their own account: open visits, and who stands in for whom."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from training.accounts.models import Visit
from training.accounts.queries import is_open
from training.core.permissions import Actor, Permission
from training.people.models import Delegation, Person, Team, TeamLeader
from training.people.queries import within

MOST_OFFERED = 200  # names in the list that a browser offers while somebody types


def open_visits(db: Session, account_id: int, *, now: datetime) -> Sequence[Visit]:
    """The browsers in which an account is signed in, the latest first."""
    query = select(Visit).where(Visit.account_id == account_id, is_open(now))
    return db.scalars(query.order_by(Visit.seen_at.desc(), Visit.id.desc())).all()


def leads_a_team(db: Session, person_id: int) -> bool:
    return db.scalar(select(TeamLeader.team_id).where(TeamLeader.person_id == person_id).limit(1)) is not None


def own_stand_ins(db: Session, person_id: int, *, today: date) -> Sequence[Row[Delegation, Person]]:
    """Who stands in for somebody, now or later."""
    query = select(Delegation, Person).join(Person, Person.id == Delegation.delegate_id)
    query = query.where(Delegation.person_id == person_id, Delegation.until_on >= today)
    return db.execute(query.order_by(Delegation.from_on)).all()


def standing_in_for(db: Session, person_id: int, *, today: date) -> Sequence[Row[Delegation, Person]]:
    """For whom somebody stands in, now or later."""
    query = select(Delegation, Person).join(Person, Person.id == Delegation.person_id)
    query = query.where(Delegation.delegate_id == person_id, Delegation.until_on >= today)
    return db.execute(query.order_by(Delegation.from_on)).all()


def possible_stand_ins(db: Session, actor: Actor, *, today: date, named: str = "") -> Sequence[Row[Person, str]]:
    """Whom a leader may name: their own people and other leaders, with their teams.

    `named` narrows to one employee number or e-mail address.
    """
    leaders = select(TeamLeader.person_id)
    query = (
        select(Person, Team.name)
        .join(Person.team)
        .where(
            or_(within(actor, Permission.PERSON_READ), Person.id.in_(leaders)),
            Person.id != actor.person_id,
            or_(Person.left_on.is_(None), Person.left_on >= today),
        )
        .order_by(Person.family_name, Person.given_name, Person.id)
    )
    if named:
        spellings = {named, named.upper(), named.lower()}
        query = query.where(or_(Person.email == named.lower(), Person.employee_number.in_(spellings)))
    return db.execute(query.limit(MOST_OFFERED)).all()
