"""Erasing what is kept of customers: by themselves, by hand, and when its days are over. Marks stay, words go."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from training.core import ledger
from training.core.permissions import Actor, Permission
from training.feedback.models import ASIDE, FeedbackAddress, FeedbackAnswer, OutreachCustomer
from training.feedback.queries_say import answer_with_receipt
from training.feedback.rules import read_code, read_contact
from training.people.models import Team
from training.people.queries import within_teams

ASIDE_FOR = timedelta(days=30)
"""How long what was set aside waits for somebody to let it in."""

DRAFT_FOR = timedelta(days=1)

NO_WORDS = {
    "texts": {},
    "texts_left": False,
    "thanks_name": "",
    "may_show": False,
    "likeness": None,
}
NO_CONTACT = {"contact": None, "contact_until": None}


@dataclass(frozen=True)
class Erased:
    """How much was erased: answers whose words or contact went, and customers that went from lists."""

    answers: int
    customers: int


def erase_answer(db: Session, answer: FeedbackAnswer, *, by: int | None, now: datetime) -> None:
    """Erase what a customer wrote and how to reach them. Done twice it is as done once."""
    if answer.erased_at is None:
        _erase(db, FeedbackAnswer.id == answer.id, now)
        _note(db, Erased(1, 0), by, now)


def erase_customer(db: Session, actor: Actor, typed: str, *, now: datetime) -> Erased | None:
    """Erase everything of one customer, by phone number, mail address or receipt, wherever the actor may.

    None when it is none of the three. What is not there cannot be erased: the counts say so.
    """
    mine = select(Team.id).where(within_teams(actor, Permission.FEEDBACK_WRITE))
    answer = answer_with_receipt(db, read_code(typed))
    contact = read_contact(typed)
    if answer is None and contact is None:
        return None
    which = FeedbackAnswer.contact == contact if answer is None else FeedbackAnswer.id == answer.id
    answers = _erase(db, which & FeedbackAnswer.team_id.in_(mine), now)
    customers = 0
    if contact is not None:
        gone = delete(OutreachCustomer).where(OutreachCustomer.contact == contact, OutreachCustomer.team_id.in_(mine))
        customers = len(db.scalars(gone.returning(OutreachCustomer.id)).all())
    erased = Erased(answers, customers)
    if answers or customers:
        _note(db, erased, actor.person_id, now)
    return erased


def _erase(db: Session, which: ColumnElement[bool], now: datetime) -> int:
    emptied = update(FeedbackAnswer).where(which).values(**NO_WORDS, **NO_CONTACT, erased_at=now)
    return len(db.scalars(emptied.returning(FeedbackAnswer.id)).all())


def _note(db: Session, erased: Erased, by: int | None, now: datetime) -> None:
    """That something was erased, how much and by whom; not whose it was."""
    payload = {"answers": erased.answers, "customers": erased.customers}
    ledger.record(db, "feedback.erased", at=now, actor_id=by, payload=payload)


def forget_old(db: Session, *, now: datetime, today: date) -> None:
    """Erase what has come to the end of its days, and close addresses that nobody used in time."""
    old_words = FeedbackAnswer.texts_left.is_(True) & (FeedbackAnswer.text_until < today)
    db.execute(update(FeedbackAnswer).where(old_words).values(**NO_WORDS))
    db.execute(update(FeedbackAnswer).where(FeedbackAnswer.contact_until < today).values(**NO_CONTACT))
    db.execute(delete(FeedbackAnswer).where(FeedbackAnswer.state == ASIDE, FeedbackAnswer.at < now - ASIDE_FOR))
    unconfirmed = OutreachCustomer.draft.is_not(None) & (OutreachCustomer.added_at < now - DRAFT_FOR)
    db.execute(delete(OutreachCustomer).where(or_(OutreachCustomer.until_on < today, unconfirmed)))
    db.execute(update(FeedbackAddress).where(FeedbackAddress.ends_on < today).values(is_open=False))
