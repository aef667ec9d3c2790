"""Who reads whose reviews: it is written down, and the person whom they are about sees it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.core import ledger
from training.core.ledger import Fact
from training.core.permissions import Actor
from training.scorecards.models import Review, ReviewLook


def is_unnoted(db: Session, actor: Actor, row: Review, *, today: date) -> bool:
    """Whether the actor's reading of a review today is still to be written down.

    Reviewers are not noted at their own reviews; whoever was reviewed is noted once, so that nobody reminds them.
    """
    if actor.person_id == row.person_id:
        return row.read_at is None and row.calibration_id is None
    if actor.person_id is None or actor.person_id == row.reviewer_id:
        return False
    return db.get(ReviewLook, (row.id, actor.person_id, today)) is None


def note_looks(db: Session, actor: Actor, review_ids: Sequence[int], *, way: str, now: datetime, today: date) -> None:
    """Write down that the actor reads these reviews, once a day for each. `way` is “page” or “file”."""
    # Held, so that two pages at once write one line.
    query = select(Review).where(Review.id.in_(review_ids)).order_by(Review.id).with_for_update()
    facts = []
    for row in db.scalars(query.execution_options(populate_existing=True)):
        if not is_unnoted(db, actor, row, today=today):
            continue
        if actor.person_id == row.person_id:
            row.read_at = now
            continue
        db.add(ReviewLook(review_id=row.id, by_id=actor.person_id, on=today))
        facts.append(Fact("review.looked", row.person_id, {"review": row.id, "way": way}))
    db.flush()
    ledger.record_all(db, facts, at=now, actor_id=actor.person_id)
