"""What customers do with their own complaint, by its secret address."""

from datetime import datetime

from sqlalchemy.orm import Session

from training.complaints.actions_entries import add_entry, open_promises_of
from training.complaints.actions_erasing import BY_CUSTOMER, forget
from training.complaints.models import Complaint
from training.complaints.queries import entries_of
from training.complaints.rules import Sort, State
from training.complaints.rules_promises import PromiseSort

MOST_WORDS = 2_000
MOST_TIMES = 20
"""Somebody who has more to add is called."""


def say_more(db: Session, complaint: Complaint, text: str, *, now: datetime) -> None:
    """Add what the customer writes to an open complaint; the same words again, or too many, change nothing."""
    said = [one for one in entries_of(db, complaint) if one.sort == Sort.SAID]
    if complaint.state != State.OPEN or len(said) >= MOST_TIMES or any(one.text == text for one in said):
        return
    add_entry(db, complaint, Sort.SAID, by_id=None, at=now, text=text)


def erase(db: Session, complaint: Complaint, *, now: datetime) -> None:
    """Forget the customer because they ask for it, even while it is open: then nobody can call them back.

    Open promises to call are dropped; the complaint itself goes on without a name.
    """
    for promise in open_promises_of(db, complaint):
        if promise.sort == PromiseSort.CALL_BACK:
            promise.dropped_at = now
    forget(db, complaint, BY_CUSTOMER, by_id=None, now=now)
