"""Proof that nobody was written to without a reason: for `training check`."""

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from training.reminders.models import Reminder, ReminderDigest, ReminderLine


def flaws(db: Session) -> list[str]:
    """Every digest that has no line, or that nothing counts as told with."""
    lines = exists().where(ReminderLine.digest_id == ReminderDigest.id)
    topics = exists().where(Reminder.digest_id == ReminderDigest.id)
    query = select(ReminderDigest.id, ReminderDigest.day).where(or_(~lines, ~topics)).order_by(ReminderDigest.id)
    return [f"Reminders: digest {digest_id} of {day} says nothing." for digest_id, day in db.execute(query)]
