"""What a person may do, and why."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from training.people.models import Grant, Team, TeamLeader


def grants_of(db: Session, person_id: int, *, today: date) -> Sequence[Row[Grant, str | None]]:
    """The grants of a person that are not over, each with its team's name; None means the whole site."""
    query = select(Grant, Team.name).outerjoin(Team, Team.id == Grant.team_id)
    query = query.where(Grant.person_id == person_id, or_(Grant.until_on.is_(None), Grant.until_on >= today))
    return db.execute(query.order_by(Grant.id)).all()


def teams_led(db: Session, person_id: int) -> Sequence[str]:
    """The names of the teams that a person leads, and on which they are a team manager for that reason."""
    query = select(Team.name).join(TeamLeader, TeamLeader.team_id == Team.id).where(TeamLeader.person_id == person_id)
    return db.scalars(query.order_by(Team.path)).all()
