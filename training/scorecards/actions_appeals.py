"""Appealing an item of a review, and answering that: what was signed stays readable, whatever is changed."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.core import ledger
from training.core.clock import local_day
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.core.web import NotFound
from training.scorecards import readings
from training.scorecards.actions import refuse_foreign
from training.scorecards.models import Review, ReviewAppeal
from training.scorecards.queries_reviews import Seen, may_decide, seen
from training.scorecards.rules import NOT_UP, Outcome, State, may_appeal


def appeal_until(found: Seen, zone: ZoneInfo) -> date:
    """The last day on which an item may be appealed."""
    assert found.row.finished_at is not None, "Only finished reviews are appealed."  # noqa: S101 # a slip of ours
    return found.scorecard.appeal_within.after(local_day(found.row.finished_at, zone))


def appealable(found: Seen, actor: Actor, *, today: date, zone: ZoneInfo) -> list[str]:
    """The items that the actor may appeal now."""
    if found.row.finished_at is None:
        return []
    asked = {one.item for one in found.appeals}
    return [
        item.id
        for item in found.scorecard.items
        if may_appeal(
            until=appeal_until(found, zone),
            today=today,
            asked_before=item.id in asked,
            state=found.state,
            is_reviewed=found.row.person_id == actor.person_id,
            for_practice=found.row.calibration_id is not None,
        )
    ]


def appeal(db: Session, actor: Actor, review_id: int, *, item: str, reason: str, now: datetime, zone: ZoneInfo) -> None:
    """Say that an item is seen differently, and why. Raises NotFound for everybody but whoever was reviewed.

    Raises Problems for an item that is none, was appealed before, or after the time for it.
    """
    row = _held(db, review_id)
    if row.person_id != actor.person_id or row.state != State.FINISHED or row.calibration_id is not None:
        raise NotFound
    found = seen(db, row)
    if item not in appealable(found, actor, today=local_day(now, zone), zone=zone):
        message = _("This item cannot be appealed, or not any more.")
        raise Problems([Problem("item", None, message, _("Choose another one."))])
    db.add(ReviewAppeal(review_id=row.id, item=item, reason=reason, at=now, was=found.signed.get(item)))
    db.flush()
    _note(db, "review.appealed", found, actor, {"item": item, "reason": reason}, now=now)


def decide(
    db: Session, actor: Actor, appeal_id: int, *, outcome: Outcome, becomes: str | None, words: str, now: datetime
) -> Seen:
    """Answer an appeal; deciding again changes nothing. Raises NotFound for the reviewer and all who may not.

    With “changed” `becomes` is the answer that holds from now on, or NOT_UP. Raises NotAReview when the item does not
    have it, and Problems when it is the one that was signed.
    """
    one = db.get(ReviewAppeal, appeal_id)
    if one is None:
        raise NotFound
    row = _held(db, one.review_id)
    db.refresh(one)
    if not may_decide(db, actor, row) or row.state != State.FINISHED:
        raise NotFound
    if one.outcome is not None:
        return seen(db, row)
    found = seen(db, row)
    before = found.mark
    answer = _new_answer(found, one, becomes) if outcome is Outcome.CHANGED else None
    one.outcome, one.words, one.becomes = outcome.value, words, answer
    one.decided_at, one.decided_by_id = now, actor.person_id
    db.flush()
    found = seen(db, row)
    reached = found.mark
    one.score, one.passed = reached.score, reached.passed
    db.flush()
    payload = {
        "item": one.item,
        "outcome": outcome.value,
        "was": one.was,
        "becomes": one.becomes,
        "reason": words,
        "score": reached.score,
        "passed": reached.passed,
        "score_before": before.score,
    }
    _note(db, "review.decided", found, actor, payload, now=now)
    if outcome is Outcome.CHANGED:
        readings.tell(db, row.interaction_id, row.document_id, now=now)
    return found


def _new_answer(found: Seen, one: ReviewAppeal, becomes: str | None) -> str | None:
    refuse_foreign(found, one.item, becomes)
    answer = None if becomes == NOT_UP else becomes
    if becomes is None or answer == one.was:
        message = _("This is the answer that was signed.")
        raise Problems([Problem("becomes", None, message, _("Choose another one, or let the review stand."))])
    return answer


def _held(db: Session, review_id: int) -> Review:
    """The row, held until the end of the transaction. Raises NotFound."""
    query = select(Review).where(Review.id == review_id).with_for_update()
    row = db.scalars(query.execution_options(populate_existing=True)).first()
    if row is None:
        raise NotFound
    return row


def _note(db: Session, kind: str, found: Seen, actor: Actor, payload: dict[str, Any], *, now: datetime) -> None:
    edition = found.edition
    ledger.record(
        db,
        kind,
        at=now,
        actor_id=actor.person_id,
        subject_id=found.row.person_id,
        document_id=found.row.document_id,
        version_id=found.row.version_id,
        payload={"slug": edition.slug, "title": edition.title, "review": found.row.id, **payload},
    )
