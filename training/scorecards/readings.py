"""What reviews tell the figures: whether the standard of each item was kept, once for each interaction."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.links import standard_named
from training.content.queries import live_all
from training.metrics.actions import Observed, keep, withdraw
from training.scorecards.models import Review
from training.scorecards.queries import asked_of
from training.scorecards.queries_reviews import COUNTS, Seen, seen
from training.scorecards.rules import How

SOURCE = "scorecards"
PICKED = "picked"
"""What was picked by hand is not like the rest, so it stands in a stratum of its own."""


def tell(db: Session, interaction_id: int, document_id: int, *, now: datetime) -> None:
    """Make the readings of one interaction by one scorecard follow its reviews.

    The first review that holds speaks for the interaction: a second one is there to be compared. Where none holds any
    more, or an item did not come up, its reading is withdrawn.
    """
    query = select(Review).where(Review.interaction_id == interaction_id, Review.document_id == document_id)
    row = db.scalars(query.where(COUNTS).order_by(Review.finished_at, Review.id).limit(1)).first()
    told = list(readings_of(db, seen(db, row))) if row is not None else []
    anything = {item for one in db.scalars(query) for item in one.answers}
    ids = {_id(interaction_id, document_id, item) for item in anything}
    withdraw(db, SOURCE, ids - {one.external_id for one in told})
    keep(db, SOURCE, told, now=now)


def readings_of(db: Session, found: Seen) -> Iterator[Observed]:
    """What a review tells the figures, where it speaks for its interaction."""
    slugs = {slug for item in found.scorecard.items if (slug := standard_named(item.standard))}
    standards = live_all(db, "standard", slugs) if slugs else {}
    one, answers = found.interaction, found.answers
    for item in found.scorecard.items:
        answer, standard = answers.get(item.id), standards.get(item.standard or "")
        # An answer says kept or missed. How long something took, or how often it happened, it does not say.
        if answer is None or standard is None or standard.model.measure != "proportion" or standard.model.met_from:
            continue
        yield Observed(
            external_id=_id(one.id, found.row.document_id, item.id),
            standard=standard.slug,
            at=one.at,
            value=Decimal(0 if asked_of(item).misses(answer) else 1),
            person_id=one.person_id,
            stratum=f"{one.channel} {PICKED}" if found.how is How.PICKED else one.channel,
            probability=one.probability,
        )


def _id(interaction_id: int, document_id: int, item: str) -> str:
    return f"{interaction_id}:{document_id}:{item}"
