"""Lists of reviews: of somebody's work, and for a reviewer what is begun, finished, appealed and to be made again."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from training.core.permissions import Actor
from training.people.models import Person
from training.scorecards.models import Review, ReviewAppeal, ReviewLook
from training.scorecards.queries import decidable, led_directly, reviewable
from training.scorecards.queries_reviews import COUNTS, Seen, several
from training.scorecards.rules import State

PAGE_SIZE = 50


def reviews_of(db: Session, person_id: int, *, most: int | None = None) -> list[Seen]:
    """What was reviewed of somebody's work, also what was taken back, the latest first."""
    told = Review.state.in_([State.FINISHED.value, State.VOID.value]) & Review.calibration_id.is_(None)
    return several(db, told & Review.finished_at.is_not(None) & (Review.person_id == person_id), most=most)


def drafts_of(db: Session, actor: Actor) -> list[Seen]:
    """What the actor has begun to review and not finished."""
    return several(db, (Review.state == State.DRAFT.value) & (Review.reviewer_id == actor.person_id), most=50)


@dataclass(frozen=True)
class Page:
    """One page of a list of reviews."""

    found: list[Seen]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def reviews_led(db: Session, actor: Actor, *, page: int) -> Page:
    """Finished reviews that the actor made, or of people whom they lead directly, the latest first."""
    mine = or_(Review.reviewer_id == actor.person_id, Review.person_id.in_(_ids(led_directly(actor))))
    total = db.scalar(select(func.count()).select_from(Review).where(COUNTS, mine)) or 0
    number = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    return Page(several(db, COUNTS & mine, most=PAGE_SIZE, skip=(number - 1) * PAGE_SIZE), total, number)


def appeals_to_answer(db: Session, actor: Actor) -> list[Seen]:
    """Reviews with an appeal that the actor may answer, the oldest appeal first."""
    appealed = select(ReviewAppeal.review_id).where(ReviewAppeal.outcome.is_(None))
    theirs = Review.person_id.in_(_ids(decidable(actor)))
    found = several(db, COUNTS & Review.id.in_(appealed) & theirs & (Review.reviewer_id != actor.person_id), most=50)
    return found[::-1]


def to_second(db: Session, actor: Actor) -> list[Seen]:
    """Reviews of others that the actor may make a second time without having seen them, the latest first."""
    other, looked = aliased(Review), aliased(Review)
    alone = ~exists().where(
        other.interaction_id == Review.interaction_id,
        other.document_id == Review.document_id,
        other.id != Review.id,
        other.state != State.VOID.value,
    )
    unseen = ~exists().where(
        ReviewLook.by_id == actor.person_id,
        ReviewLook.review_id == looked.id,
        looked.interaction_id == Review.interaction_id,
    )
    theirs = Review.person_id.in_(_ids(reviewable(actor))) & (Review.reviewer_id != actor.person_id)
    return several(db, COUNTS & theirs & alone & unseen, most=10)


def to_export(db: Session, actor: Actor) -> list[Seen]:
    """Every finished review that the actor may read, with its appeals, the latest first."""
    mine = or_(Review.reviewer_id == actor.person_id, Review.person_id.in_(_ids(led_directly(actor))))
    return several(db, COUNTS & mine, most=20_000)


def _ids(people: ColumnElement[bool]) -> Any:
    return select(Person.id).where(people).correlate(None)
