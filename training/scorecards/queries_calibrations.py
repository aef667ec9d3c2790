"""Calibrations: who was asked, who has scored, and after that everything side by side."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import editions
from training.core.permissions import Actor
from training.core.web import NotFound
from training.people.models import Person
from training.scorecards.files import Item, Scorecard
from training.scorecards.models import Review, ReviewCalibration, ReviewCalibrationSeat, ReviewInteraction
from training.scorecards.queries import reviewable
from training.scorecards.queries_reviews import Seen, several
from training.scorecards.rules import State
from training.scorecards.rules_agreement import differences


@dataclass(frozen=True)
class Seat:
    """Somebody who was asked to score, and their review, begun or finished."""

    person: Person
    review: Seen | None

    @property
    def has_scored(self) -> bool:
        return self.review is not None and self.review.state is State.FINISHED


@dataclass(frozen=True)
class Calibration:
    """A calibration with its seats. Scores are anybody's to read only once it `is_open`."""

    row: ReviewCalibration
    edition: Edition
    interaction: ReviewInteraction
    leader: Person
    seats: Sequence[Seat]

    @property
    def scorecard(self) -> Scorecard:
        found: Scorecard = self.edition.model
        return found

    @property
    def url(self) -> str:
        return f"/reviews/calibrations/{self.row.id}"

    @property
    def is_open(self) -> bool:
        return self.row.opened_at is not None

    @property
    def is_closed(self) -> bool:
        return self.row.closed_at is not None

    @property
    def scored(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.has_scored]

    def seat_of(self, person_id: int | None) -> Seat | None:
        return next((seat for seat in self.seats if seat.person.id == person_id), None)

    def answers_to(self, item: Item) -> list[str | None]:
        """What those who have scored said of an item, in their order; None for “did not come up”."""
        return [seat.review.signed.get(item.id) for seat in self.scored if seat.review]

    def spread_of(self, item: Item) -> int:
        """How many different answers an item got."""
        return len(set(self.answers_to(item)))

    def usual_of(self, item: Item) -> str | None:
        """What most said of an item."""
        counted = Counter(self.answers_to(item)).most_common(1)
        return counted[0][0] if counted else None

    @property
    def away(self) -> Mapping[int, float]:
        """By person how far their score is from what was agreed, or from the others' mean."""
        scores = {seat.person.id: float(seat.review.mark.score) for seat in self.scored if seat.review}
        return differences(scores, float(self.row.score) if self.row.score is not None else None)


def calibration_for(db: Session, actor: Actor, calibration_id: int) -> Calibration:
    """A calibration that the actor leads or scores in. Raises NotFound."""
    row = db.get(ReviewCalibration, calibration_id)
    found = _several(db, [row])[0] if row is not None else None
    if found is None or (found.row.led_by_id != actor.person_id and found.seat_of(actor.person_id) is None):
        raise NotFound
    return found


def calibrations_for(db: Session, actor: Actor) -> list[Calibration]:
    """Those that the actor leads or scores in, the latest first."""
    seats = select(ReviewCalibrationSeat.calibration_id).where(ReviewCalibrationSeat.person_id == actor.person_id)
    query = select(ReviewCalibration).where(
        or_(ReviewCalibration.led_by_id == actor.person_id, ReviewCalibration.id.in_(seats))
    )
    return _several(db, db.scalars(query.order_by(ReviewCalibration.id.desc()).limit(20)).all())


def _several(db: Session, rows: Sequence[ReviewCalibration]) -> list[Calibration]:
    """Calibrations with all that belongs to them, in as many queries as for one."""
    if not rows:
        return []
    ids = {row.id for row in rows}
    versions = editions(db, {row.version_id for row in rows})
    wanted = select(ReviewInteraction).where(ReviewInteraction.id.in_({row.interaction_id for row in rows}))
    interactions = {one.id: one for one in db.scalars(wanted)}
    leading = select(Person).where(Person.id.in_({row.led_by_id for row in rows}))
    leaders = {one.id: one for one in db.scalars(leading)}
    finished = several(db, Review.calibration_id.in_(ids) & (Review.state != State.VOID.value), most=None)
    reviews = {(one.row.calibration_id, one.row.reviewer_id): one for one in finished}
    seats: dict[int, list[Seat]] = {row.id: [] for row in rows}
    query = (
        select(ReviewCalibrationSeat.calibration_id, Person)
        .join(Person, Person.id == ReviewCalibrationSeat.person_id)
        .where(ReviewCalibrationSeat.calibration_id.in_(ids))
        .order_by(Person.family_name, Person.given_name)
    )
    for calibration_id, person in db.execute(query):
        seats[calibration_id].append(Seat(person, reviews.get((calibration_id, person.id))))
    return [
        Calibration(
            row, versions[row.version_id], interactions[row.interaction_id], leaders[row.led_by_id], seats[row.id]
        )
        for row in rows
    ]


def lately(db: Session, actor: Actor) -> Sequence[ReviewInteraction]:
    """Interactions that the actor may pick for a calibration, the latest first."""
    query = (
        select(ReviewInteraction)
        .join(Person, Person.id == ReviewInteraction.person_id)
        .where(reviewable(actor))
        .order_by(ReviewInteraction.at.desc(), ReviewInteraction.id.desc())
    )
    return db.scalars(query.limit(15)).all()
