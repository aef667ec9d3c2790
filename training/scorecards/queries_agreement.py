"""How well reviewers agree: over interactions that two reviewed without knowing of each other, and calibrations."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.core.permissions import Actor, Permission
from training.people.models import Person
from training.people.queries import within
from training.scorecards.files import Item
from training.scorecards.models import Review, ReviewCalibration
from training.scorecards.queries_reviews import COUNTS, Seen, several
from training.scorecards.rules import State
from training.scorecards.rules_agreement import (
    FEWEST_PAIRS,
    Agreement,
    Severity,
    agreement,
    differences,
    severity,
)

MOST = 20_000  # reviews


@dataclass(frozen=True)
class OnItem:
    """How well two reviewers agree on an item."""

    item: Item
    agreement: Agreement


@dataclass(frozen=True)
class OfReviewer:
    """How far somebody's scores lie from the others'."""

    name: str
    severity: Severity


@dataclass(frozen=True)
class Overview:
    """Everything about how well reviewers agree by one scorecard. `pairs` is the number of interactions with two
    independent reviews, `raw` the share of items on which they say the same."""

    pairs: int
    raw: float | None
    items: Sequence[OnItem]
    reviewers: Sequence[OfReviewer]

    @property
    def is_enough(self) -> bool:
        return self.pairs >= FEWEST_PAIRS


def most_used(db: Session, found: Mapping[str, Edition]) -> Edition | None:
    """Of these scorecards the one with the most reviews; None where there is no scorecard."""
    query = select(Review.document_id, func.count()).where(COUNTS).group_by(Review.document_id)
    used = dict(db.execute(query).all())
    return max(found.values(), key=lambda one: used.get(one.document_id, 0), default=None)


def overview(db: Session, actor: Actor, found: Edition) -> Overview:
    """Over the people on whom the actor may read reviews; nobody of them is named."""
    read = select(Person.id).where(within(actor, Permission.REVIEW_READ)).correlate(None)
    again = (
        select(Review.interaction_id)
        .where(COUNTS, Review.document_id == found.document_id, Review.is_blind)
        .group_by(Review.interaction_id)
        .having(func.count() > 1)
    )
    theirs = (Review.document_id == found.document_id) & Review.person_id.in_(read)
    twice = several(db, COUNTS & theirs & Review.is_blind & Review.interaction_id.in_(again), most=MOST)
    calibrated = (Review.state == State.FINISHED.value) & Review.calibration_id.is_not(None)
    together = several(db, calibrated & theirs, most=MOST)
    pairs = _pairs(twice)
    items = [OnItem(item, _on_item(item, pairs)) for item in found.model.items]
    said = [(one.agreement.raw, one.agreement.count) for one in items if one.agreement.raw is not None]
    total = sum(count for _raw, count in said)
    raw = sum((share or 0) * count for share, count in said) / total if total else None
    return Overview(len(pairs), raw, items, _severities(db, twice, together))


def _pairs(reviews: Sequence[Seen]) -> list[tuple[Seen, Seen]]:
    """The first two reviews of each interaction that were made by the same version."""
    grouped: defaultdict[tuple[int, int], list[Seen]] = defaultdict(list)
    for one in reviews:
        grouped[one.row.interaction_id, one.row.version_id].append(one)
    ordered = (sorted(several_, key=lambda one: one.row.id) for several_ in grouped.values())
    return [(several_[0], several_[1]) for several_ in ordered if len(several_) > 1]


def _on_item(item: Item, pairs: Sequence[tuple[Seen, Seen]]) -> Agreement:
    ladder = list(item.points)
    known = {None, *ladder}
    found = [
        (one.signed[item.id], other.signed[item.id])
        for one, other in pairs
        if item.id in one.signed and item.id in other.signed
    ]
    return agreement([pair for pair in found if known.issuperset(pair)], ladder)


def _severities(db: Session, twice: Sequence[Seen], together: Sequence[Seen]) -> list[OfReviewer]:
    away: defaultdict[int, list[float]] = defaultdict(list)
    names = {}
    grouped: defaultdict[tuple[str, int], dict[int, float]] = defaultdict(dict)
    for one in (*twice, *together):
        calibration = one.row.calibration_id
        key = ("calibration", calibration) if calibration else ("interaction", one.row.interaction_id)
        grouped[key][one.row.reviewer_id] = float(one.row.score or 0)
        names[one.row.reviewer_id] = one.reviewer.full_name
    ids = {number for kind, number in grouped if kind == "calibration"}
    rows = db.scalars(select(ReviewCalibration).where(ReviewCalibration.id.in_(ids))) if ids else ()
    closed = {row.id: row for row in rows}
    for (kind, number), scores in grouped.items():
        agreed = None
        if kind == "calibration":
            if closed[number].opened_at is None:
                continue  # nobody knows yet what the others said
            agreed = closed[number].score
        for who, difference in differences(scores, None if agreed is None else float(agreed)).items():
            away[who].append(difference)
    found = [OfReviewer(names[who], severity(several_)) for who, several_ in away.items()]
    return sorted(found, key=lambda one: one.name.casefold())
