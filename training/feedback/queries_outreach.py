"""Customers on the lists of an actor's teams."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.core.permissions import Actor, Permission
from training.core.web import NotFound
from training.feedback.models import OutreachCustomer
from training.feedback.rules_outreach import Customer
from training.people.models import Team
from training.people.queries import within_teams


def customer_for(db: Session, actor: Actor, customer_id: int) -> OutreachCustomer:
    """A customer on a list of the actor's teams. Raises NotFound."""
    query = select(OutreachCustomer).join(Team, Team.id == OutreachCustomer.team_id)
    found = db.scalars(
        query.where(
            OutreachCustomer.id == customer_id,
            OutreachCustomer.draft.is_(None),
            within_teams(actor, Permission.FEEDBACK_WRITE),
        )
    ).first()
    if found is None:
        raise NotFound
    return found


def draft_for(db: Session, actor: Actor, draft: str) -> Sequence[OutreachCustomer]:
    """The lines of a draft that the actor sent. Raises NotFound."""
    query = select(OutreachCustomer).where(
        OutreachCustomer.draft == draft, OutreachCustomer.added_by_id == actor.person_id
    )
    rows = db.scalars(query.order_by(OutreachCustomer.id)).all()
    if not rows:
        raise NotFound
    return rows


def customers(db: Session, actor: Actor, team_id: int | None = None) -> list[tuple[Customer, str, str]]:
    """Everybody on the actor's lists, with name and team. How to reach them is not in here."""
    query = (
        select(
            OutreachCustomer.id,
            OutreachCustomer.last_seen_on,
            OutreachCustomer.asked_on,
            OutreachCustomer.name,
            Team.name,
        )
        .join(Team, Team.id == OutreachCustomer.team_id)
        .where(OutreachCustomer.draft.is_(None), within_teams(actor, Permission.FEEDBACK_WRITE))
    )
    if team_id is not None:
        query = query.where(OutreachCustomer.team_id == team_id)
    return [(Customer(row[0], row[1], row[2]), row[3], row[4]) for row in db.execute(query)]
