"""Samples: what was drawn, what of it still waits for a reviewer, and whether the draw can be made again."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import live_of
from training.core.permissions import Actor
from training.core.web import NotFound
from training.people.models import Person
from training.scorecards.models import Review, ReviewInteraction, ReviewSample
from training.scorecards.queries import is_among, reviewable
from training.scorecards.rules import State
from training.scorecards.rules_sampling import Drawn, Interaction, Per, draw


@dataclass(frozen=True)
class ToDo:
    """An interaction that was drawn, whose it is, and whether somebody reviews it already."""

    interaction: ReviewInteraction
    person: Person
    state: State | None
    reviewer: Person | None
    review_id: int | None


@dataclass(frozen=True)
class Sampled:
    """A sample with what was drawn of the people whom the reader leads."""

    row: ReviewSample
    edition: Edition | None
    by: Person
    drawn: int
    done: int

    @property
    def url(self) -> str:
        return f"/reviews/samples/{self.row.id}"

    @property
    def title(self) -> str:
        return self.edition.title if self.edition else ""


def _drawn(row: ReviewSample) -> list[Drawn]:
    return draw([Interaction(*one) for one in row.listed], row.size, Per(row.per), row.seed)


def differs(db: Session, row: ReviewSample) -> bool:
    """Whether drawing again gives anything else than what was drawn then."""
    again = {(one.interaction.key, round(one.probability, 9)) for one in _drawn(row)}
    kept = db.scalars(select(ReviewInteraction).where(ReviewInteraction.sample_id == row.id))
    found = {
        (Interaction(one.reference, one.person_id, one.channel, "").key, round(one.probability or 0, 9)) for one in kept
    }
    # What somebody had named before stays theirs, so it is no part of what was kept.
    return not found <= again


def samples_for(db: Session, actor: Actor) -> list[Sampled]:
    """The samples with something of the actor's people in them, the latest first."""
    done = exists().where(Review.interaction_id == ReviewInteraction.id, Review.state == State.FINISHED.value)
    counts = {
        sample_id: (drawn, finished)
        for sample_id, drawn, finished in db.execute(
            select(ReviewInteraction.sample_id, func.count(), func.count().filter(done))
            .join(Person, Person.id == ReviewInteraction.person_id)
            .where(ReviewInteraction.sample_id.is_not(None), reviewable(actor))
            .group_by(ReviewInteraction.sample_id)
        )
    }
    query = select(ReviewSample, Person).join(Person, Person.id == ReviewSample.made_by_id)
    query = query.where(ReviewSample.id.in_(counts)).order_by(ReviewSample.id.desc()).limit(50)
    return [Sampled(row, live_of(db, row.document_id), by, *counts[row.id]) for row, by in db.execute(query)]


def sample_for(db: Session, actor: Actor, sample_id: int) -> Sampled:
    """One of them, or an own one. Raises NotFound."""
    row = db.get(ReviewSample, sample_id)
    if row is None:
        raise NotFound
    todo = to_do_of(db, actor, row)
    if not todo and row.made_by_id != actor.person_id:
        raise NotFound
    by = db.get_one(Person, row.made_by_id)
    done = sum(one.state is State.FINISHED for one in todo)
    return Sampled(row, live_of(db, row.document_id), by, len(todo), done)


def to_do_of(db: Session, actor: Actor, row: ReviewSample) -> Sequence[ToDo]:
    """What was drawn of the people whom the actor leads, by name and time, with who reviews it."""
    query = (
        select(ReviewInteraction, Person)
        .join(Person, Person.id == ReviewInteraction.person_id)
        .where(ReviewInteraction.sample_id == row.id, reviewable(actor))
        .order_by(Person.family_name, Person.given_name, ReviewInteraction.at)
    )
    found = db.execute(query).all()
    reviews = (
        select(Review, Person)
        .join(Person, Person.id == Review.reviewer_id)
        .where(
            Review.interaction_id.in_([one.id for one, _person in found]),
            Review.document_id == row.document_id,
            Review.state != State.VOID.value,
            Review.calibration_id.is_(None),
        )
        .order_by(Review.id.desc())
    )
    first = {review.interaction_id: (review, reviewer) for review, reviewer in db.execute(reviews)}
    todo = []
    for one, person in found:
        review, reviewer = first.get(one.id, (None, None))
        todo.append(ToDo(one, person, State(review.state) if review else None, reviewer, review.id if review else None))
    return todo


def interaction_for(db: Session, actor: Actor, interaction_id: int) -> ReviewInteraction:
    """An interaction of somebody whom the actor may review. Raises NotFound."""
    row = db.get(ReviewInteraction, interaction_id)
    if row is None or not is_among(db, row.person_id, reviewable(actor)):
        raise NotFound
    return row
