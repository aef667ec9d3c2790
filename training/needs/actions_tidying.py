"""Letting go of needs: of people who have left, and of those that rest on figures that have expired."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.core import web
from training.core.clock import local_day
from training.needs.actions import settle
from training.needs.models import Need
from training.needs.rules import State
from training.people.models import Person


def dismiss_left(db: Session, reason: str, *, now: datetime) -> int:
    """Dismiss what was open or under way of people who have left; returns how many. Their rounds still count them."""
    today = local_day(now, web.site().zone)
    under_way = [State.OPEN.value, State.CONFIRMED.value, State.ASSIGNED.value]
    query = (
        select(Need)
        .join(Person, Person.id == Need.person_id)
        .where(Need.state.in_(under_way), Person.left_on < today)
        .order_by(Need.id)
    )
    found = db.scalars(query.with_for_update(of=Need)).all()
    for need in found:
        settle(db, need, None, reason, now)
    return len(found)


def dismiss_expired(db: Session, reason: str, *, now: datetime) -> int:
    """Dismiss what a review said about people and nobody decided before it expired; returns how many."""
    today = local_day(now, web.site().zone)
    query = select(Need).where(Need.person_id.is_not(None), Need.opened_by_id.is_(None), Need.state == State.OPEN.value)
    waiting = db.scalars(query.order_by(Need.id).with_for_update()).all()
    found = [one for one in waiting if _has_expired(one, today.isoformat())]
    for need in found:
        settle(db, need, None, reason, now)
    return len(found)


def _has_expired(need: Need, today: str) -> bool:
    until = need.evidence.get("expires_on")
    return isinstance(until, str) and until < today
