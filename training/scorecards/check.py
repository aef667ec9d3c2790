"""Whether reviews are still what was signed, and samples what was drawn."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.scorecards.actions import signature_of
from training.scorecards.models import Review, ReviewSample
from training.scorecards.queries_reviews import seen
from training.scorecards.queries_samples import differs


def check_reviews(db: Session) -> list[str]:
    """Finished reviews that changed since they were signed, and samples that another draw would not give."""
    found = []
    finished = select(Review).where(Review.finished_at.is_not(None)).order_by(Review.id)
    for row in db.scalars(finished).all():
        if signature_of(seen(db, row)) != row.sha256:
            found.append(f"Review {row.id} is not what person {row.reviewer_id} signed.")
    for sample in db.scalars(select(ReviewSample).order_by(ReviewSample.id)).all():
        if differs(db, sample):
            found.append(f"Sample {sample.id} of reviews is not what its seed draws.")
    return found
