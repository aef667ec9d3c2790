"""What a person may do, and why."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from training.accounts.models import Account
from training.core.permissions import PermissionSet
from training.people.models import Grant, Person, Team, TeamLeader


def grants_of(db: Session, person_id: int, *, today: date) -> Sequence[Row[Grant, str | None]]:
    """The grants of a person that are not over, each with its team's name; None means the whole site."""
    query = select(Grant, Team.name).outerjoin(Team, Team.id == Grant.team_id)
    query = query.where(Grant.person_id == person_id, or_(Grant.until_on.is_(None), Grant.until_on >= today))
    return db.execute(query.order_by(Grant.id)).all()


def teams_led(db: Session, person_id: int) -> Sequence[str]:
    """The names of the teams that a person leads, and on which they are a team manager for that reason."""
    query = select(Team.name).join(TeamLeader, TeamLeader.team_id == Team.id).where(TeamLeader.person_id == person_id)
    return db.scalars(query.order_by(Team.path)).all()


def somebody_administers(db: Session, *, but_grant: int = 0, but_person: int = 0) -> bool:
    """Whether somebody who can sign in holds the whole site without an end, leaving out one grant or person."""
    query = (
        select(Grant.id)
        .join(Person, Person.id == Grant.person_id)
        .join(Account, Account.person_id == Person.id)
        .where(
            Grant.id != but_grant,
            Person.id != but_person,
            Grant.permission_set == PermissionSet.ADMINISTRATOR,
            Grant.team_id.is_(None),
            Grant.until_on.is_(None),
            Person.left_on.is_(None),
            Account.passphrase_hash.is_not(None),
            Account.disabled_at.is_(None),
        )
    )
    return db.scalar(query.limit(1)) is not None
