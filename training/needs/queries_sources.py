"""What points to a need beside the figures: what somebody knows, and what reviews of their contacts say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.links import standard_named, step_named
from training.content.models import Document, Edge
from training.core import web
from training.core.clock import local_day
from training.diagnosis.queries_knowledge import knowledge_of
from training.diagnosis.rules_knowledge import Known
from training.needs.models import Need
from training.needs.rules_gate import Advice, Source, advice
from training.needs.rules_proposal import Signal
from training.scorecards.files import Item
from training.scorecards.models import Review
from training.scorecards.queries_reviews import seen
from training.scorecards.rules import How, State
from training.standards.files_standard import Standard

LOOK_BACK = timedelta(days=180)
MOST_REVIEWS = 10
"""What was seen longer ago, or before ten newer reviews, says little about today."""

SUSPECTED = 0.5
"""How sure a leader's word alone makes us of a skill, where no review of the figures says more."""


@dataclass(frozen=True)
class Missed:
    """An item of a review that was missed."""

    review_id: int
    text: str
    on: date
    skills: tuple[str, ...]
    is_shop: bool


@dataclass(frozen=True)
class Beside:
    """All of it. `sources` are the names of those that agree, the need's own among them."""

    known: Known | None
    missed: tuple[Missed, ...]
    reviews: int
    sources: tuple[str, ...]

    @property
    def advice(self) -> Advice:
        return advice(self.sources, self.known.knows if self.known else None)


Step = tuple[str, str]
"""A transaction, and the id of a step in it."""


def steps_held_to(db: Session, slug: str) -> set[Step]:
    """The steps that are held to a standard, in live transactions."""
    query = (
        select(Document.slug, Edge.block)
        .join(Edge, Edge.version_id == Document.live_version_id)
        .where(Document.kind == "transaction", Edge.kind == "standard", Edge.slug == slug)
    )
    return {(transaction, block) for transaction, block in db.execute(query) if block}


def beside_the_figures(db: Session, need: Need, slug: str, standard: Standard, *, today: date) -> Beside:
    """What else points to somebody's need, as far as it is known today."""
    if need.person_id is None:
        return Beside(None, (), 0, tuple(need.sources))
    known = knowledge_of(db, [need.person_id], standard, today=today)[need.person_id]
    missed, reviews = _missed(db, need.person_id, slug, standard, today)
    found = list(need.sources)
    if known.knows is False:
        found.append(Source.KNOWLEDGE.value)
    if any(not one.is_shop for one in missed):
        found.append(Source.SCORECARD.value)
    if any(one.is_shop for one in missed):
        found.append(Source.SHOP.value)
    return Beside(known, missed, reviews, tuple(dict.fromkeys(found)))


def _missed(db: Session, person_id: int, slug: str, standard: Standard, today: date) -> tuple[tuple[Missed, ...], int]:
    """Items that serve this standard and were missed, newest first, and in how many reviews they were looked for."""
    query = (
        select(Review)
        .where(
            Review.person_id == person_id,
            Review.state == State.FINISHED.value,
            Review.calibration_id.is_(None),
        )
        .order_by(Review.finished_at.desc())
        .limit(MOST_REVIEWS)
    )
    steps, skills = steps_held_to(db, slug), {one.skill for one in standard.skills}
    found: list[Missed] = []
    looked = 0
    for row in db.scalars(query).all():
        review = seen(db, row)
        on = local_day(row.finished_at, web.site().zone) if row.finished_at else today
        if on < today - LOOK_BACK or not any(_serves(one, slug, steps, skills) for one in review.scorecard.items):
            continue
        looked += 1
        shop = review.how is How.MYSTERY
        found += [
            Missed(row.id, one.text, on, tuple(one.skills), shop)
            for one in review.failed
            if _serves(one, slug, steps, skills)
        ]
    return tuple(found), looked


def _serves(item: Item, slug: str, steps: set[Step], skills: set[str]) -> bool:
    """Whether missing an item tells of a standard: by what it is held to or, where it does not say, by a skill."""
    standard, step = standard_named(item.standard), step_named(item.step)
    if standard or step:
        return standard == slug or step in steps
    return bool(skills & set(item.skills))


def signals_of(need: Need, standard: Standard, beside: Beside) -> Sequence[Signal]:
    """What each source says of each skill that the standard takes."""
    sure = float(need.evidence.get("chance", SUSPECTED))
    signals = [Signal(one.skill, one.weight, sure) for one in standard.skills]
    for one in beside.known.skills if beside.known else ():
        if one.share is not None:
            signals.append(Signal(one.skill, one.weight, 1 - one.share))
    for skill in standard.skills:
        times = len({one.review_id for one in beside.missed if skill.skill in one.skills})
        if times:
            signals.append(Signal(skill.skill, skill.weight, times / beside.reviews))
    return signals
