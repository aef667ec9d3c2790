"""Making and closing the addresses at which customers complain."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from training.complaints.models import Complaint, ComplaintAddress
from training.core.permissions import Actor, Permission
from training.core.web import NotFound
from training.feedback.rules import new_code
from training.people.models import Team
from training.people.queries import team_for, within_teams


def make(db: Session, actor: Actor, team_id: int, name: str, *, now: datetime) -> ComplaintAddress:
    """A new address for a team. Raises NotFound for one of somebody else."""
    team = team_for(db, actor, team_id, Permission.COMPLAINT_WRITE)
    address = ComplaintAddress(code=new_code(), team_id=team.id, name=name, by_id=actor.person_id, made_at=now)
    db.add(address)
    db.flush()
    return address


def address_for(db: Session, actor: Actor, address_id: int) -> ComplaintAddress:
    """The address of a team of one's own. Raises NotFound otherwise."""
    query = select(ComplaintAddress).join(Team, Team.id == ComplaintAddress.team_id)
    query = query.where(ComplaintAddress.id == address_id, within_teams(actor, Permission.COMPLAINT_WRITE))
    found: ComplaintAddress | None = db.scalars(query).first()
    if found is None:
        raise NotFound
    return found


def close(db: Session, actor: Actor, address_id: int, *, now: datetime) -> None:
    """Let an address lead nowhere. Raises NotFound."""
    address = address_for(db, actor, address_id)
    address.closed_at = address.closed_at or now


def list_addresses(db: Session, actor: Actor) -> Sequence[Row[*tuple[Any, ...]]]:
    """The open addresses of one's own teams, with the team's name and how many complaints came in there."""
    here = Complaint.address_id == ComplaintAddress.id
    count = select(func.count()).where(here).correlate(ComplaintAddress).scalar_subquery()
    query = (
        select(ComplaintAddress, Team.name, count)
        .join(Team, Team.id == ComplaintAddress.team_id)
        .where(within_teams(actor, Permission.COMPLAINT_WRITE), ComplaintAddress.closed_at.is_(None))
        .order_by(Team.name, ComplaintAddress.id)
    )
    return db.execute(query).all()
