"""Reviews: one of them for whoever may read it, those of somebody's work, and those that a reviewer has to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import edition, editions
from training.core.permissions import Actor
from training.core.web import NotFound
from training.people.models import Person
from training.scorecards.files import Item, Scorecard
from training.scorecards.models import Review, ReviewAppeal, ReviewInteraction, ReviewLook, ReviewRemark
from training.scorecards.queries import asked_by, decidable, is_among, led_directly, reviewable
from training.scorecards.rules import NOT_UP, Given, How, Mark, Outcome, State, mark, unanswered


class StillBlind(Exception):
    """Somebody has their own review of an interaction to finish before they may read another one of it."""

    def __init__(self, own_id: int) -> None:
        super().__init__(own_id)
        self.own_id = own_id


def given_in(kept: Mapping[str, Any]) -> dict[str, Given]:
    """Answers as a row keeps them, as the rules see them."""
    return {name: Given(one["answer"], one["note"], one["quote"]) for name, one in kept.items()}


def as_kept(given: Mapping[str, Given]) -> dict[str, dict[str, str | None]]:
    """Answers as a row keeps them."""
    return {name: {"answer": one.answer, "note": one.note, "quote": one.quote} for name, one in given.items()}


@dataclass(frozen=True)
class Look:
    """Who read a review, and on which day last."""

    name: str
    on: date


@dataclass(frozen=True)
class Seen:
    """A review with the version that it was made by, the interaction, and the people in it."""

    row: Review
    edition: Edition
    interaction: ReviewInteraction
    people: Mapping[int, Person]
    appeals: Sequence[ReviewAppeal] = ()
    remarks: Sequence[ReviewRemark] = ()

    @property
    def scorecard(self) -> Scorecard:
        found: Scorecard = self.edition.model
        return found

    @property
    def state(self) -> State:
        return State(self.row.state)

    @property
    def how(self) -> How:
        return How(self.interaction.how)

    @property
    def person(self) -> Person:
        return self.people[self.row.person_id]

    @property
    def reviewer(self) -> Person:
        return self.people[self.row.reviewer_id]

    @property
    def given(self) -> dict[str, Given]:
        """What the reviewer said and signed."""
        return given_in(self.row.answers)

    @property
    def signed(self) -> dict[str, str | None]:
        """The answers as they were signed; null for what did not come up."""
        said = {name: one.answer for name, one in self.given.items() if one.answer is not None}
        return {name: None if answer == NOT_UP else answer for name, answer in said.items()}

    @property
    def answers(self) -> dict[str, str | None]:
        """The answers that hold now: those that were signed, but for what appeals changed."""
        changed = {one.item: one.becomes for one in self.appeals if one.outcome == Outcome.CHANGED}
        return self.signed | changed

    @property
    def missing(self) -> list[Item]:
        """The items that are not answered yet."""
        open_ids = unanswered(asked_by(self.scorecard), self.signed)
        return [item for item in self.scorecard.items if item.id in open_ids]

    @property
    def mark(self) -> Mark:
        """What the review comes to now. Only of one in which every item is answered."""
        return mark(asked_by(self.scorecard), self.answers, self.scorecard.pass_mark)

    @property
    def failed(self) -> list[Item]:
        """The items that are missed now."""
        missed = self.mark.missed
        return [item for item in self.scorecard.items if item.id in missed]

    @property
    def open_appeals(self) -> list[ReviewAppeal]:
        return [one for one in self.appeals if one.outcome is None]

    @property
    def url(self) -> str:
        return f"/reviews/{self.row.id}"


def review_for(db: Session, actor: Actor, review_id: int) -> Seen:
    """A review that the actor may read.

    A draft is its reviewer's alone, and so is one of a calibration: those are read side by side there. A finished one
    is read by whoever was reviewed, by the reviewer and by direct managers, and while an appeal is open by those who
    may answer it. Raises NotFound for everybody else, and StillBlind for whoever is to review it independently.
    """
    row = db.get(Review, review_id)
    if row is None or not _may_read(db, actor, row):
        raise NotFound
    if row.reviewer_id != actor.person_id:
        _refuse_before_own(db, actor, row)
    return seen(db, row)


def _may_read(db: Session, actor: Actor, row: Review) -> bool:
    if row.reviewer_id == actor.person_id:
        return True
    if row.state == State.DRAFT or row.calibration_id is not None:
        return False
    if row.person_id == actor.person_id or is_among(db, row.person_id, led_directly(actor)):
        return True
    appealed = select(ReviewAppeal.id).where(ReviewAppeal.review_id == row.id, ReviewAppeal.outcome.is_(None))
    return db.scalar(appealed.limit(1)) is not None and is_among(db, row.person_id, decidable(actor))


def _refuse_before_own(db: Session, actor: Actor, row: Review) -> None:
    own = select(Review.id).where(
        Review.interaction_id == row.interaction_id,
        Review.reviewer_id == actor.person_id,
        Review.state == State.DRAFT.value,
    )
    if (found := db.scalar(own.limit(1))) is not None:
        raise StillBlind(found)


def draft_for(db: Session, actor: Actor, review_id: int) -> Seen:
    """A review that the actor has begun and not finished. Raises NotFound."""
    row = db.get(Review, review_id)
    if row is None or row.reviewer_id != actor.person_id or row.state != State.DRAFT:
        raise NotFound
    return seen(db, row)


def may_void(db: Session, actor: Actor, row: Review) -> bool:
    """Whether the actor may take a review back: whoever made it, and whoever decides about the person."""
    if row.state == State.VOID or actor.person_id == row.person_id:
        return False
    return row.reviewer_id == actor.person_id or is_among(db, row.person_id, decidable(actor))


def may_decide(db: Session, actor: Actor, row: Review) -> bool:
    """Whether the actor may answer appeals against a review: who decides about the person, and did not review."""
    return row.reviewer_id != actor.person_id and is_among(db, row.person_id, decidable(actor))


def may_second(db: Session, actor: Actor, row: Review) -> bool:
    """Whether the actor may review the same interaction independently."""
    if row.state != State.FINISHED or row.calibration_id is not None:
        return False
    mine = exists().where(
        Review.interaction_id == row.interaction_id,
        Review.document_id == row.document_id,
        Review.reviewer_id == actor.person_id,
        Review.state != State.VOID.value,
    )
    return not db.scalar(select(mine)) and is_among(db, row.person_id, reviewable(actor))


def seen(db: Session, row: Review) -> Seen:
    """Everything about one review."""
    interaction = db.get_one(ReviewInteraction, row.interaction_id)
    appeals = db.scalars(select(ReviewAppeal).where(ReviewAppeal.review_id == row.id).order_by(ReviewAppeal.id)).all()
    remarks = db.scalars(select(ReviewRemark).where(ReviewRemark.review_id == row.id).order_by(ReviewRemark.id)).all()
    ids = {row.person_id, row.reviewer_id, row.voided_by_id}
    ids |= {one.decided_by_id for one in appeals} | {one.by_id for one in remarks}
    people = db.scalars(select(Person).where(Person.id.in_(ids - {None}))).all()
    return Seen(row, edition(db, row.version_id), interaction, {one.id: one for one in people}, appeals, remarks)


def looks_at(db: Session, review_id: int) -> list[Look]:
    """Who read a review beside its reviewer and whom it is about, the latest first."""
    query = (
        select(Person, func.max(ReviewLook.on).label("on"))
        .join(Person, Person.id == ReviewLook.by_id)
        .where(ReviewLook.review_id == review_id)
        .group_by(Person.id)
        .order_by(func.max(ReviewLook.on).desc())
    )
    return [Look(person.full_name, on) for person, on in db.execute(query)]


COUNTS = (Review.state == State.FINISHED.value) & Review.calibration_id.is_(None)
"""The reviews that count for somebody."""


def several(db: Session, condition: ColumnElement[bool], *, most: int | None, skip: int = 0) -> list[Seen]:
    """Reviews with their versions, interactions, people and appeals, in five queries; without remarks."""
    query = select(Review).where(condition).order_by(Review.begun_at.desc(), Review.id.desc())
    rows = db.scalars(query.limit(most).offset(skip)).all()
    if not rows:
        return []
    versions = editions(db, {row.version_id for row in rows})
    ids = {row.person_id for row in rows} | {row.reviewer_id for row in rows}
    people = {one.id: one for one in db.scalars(select(Person).where(Person.id.in_(ids)))}
    wanted = {row.interaction_id for row in rows}
    found = db.scalars(select(ReviewInteraction).where(ReviewInteraction.id.in_(wanted)))
    interactions = {one.id: one for one in found}
    appeals: dict[int, list[ReviewAppeal]] = {row.id: [] for row in rows}
    for one in db.scalars(select(ReviewAppeal).where(ReviewAppeal.review_id.in_(appeals)).order_by(ReviewAppeal.id)):
        appeals[one.review_id].append(one)
    return [
        Seen(row, versions[row.version_id], interactions[row.interaction_id], people, appeals[row.id]) for row in rows
    ]
