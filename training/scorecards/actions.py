"""Reviewing an interaction: begin, keep as a draft, finish with a signature, take back, remark."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.core import ledger
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.core.web import NotFound
from training.people.models import Person
from training.scorecards import readings
from training.scorecards.models import Review, ReviewCalibration, ReviewInteraction, ReviewLook, ReviewRemark
from training.scorecards.queries import is_among, reviewable
from training.scorecards.queries_reviews import Seen, as_kept, may_void, seen
from training.scorecards.rules import NOT_UP, Given, How, State, sealed


class NotAReview(Exception):
    """What no page of ours sends: items or answers that the scorecard does not have."""


@dataclass(frozen=True)
class Happened:
    """An interaction as a reviewer names it. `probability` is given for a random one and for nothing else."""

    person_id: int
    channel: str
    reference: str
    at: datetime
    how: How
    seconds: int | None = None
    probability: float | None = None
    sample_id: int | None = None


def begin(db: Session, actor: Actor, found: Edition, happened: Happened, *, now: datetime) -> int:
    """Begin a review; returns its id. Raises NotFound for people out of reach, Problems for what cannot be.

    The same person, channel and reference are the same interaction, so this may be the second review of it.
    """
    if not is_among(db, happened.person_id, reviewable(actor)):
        raise NotFound
    problems = []
    if happened.at > now:
        message = _("This lies in the future.")
        problems.append(Problem("at", None, message, _("Enter when the customer was there.")))
    if happened.channel not in found.model.fits:
        message = _("“%(title)s” is not made for this channel.", title=found.title)
        problems.append(Problem("channel", None, message, _("Choose another channel or another scorecard.")))
    if problems:
        raise Problems(problems)
    return begin_on(db, actor, found, known_as(db, actor, happened, now=now), now=now)


def known_as(db: Session, actor: Actor, happened: Happened, *, now: datetime) -> ReviewInteraction:
    """The row of an interaction; a new one when nobody has named it before. How it was chosen first stays."""
    # One person's interactions come in one after another, so that the same one is kept once.
    db.execute(select(Person.id).where(Person.id == happened.person_id).with_for_update(key_share=True))
    query = select(ReviewInteraction).where(
        ReviewInteraction.person_id == happened.person_id,
        ReviewInteraction.channel == happened.channel,
        ReviewInteraction.reference == happened.reference,
    )
    row: ReviewInteraction | None = db.scalars(query).first()
    if row is None:
        row = ReviewInteraction(
            person_id=happened.person_id,
            channel=happened.channel,
            reference=happened.reference,
            at=happened.at,
            seconds=happened.seconds,
            how=happened.how.value,
            probability=happened.probability,
            sample_id=happened.sample_id,
            added_by_id=actor.person_id,
            added_at=now,
        )
        db.add(row)
        db.flush()
    return row


def begin_on(
    db: Session,
    actor: Actor,
    found: Edition,
    interaction: ReviewInteraction,
    *,
    now: datetime,
    calibration_id: int | None = None,
) -> int:
    """Begin a review of an interaction that is known; returns its id, or that of the actor's own draft of it.

    Raises Problems when the actor has reviewed it already. Whether they may is the caller's to know.
    """
    own = select(Review).where(
        Review.interaction_id == interaction.id,
        Review.document_id == found.document_id,
        Review.reviewer_id == actor.person_id,
        Review.state != State.VOID.value,
    )
    standing = db.scalars(own).first()
    if standing is not None and standing.state == State.DRAFT and standing.calibration_id == calibration_id:
        return standing.id
    if standing is not None:
        message = _("You have reviewed this interaction already.")
        raise Problems([Problem("reference", None, message, _("Ask somebody else for a second review."))])
    looked = exists().where(
        ReviewLook.by_id == actor.person_id,
        ReviewLook.review_id == Review.id,
        Review.interaction_id == interaction.id,
    )
    row = Review(
        interaction_id=interaction.id,
        document_id=found.document_id,
        version_id=found.id,
        person_id=interaction.person_id,
        reviewer_id=actor.person_id,
        calibration_id=calibration_id,
        state=State.DRAFT.value,
        is_blind=not db.scalar(select(looked)),
        begun_at=now,
        answers={},
    )
    db.add(row)
    db.flush()
    return row.id


def save(db: Session, actor: Actor, review_id: int, given: Mapping[str, Given], comment: str) -> Seen:
    """Keep a draft. Raises NotFound for everybody else, when it is finished already, and when the calibration that it
    belongs to shows its scores; NotAReview."""
    found = _own_draft(db, actor, review_id)
    if found.row.calibration_id is not None:
        calibration = db.get_one(ReviewCalibration, found.row.calibration_id)
        if calibration.opened_at is not None:
            raise NotFound
    for name, one in given.items():
        refuse_foreign(found, name, one.answer)
    found.row.answers, found.row.comment = as_kept(given), comment
    db.flush()
    return found


def refuse_foreign(found: Seen, name: str, answer: str | None) -> None:
    """Raises NotAReview for an item that the scorecard does not have, or an answer that the item does not have."""
    item = found.scorecard.item(name)
    if item is None or answer not in {None, *item.points, *([NOT_UP] if item.optional else [])}:
        raise NotAReview(f"{name}: {answer}")


def _own_draft(db: Session, actor: Actor, review_id: int) -> Seen:
    """The review, held until the end of the transaction: it is finished once. Raises NotFound."""
    query = select(Review).where(Review.id == review_id, Review.reviewer_id == actor.person_id)
    row: Review | None = db.scalars(query.with_for_update().execution_options(populate_existing=True)).first()
    if row is None or row.state != State.DRAFT:
        raise NotFound
    return seen(db, row)


def finish(
    db: Session, actor: Actor, review_id: int, given: Mapping[str, Given], comment: str, *, now: datetime
) -> Seen:
    """Keep what is on the page and sign it with the version of the scorecard. Raises what `save` raises.

    Raises Problems when items are not answered, or the actor does not lead the person any more.
    """
    found = save(db, actor, review_id, given, comment)
    row = found.row
    problems = [Problem(item.id, None, _("“%(text)s” is not answered yet.", text=item.text)) for item in found.missing]
    if row.calibration_id is None and not is_among(db, row.person_id, reviewable(actor)):
        message = _("You do not look after this person any more.")
        problems.append(Problem("comment", None, message, _("Ask their leader to review it.")))
    if problems:
        raise Problems(problems)
    reached = found.mark
    row.state, row.finished_at = State.FINISHED.value, now
    row.score, row.passed = reached.score, reached.passed
    row.sha256 = signature_of(found)
    db.flush()
    if row.calibration_id is None:
        _note(db, "review.finished", found, actor, evidence_of(found), now=now)
        readings.tell(db, row.interaction_id, row.document_id, now=now)
    return found


def signature_of(found: Seen) -> str:
    """The checksum of what the reviewer signed, as it is kept now."""
    row = found.row
    return sealed(
        found.given,
        comment=row.comment,
        version=found.edition.sha256,
        interaction=row.interaction_id,
        person=row.person_id,
        reviewer=row.reviewer_id,
    )


def evidence_of(found: Seen) -> dict[str, Any]:
    """What a finished review says in the ledger."""
    edition, one, reached = found.edition, found.interaction, found.mark
    return {
        "slug": edition.slug,
        "title": edition.title,
        "version": edition.number,
        "review": found.row.id,
        "interaction": one.id,
        "how": one.how,
        "probability": one.probability,
        "score": reached.score,
        "passed": reached.passed,
        "missed": list(reached.missed),
        "sha256": found.row.sha256,
    }


def _note(db: Session, kind: str, found: Seen, actor: Actor, payload: dict[str, Any], *, now: datetime) -> None:
    ledger.record(
        db,
        kind,
        at=now,
        actor_id=actor.person_id,
        subject_id=found.row.person_id,
        document_id=found.row.document_id,
        version_id=found.row.version_id,
        payload=payload,
    )


def discard(db: Session, actor: Actor, review_id: int) -> None:
    """Throw one's own draft away. Raises NotFound."""
    db.delete(_own_draft(db, actor, review_id).row)
    db.flush()


def void(db: Session, actor: Actor, review_id: int, *, reason: str, now: datetime) -> None:
    """Take a finished review back; it stays readable, and its readings go. Raises NotFound for whoever may not."""
    query = select(Review).where(Review.id == review_id).with_for_update()
    row = db.scalars(query.execution_options(populate_existing=True)).first()
    if row is None or row.state != State.FINISHED or row.calibration_id is not None or not may_void(db, actor, row):
        raise NotFound
    row.state, row.void_reason = State.VOID.value, reason
    row.voided_at, row.voided_by_id = now, actor.person_id
    db.flush()
    found = seen(db, row)
    payload = {"slug": found.edition.slug, "title": found.edition.title, "review": row.id, "reason": reason}
    _note(db, "review.voided", found, actor, payload, now=now)
    readings.tell(db, row.interaction_id, row.document_id, now=now)


def remark(db: Session, actor: Actor, found: Seen, *, text: str, now: datetime) -> None:
    """Add what whoever was reviewed, or the reviewer, says about it. Raises NotFound for everybody else."""
    if actor.person_id not in {found.row.person_id, found.row.reviewer_id} or found.state is State.DRAFT:
        raise NotFound
    db.add(ReviewRemark(review_id=found.row.id, by_id=actor.person_id, at=now, text=text))
    db.flush()
