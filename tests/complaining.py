"""Complaints as they come in over weeks, for pages that must have something to show."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from tests.moment import NOW
from training.complaints.actions import Noted, hear, note_down
from training.complaints.actions_addresses import make
from training.complaints.actions_ending import Ending, close, hand_over
from training.complaints.actions_entries import Added, add, keep_promise, open_promises_of
from training.complaints.keys import secret_of
from training.complaints.models import Complaint, ComplaintAddress
from training.complaints.queries_rules import model_now
from training.complaints.rules import Cause, Outcome, Sort
from training.core.permissions import Actor
from training.voice.actions import Plan, begin

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def noted(db: Session, who: Actor, key: str, *, at: datetime = NOW, category: str = "", **more: object) -> Complaint:
    """A complaint that somebody noted; without a category of the last one that there is."""
    category = category or model_now(db).categories[-1].id
    said = Noted(key, "I waited in all day and nobody came. Nobody rang either.", category)
    return note_down(db, who, replace(said, **more), now=at)  # type: ignore[arg-type] # names of fields


def settled(db: Session, leader: Actor, complaint: Complaint, *, at: datetime) -> None:
    """Called back, decided and closed at one moment."""
    for promise in open_promises_of(db, complaint):
        if promise.sort == "call-back":
            keep_promise(db, leader, complaint.id, promise.id, now=at)
    add(db, leader, complaint.id, Added(Sort.DECIDED, "A new one tomorrow morning, at no cost."), now=at)
    ending = Ending(Outcome.UPHELD, Cause.PROCESS, "A new one came the next morning.")
    close(db, leader, complaint.id, ending, now=at)


def complaints(db: Session, leader: Actor, staff: Actor, team: int) -> dict[str, object]:
    """A quarter of complaints of one team, an address where customers write, and what is being done; by parameters."""
    causes = [one.id for one in model_now(db).categories]
    order = [1, 1, 2, 1, 5, 1, 3, 2, 1, 2, 1, 7, 1, 2]
    for number, place in enumerate(order):
        at = NOW - (len(order) - number) * 5 * DAY
        one = noted(db, staff, f"w{number}", at=at, category=causes[place % len(causes)], contact="085 555 0101")
        settled(db, leader, one, at=at + (3 * HOUR if number % 4 else 9 * DAY))
    offered = {"contact": "mary@example.com", "customer": "Mary Doyle", "offer": "A voucher", "amount": Decimal(40)}
    mine = noted(db, leader, "mine", at=NOW - 5 * HOUR, category=causes[1 % len(causes)], **offered)
    theirs = noted(db, staff, "theirs", at=NOW - 26 * HOUR, contact="085 555 0102")
    hand_over(
        db, staff, theirs.id, leader.person_id or 0, "She needs it by Friday for her mother.", now=NOW - 25 * HOUR
    )
    address: ComplaintAddress = make(db, leader, team, "Card at the till", now=NOW)
    heard = hear(db, address, Noted("k", "The shelf came down.", causes[0], contact="085 555 0103"), now=NOW - HOUR)
    plan = Plan(
        causes[1 % len(causes)], "Drivers ring half an hour before they come.", leader.person_id or 0, NOW.date()
    )
    improvement = begin(db, leader, plan, now=NOW, today=NOW.date())
    return {
        "complaint_id": mine.id,
        "promise_id": open_promises_of(db, mine)[0].id,
        "complain_code": address.code,
        "complaint_address_id": address.id,
        "complaint_secret": secret_of(heard.reference),
        "improvement_id": improvement.id,
    }
