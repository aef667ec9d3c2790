"""What the staff do with answers: get back to a customer, let in what was set aside, set aside what is none."""

from datetime import datetime

from sqlalchemy.orm import Session

from training.core import ledger
from training.core.permissions import Actor, Permission
from training.feedback.actions import count, uncount
from training.feedback.actions_erasing import erase_answer
from training.feedback.models import ASIDE, COUNTED, FeedbackAnswer
from training.feedback.queries import answer_for


def look_at_contact(db: Session, actor: Actor, answer_id: int, *, now: datetime) -> FeedbackAnswer:
    """The answer with how to reach its customer; that somebody looked is written down. Raises NotFound."""
    answer = answer_for(db, actor, answer_id, Permission.FEEDBACK_WRITE)
    if answer.contact is not None:
        ledger.record(db, "feedback.contact-seen", at=now, actor_id=actor.person_id, payload=_which(answer))
    return answer


def mark_done(db: Session, actor: Actor, answer_id: int, *, now: datetime) -> None:
    """Somebody got back to the customer: how to reach them is needed no more, and goes."""
    answer = answer_for(db, actor, answer_id, Permission.FEEDBACK_WRITE)
    if answer.done_at is None:
        answer.done_at, answer.done_by_id = now, actor.person_id
        answer.contact, answer.contact_until = None, None
        ledger.record(db, "feedback.answered", at=now, actor_id=actor.person_id, payload=_which(answer))


def let_in(db: Session, actor: Actor, answer_id: int, *, now: datetime) -> None:
    """What was set aside was a customer: it counts from now on, on the day on which it was said."""
    answer = answer_for(db, actor, answer_id, Permission.FEEDBACK_WRITE)
    if answer.state == ASIDE:
        answer.state = COUNTED
        count(db, [answer], now=now)
        ledger.record(db, "feedback.let-in", at=now, actor_id=actor.person_id, payload=_which(answer))


def set_aside(db: Session, actor: Actor, answer_id: int, *, now: datetime) -> None:
    """This was no customer: it counts no more, and goes after its time."""
    answer = answer_for(db, actor, answer_id, Permission.FEEDBACK_WRITE)
    if answer.state == COUNTED:
        answer.state, answer.doubt = ASIDE, ""
        uncount(db, answer)
        ledger.record(db, "feedback.set-aside", at=now, actor_id=actor.person_id, payload=_which(answer))


def erase(db: Session, actor: Actor, answer_id: int, *, now: datetime) -> None:
    """Erase what a customer wrote and how to reach them. Raises NotFound."""
    answer = answer_for(db, actor, answer_id, Permission.FEEDBACK_WRITE)
    erase_answer(db, answer, by=actor.person_id, now=now)


def _which(answer: FeedbackAnswer) -> dict[str, int]:
    return {"answer": answer.id, "team": answer.team_id}
