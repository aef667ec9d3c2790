"""How a complaint goes on to somebody else, ends, comes back, or turns out to be none."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from training.complaints import readings
from training.complaints.actions_entries import add_entry, keep_open, open_promises_of, promise
from training.complaints.models import Complaint
from training.complaints.queries import complaint_for, may_write
from training.complaints.queries_people import may_be_given
from training.complaints.queries_rules import rules_now
from training.complaints.rules import Cause, NotPossible, Outcome, Sort, State, moved, tells
from training.complaints.rules_promises import PromiseSort
from training.core import ledger
from training.core.clock import local_day
from training.core.i18n import gettext as _
from training.core.permissions import Actor, Permission
from training.core.problems import Problem, Problems
from training.core.web import site
from training.people.models import Person


def hand_over(db: Session, actor: Actor, complaint_id: int, to_id: int, note: str, *, now: datetime) -> Complaint:
    """Give a complaint to somebody else, with all that they must know so that the customer need not say it again.

    Whoever looks after it may give it to a leader above; with the permission to more people, see `may_be_given`.
    Raises NotFound, NotPossible, and Problems at the fields of the form.
    """
    complaint = complaint_for(db, actor, complaint_id, locked=True)
    if complaint.state != State.OPEN:
        raise NotPossible
    today, writes = local_day(now, site().zone), may_write(db, actor, complaint)
    problems = []
    if to_id not in dict(may_be_given(db, actor, complaint, writes=writes, today=today)):
        problems.append(Problem("to", None, _("It cannot go to this person."), _("Choose somebody of the list.")))
    if not note:
        message = _("It is not said what they must know.")
        problems.append(Problem("note", None, message, _("Say it here, so that the customer need not say it again.")))
    if problems:
        raise Problems(problems)
    receiver = db.get_one(Person, to_id)
    complaint.owner_id, complaint.team_id = receiver.id, receiver.team_id
    add_entry(db, complaint, Sort.HANDED_OVER, by_id=actor.person_id, at=now, to_id=receiver.id, text=note)
    readings.tell(db, complaint, now=now)
    return complaint


@dataclass(frozen=True)
class Ending:
    """How a complaint ended: whether the customer was right, what went wrong, and what put it right."""

    outcome: Outcome
    cause: Cause
    text: str


def close(db: Session, actor: Actor, complaint_id: int, ending: Ending, *, now: datetime) -> Complaint:
    """End a complaint. What was still promised is dropped, but for the decision, which this is.

    Raises NotFound, NotPossible, and Problems at the fields of the form.
    """
    complaint = complaint_for(db, actor, complaint_id, Permission.COMPLAINT_WRITE, locked=True)
    state = moved(State(complaint.state), State.CLOSED)
    if not ending.text:
        message = _("It is not said what put it right.")
        raise Problems([Problem("text", None, message, _("Say it in a sentence; the next one will be glad of it."))])
    complaint.state, complaint.closed_at, complaint.decided_at = state.value, now, complaint.decided_at or now
    complaint.outcome, complaint.cause = ending.outcome.value, ending.cause.value
    keep_open(db, complaint, PromiseSort.DECISION, now=now)
    for still in open_promises_of(db, complaint):
        still.dropped_at = now
    add_entry(db, complaint, Sort.CLOSED, by_id=actor.person_id, at=now, text=ending.text)
    _record(db, "complaint.closed", actor, complaint, now, outcome=complaint.outcome, cause=complaint.cause)
    readings.tell(db, complaint, now=now)
    return complaint


def reopen(db: Session, actor: Actor, complaint_id: int, reason: str, *, now: datetime) -> Complaint:
    """Take a complaint up again, because the customer is not content or it was one after all. A new decision is due.

    Raises NotFound, NotPossible, and Problems at the fields of the form.
    """
    complaint = complaint_for(db, actor, complaint_id, Permission.COMPLAINT_WRITE, locked=True)
    state = moved(State(complaint.state), State.OPEN)
    if complaint.erased_at is not None:
        raise NotPossible
    if not reason:
        message = _("It is not said why it is taken up again.")
        raise Problems([Problem("reason", None, message, _("Say what the customer said."))])
    complaint.state, complaint.closed_at, complaint.decided_at = state.value, None, None
    complaint.outcome = complaint.cause = ""
    add_entry(db, complaint, Sort.REOPENED, by_id=actor.person_id, at=now, text=reason)
    rules = rules_now(db)
    due = rules.due(rules.severity_for(complaint.category, complaint.severity).decide, now)
    promise(db, complaint, PromiseSort.DECISION, due, by_id=actor.person_id, now=now)
    _record(db, "complaint.reopened", actor, complaint, now)
    readings.tell(db, complaint, now=now)
    return complaint


def void(db: Session, actor: Actor, complaint_id: int, reason: str, *, now: datetime) -> Complaint:
    """Say that something is no complaint: it counts in no figure. Raises NotFound, NotPossible, Problems."""
    complaint = complaint_for(db, actor, complaint_id, Permission.COMPLAINT_WRITE, locked=True)
    state = moved(State(complaint.state), State.VOID)
    if not reason:
        message = _("It is not said why this is no complaint.")
        raise Problems([Problem("reason", None, message, _("Say what it is instead, such as a question."))])
    complaint.state, complaint.closed_at = state.value, now
    for still in open_promises_of(db, complaint):
        still.dropped_at = now
    add_entry(db, complaint, Sort.VOIDED, by_id=actor.person_id, at=now, text=reason)
    _record(db, "complaint.voided", actor, complaint, now)
    readings.tell(db, complaint, now=now)
    return complaint


def change(db: Session, actor: Actor, complaint_id: int, category: str, severity: str, *, now: datetime) -> Complaint:
    """Correct what a complaint is about and how bad it is. Promises stay as they were made.

    Whoever looks after it may, and whoever holds the permission. Raises NotFound, NotPossible, Problems.
    """
    complaint = complaint_for(db, actor, complaint_id, locked=True)
    rules = rules_now(db)
    wanted, degree = rules.model.category(category), rules.model.severity(severity)
    if wanted is None or degree is None:
        message = _("This cause is not on the list any more.")
        raise Problems([Problem("category", None, message, _("Choose another one."))])
    if complaint.state == State.VOID:
        raise NotPossible
    complaint.category, complaint.severity, complaint.version_id = category, severity, rules.version_id
    complaint.tells = tells(degree.tell)
    complaint.service, complaint.step = wanted.service or "", wanted.step or ""
    add_entry(db, complaint, Sort.CHANGED, by_id=actor.person_id, at=now, text=wanted.title)
    readings.tell(db, complaint, now=now)
    return complaint


def _record(db: Session, kind: str, actor: Actor, complaint: Complaint, now: datetime, **more: str) -> None:
    payload = {"complaint": complaint.id, "reference": complaint.reference, "category": complaint.category, **more}
    ledger.record(db, kind, at=now, actor_id=actor.person_id, payload=payload)
