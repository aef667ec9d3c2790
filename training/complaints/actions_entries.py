"""What is added to a complaint: calls, offers, decisions, apologies, promises and what becomes of them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.complaints import readings
from training.complaints.models import Complaint, ComplaintEntry, ComplaintPromise
from training.complaints.queries import complaint_for
from training.complaints.queries_rules import RulesNow, rules_now
from training.complaints.rules import NotPossible, Sort, State
from training.complaints.rules_authority import authority_of
from training.complaints.rules_promises import PromiseSort
from training.core.clock import local_day
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.core.web import NotFound, site
from training.people.queries import roles_held

KEEPS = {Sort.CALLED_BACK: PromiseSort.CALL_BACK, Sort.DECIDED: PromiseSort.DECISION}
"""What somebody does keeps the promises of this sort."""

BY_HAND = (
    Sort.CALLED_BACK,
    Sort.OFFERED,
    Sort.DECIDED,
    Sort.APOLOGISED,
    Sort.FOLLOWED_UP,
    Sort.PROMISED,
)
"""What people may add themselves."""


@dataclass(frozen=True)
class Added:
    """What somebody adds: its sort, words, the amount of an offer, and by when a promise is due."""

    sort: Sort
    text: str = ""
    amount: Decimal | None = None
    due_at: datetime | None = None


def add(db: Session, actor: Actor, complaint_id: int, added: Added, *, now: datetime) -> Complaint:
    """Add something to an open complaint. Raises NotFound, NotPossible, and Problems at the fields of the form."""
    complaint = complaint_for(db, actor, complaint_id, locked=True)
    if complaint.state != State.OPEN:
        raise NotPossible
    problems = _problems(added, now)
    if problems:
        raise Problems(problems)
    me = actor.person_id
    if added.sort is Sort.OFFERED:
        note_offer(db, complaint, rules_now(db), Offer(me, added.text, added.amount), now=now)
    elif added.sort is Sort.PROMISED and added.due_at is not None:
        promise(db, complaint, PromiseSort.OTHER, added.due_at, by_id=me, now=now, text=added.text)
    else:
        add_entry(db, complaint, added.sort, by_id=me, at=now, text=added.text)
    if added.sort in KEEPS:
        keep_open(db, complaint, KEEPS[added.sort], now=now)
    if added.sort is Sort.DECIDED and complaint.decided_at is None:
        complaint.decided_at = now
    readings.tell(db, complaint, now=now)
    return complaint


def _problems(added: Added, now: datetime) -> list[Problem]:
    if added.sort not in BY_HAND:
        return [Problem("sort", None, _("This cannot be added by hand."), _("Choose one of the list."))]
    if added.sort is Sort.OFFERED:
        if not added.text and added.amount is None:
            return [Problem("text", None, _("It is not said what was offered."), _("Say what, or give the amount."))]
    elif added.sort is not Sort.CALLED_BACK and not added.text:
        return [Problem("text", None, _("There are no words yet."), _("Say what happened."))]
    if added.sort is Sort.PROMISED:
        if added.due_at is None:
            return [Problem("due_at", None, _("It is not said by when."), _("Give day and time."))]
        if added.due_at <= now:
            return [Problem("due_at", None, _("That moment has passed."), _("Promise one that is still to come."))]
    return []


def keep_promise(db: Session, actor: Actor, complaint_id: int, promise_id: int, *, now: datetime) -> Complaint:
    """Say that a promise was kept just now; one that was kept or dropped before stays as it is.

    Raises NotFound, and NotPossible when the complaint is not open.
    """
    complaint = complaint_for(db, actor, complaint_id, locked=True)
    made = db.get(ComplaintPromise, promise_id)
    if made is None or made.complaint_id != complaint.id:
        raise NotFound
    if complaint.state != State.OPEN:
        raise NotPossible
    if made.kept_at is None and made.dropped_at is None:
        made.kept_at = now
        sort = Sort.CALLED_BACK if made.sort == PromiseSort.CALL_BACK else Sort.KEPT
        add_entry(db, complaint, sort, by_id=actor.person_id, at=now, promise_id=made.id)
        readings.tell(db, complaint, now=now)
    return complaint


def keep_open(db: Session, complaint: Complaint, sort: PromiseSort, *, now: datetime) -> None:
    """Mark the open promises of a sort as kept now."""
    for still in open_promises_of(db, complaint):
        if still.sort == sort:
            still.kept_at = now
    db.flush()


def open_promises_of(db: Session, complaint: Complaint) -> list[ComplaintPromise]:
    """What is still to be kept."""
    still = ComplaintPromise.kept_at.is_(None), ComplaintPromise.dropped_at.is_(None)
    return list(db.scalars(select(ComplaintPromise).where(ComplaintPromise.complaint_id == complaint.id, *still)))


@dataclass(frozen=True)
class Offer:
    """What was offered and by whom; without an amount there is nothing that authority could be held against."""

    by_id: int | None
    text: str
    amount: Decimal | None


def note_offer(db: Session, complaint: Complaint, rules: RulesNow, offer: Offer, *, now: datetime) -> ComplaintEntry:
    """Append an offer, with what the role of whoever makes it may give alone, and whether that sufficed."""
    held = roles_held(db, offer.by_id, today=local_day(now, site().zone))
    authority = authority_of(held, rules.model.authority)
    return add_entry(
        db,
        complaint,
        Sort.OFFERED,
        by_id=offer.by_id,
        at=now,
        text=offer.text,
        amount=offer.amount,
        role=authority.role,
        up_to=authority.up_to,
        sufficed=authority.suffices(offer.amount) if rules.model.authority and offer.amount is not None else None,
    )


def promise(
    db: Session,
    complaint: Complaint,
    sort: PromiseSort,
    due_at: datetime,
    *,
    by_id: int | None,
    now: datetime,
    text: str = "",
) -> None:
    """Append a promise to the customer, None being the house itself."""
    row = ComplaintPromise(complaint_id=complaint.id, sort=sort.value, text=text, made_at=now, due_at=due_at)
    db.add(row)
    db.flush()
    add_entry(db, complaint, Sort.PROMISED, by_id=by_id, at=now, promise_id=row.id)


def add_entry(
    db: Session, complaint: Complaint, sort: Sort, *, by_id: int | None, at: datetime, **values: Any
) -> ComplaintEntry:
    """Append to what happened."""
    entry = ComplaintEntry(complaint_id=complaint.id, at=at, by_id=by_id, sort=sort.value, **values)
    db.add(entry)
    db.flush()
    return entry
