"""Who looked at a customer's data, and forgetting it: by hand, by the customer, and by a job each night."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from training.complaints.actions_entries import add_entry
from training.complaints.models import Complaint, ComplaintEntry, ComplaintPromise
from training.complaints.queries import complaint_for
from training.complaints.queries_rules import model_now
from training.complaints.rules import NotPossible, Sort, State
from training.core import ledger
from training.core.clock import local_day
from training.core.permissions import Actor, Permission
from training.core.web import site
from training.core.worker import Task

JOB = "complaints.forget"
BY_HAND, BY_CUSTOMER, BY_DAY = "by-hand", "by-customer", "by-day"


def look(db: Session, actor: Actor, complaint_id: int, *, now: datetime) -> Complaint:
    """Open the customer's data. Kept in the ledger unless it is looked after, or was written down, by the actor."""
    complaint = complaint_for(db, actor, complaint_id)
    if actor.person_id not in (complaint.owner_id, complaint.logged_by_id):
        payload = {"complaint": complaint.id, "reference": complaint.reference}
        ledger.record(db, "complaint.looked-at", at=now, actor_id=actor.person_id, payload=payload)
    return complaint


def erase(db: Session, actor: Actor, complaint_id: int, *, now: datetime) -> Complaint:
    """Forget the customer of a complaint that has ended. Raises NotFound, and NotPossible while it is open."""
    complaint = complaint_for(db, actor, complaint_id, Permission.COMPLAINT_WRITE, locked=True)
    if complaint.state == State.OPEN:
        raise NotPossible
    forget(db, complaint, BY_HAND, by_id=actor.person_id, now=now)
    return complaint


def forget(db: Session, complaint: Complaint, how: str, *, by_id: int | None, now: datetime) -> None:
    """Remove what was typed; what it was about, its times and its outcome stay. Done twice it is as done once."""
    if complaint.erased_at is not None:
        return
    complaint.text = complaint.wish = complaint.customer = complaint.contact = complaint.receipt = ""
    complaint.customer_key = complaint.receipt_key = None
    complaint.erased_at = now
    for table in (ComplaintEntry, ComplaintPromise):
        db.execute(update(table).where(table.complaint_id == complaint.id).values(text=""))
    add_entry(db, complaint, Sort.ERASED, by_id=by_id, at=now)
    payload = {"complaint": complaint.id, "reference": complaint.reference, "how": how}
    ledger.record(db, "complaint.erased", at=now, actor_id=by_id, payload=payload)


def forget_old(task: Task) -> None:
    """The job: forget the customers of complaints that ended as long ago as the rules say."""
    db, now, zone = task.db, task.now, site().zone
    keep, today = model_now(db).keep, local_day(now, zone)
    ended = select(Complaint).where(Complaint.state != State.OPEN.value, Complaint.erased_at.is_(None))
    for complaint in db.scalars(ended.order_by(Complaint.id)).all():
        if complaint.closed_at is not None and keep.after(local_day(complaint.closed_at, zone)) <= today:
            forget(db, complaint, BY_DAY, by_id=None, now=now)
