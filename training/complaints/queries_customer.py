"""What a customer may know of their own complaint."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.accounts.rules_codes import hashed
from training.complaints.models import Complaint, ComplaintAddress, ComplaintEntry
from training.complaints.queries import PromiseLine, promises_of
from training.complaints.queries_rules import rules_now, rules_of
from training.complaints.rules import Sort, State
from training.complaints.rules_promises import PromiseSort
from training.feedback.rules import read_code

_TOLD = (Sort.SAID, Sort.CALLED_BACK, Sort.DECIDED, Sort.CLOSED, Sort.REOPENED)
"""What happened as far as customers see it, without our own words about them."""


def address_by(db: Session, code: str) -> ComplaintAddress | None:
    """The address with a code, however it was typed."""
    found: ComplaintAddress | None = db.scalars(
        select(ComplaintAddress).where(ComplaintAddress.code == read_code(code))
    ).first()
    return found


def complaint_by(db: Session, secret: str) -> Complaint | None:
    """The complaint whose customer has this secret."""
    found: Complaint | None = db.scalars(select(Complaint).where(Complaint.secret_hash == hashed(secret))).first()
    return found


@dataclass(frozen=True)
class Status:
    """Where a complaint stands, for its customer: what comes next by when, and what was done."""

    complaint: Complaint
    category: str
    call_back: PromiseLine | None
    decision: PromiseLine | None
    entries: tuple[ComplaintEntry, ...]

    @property
    def is_open(self) -> bool:
        return self.complaint.state == State.OPEN

    @property
    def is_erased(self) -> bool:
        return self.complaint.erased_at is not None


def status_of(db: Session, complaint: Complaint, *, now: datetime) -> Status:
    """How a complaint stands now."""
    rules = rules_of(db, complaint, today=rules_now(db)).model
    category = rules.category(complaint.category)
    still = [one for one in promises_of(db, complaint, now=now) if one.is_open]
    entries = (
        select(ComplaintEntry)
        .where(ComplaintEntry.complaint_id == complaint.id, ComplaintEntry.sort.in_([one.value for one in _TOLD]))
        .order_by(ComplaintEntry.at, ComplaintEntry.id)
    )
    return Status(
        complaint,
        category.title if category else "",
        next((one for one in still if one.sort is PromiseSort.CALL_BACK), None),
        next((one for one in still if one.sort is PromiseSort.DECISION), None),
        tuple(db.scalars(entries)),
    )
