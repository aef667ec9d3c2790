"""What may deceive whoever reads the figures of a standard, each with what to do about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

import numpy as np
from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import live_all
from training.core.permissions import WHOLE_SITE, Actor, Permission
from training.diagnosis.models_limits import LimitCount
from training.diagnosis.words_guards import bunching_words, pair_words, severity_words
from training.method.bunching import bunching
from training.method.pairs import Moved, at_the_cost, moved
from training.method.severity import SURE, severity
from training.method.tallies import Floats
from training.metrics.models import ONE
from training.metrics.queries_cells import FEW, Sums, Window, sums_of_several_by_week
from training.people.models import Person, Team
from training.people.queries import within, within_teams
from training.scorecards.files import KIND as SCORECARD
from training.scorecards.models import Review
from training.scorecards.queries_reviews import COUNTS
from training.standards.files import STANDARD
from training.standards.files_standard import Standard

MOST_REVIEWS = 20_000


class Guarded(StrEnum):
    """What a guard watches."""

    PAIR = "pair"  # the guard standard fell while this one rose
    BUNCHING = "bunching"  # too many readings just inside the limit
    SEVERITY = "severity"  # a reviewer marks much harder or softer than others


@dataclass(frozen=True)
class Guard:
    """One warning: what was found, in a sentence, and what to do. `url` leads to where one looks, or is empty."""

    kind: Guarded
    sentence: str
    remedy: str
    url: str = ""


def guards_of(db: Session, actor: Actor, slug: str, window: Window) -> tuple[Guard, ...]:
    """The warnings about a standard in a window, over all teams of which the actor may see figures.

    Empty where nothing is to be said. Names of reviewers are told only to those who lead reviews.
    """
    standards = live_all(db, STANDARD.name)
    if slug not in standards:
        return ()
    return (
        *_pairs(db, actor, slug, standards, window),
        *_bunched(db, actor, standards[slug]),
        *_severe(db, actor, slug, window),
    )


def _pairs(db: Session, actor: Actor, slug: str, standards: Mapping[str, Edition], window: Window) -> Iterator[Guard]:
    """Whether a standard got better at the cost of its guard; said of both, so that nobody misses it."""
    pairs = [(one, edition) for one, edition in standards.items() if slug in (one, edition.model.guard)]
    pairs = [(one, edition) for one, edition in pairs if edition.model.guard in standards]
    of = {key: standards[key] for one, edition in pairs for key in (one, edition.model.guard)}
    if not of:
        return
    days = (window.last - window.first).days + 1
    both = Window.back_from(window.last, 2 * days)
    weeks = sums_of_several_by_week(db, actor, [one.document_id for one in of.values()], both)
    moves = {key: _moved(one.model, weeks[one.document_id], window) for key, one in of.items()}
    for one, edition in pairs:
        guard = edition.model.guard
        by, cost = moves[one], moves[guard]
        if by is None or cost is None or not at_the_cost(by[1], cost[1]):
            continue
        watching: Edition = standards[guard]
        words = pair_words(edition.model, by[0], watching.model, cost[0])
        yield Guard(Guarded.PAIR, *words, url=f"/diagnosis/{guard if slug == one else one}")


def _moved(standard: Standard, weeks: Mapping[date, Sums], window: Window) -> tuple[Moved, Moved] | None:
    """How a standard moved from the weeks before to those of this window: in the unit of the aim, and so that a rise is
    better."""
    parted: tuple[list[Sums], list[Sums]] = ([], [])
    for monday, sums in weeks.items():
        parted[monday >= window.first].append(sums)
    if any(max((sums.people for sums in half), default=0) < FEW for half in parted):
        return None
    halves = [_by_week(standard, half) for half in parted]
    found = moved(*halves)
    sign = 1 if standard.higher_is_better and standard.measure in ("mean", "count") else -1
    better = moved(*((sign * amount, size) for amount, size in halves))
    return None if found is None or better is None else (found, better)


def _by_week(standard: Standard, weeks: list[Sums]) -> tuple[Floats, Floats]:
    """What is judged and its size, week by week, in the unit of the aim."""
    if standard.measure == "count":
        pairs: list[tuple[float, float]] = [(sums.total, sums.exposure) for sums in weeks]
    elif standard.measure == "mean":
        pairs = [(sums.total / ONE, sums.n) for sums in weeks]
    else:
        pairs = [(sums.missed, sums.n) for sums in weeks]
    amounts, sizes = np.array(pairs, dtype=np.float64).reshape(-1, 2).T
    return amounts, sizes


def _bunched(db: Session, actor: Actor, standard: Edition) -> Iterator[Guard]:
    seen: ColumnElement[bool] = true()
    if WHOLE_SITE not in actor.reach(Permission.METRIC_READ):
        seen = LimitCount.team_id.in_(select(Team.id).where(within_teams(actor, Permission.METRIC_READ)))
    rows = db.scalars(select(LimitCount).where(LimitCount.standard_id == standard.document_id, seen)).all()
    if sum(row.people for row in rows) < FEW:
        return
    found = bunching(np.sum([row.counts for row in rows], axis=0).astype(np.float64))
    if found is not None and found.found:
        yield Guard(Guarded.BUNCHING, *bunching_words(found, rows[0].first, rows[0].last))


def _severe(db: Session, actor: Actor, slug: str, window: Window) -> Iterator[Guard]:
    """Reviewers who mark harder or softer, by the scorecards that ask for this standard."""
    if not actor.may(Permission.REVIEW_READ):
        return
    scorecards = [
        one.document_id
        for one in live_all(db, SCORECARD.name).values()
        if any(item.standard == slug for item in one.model.items)
    ]
    if not scorecards:
        return
    reviews = _reviews(db, actor, scorecards, window)
    if len({row[1] for row in reviews}) < 2:
        return
    # The same person by two scorecards is two: one may be harder than the other.
    _people, person = np.unique([f"{row[0]} {row[3]}" for row in reviews], return_inverse=True)
    reviewers, reviewer = np.unique([row[1] for row in reviews], return_inverse=True)
    found = severity(person, reviewer, np.array([row[2] for row in reviews], dtype=np.float64))
    leads = actor.may(Permission.REVIEW_DECIDE)
    for place in np.flatnonzero((found.harder >= SURE) | (found.softer >= SURE)):
        name = db.get_one(Person, int(reviewers[place])).full_name if leads else ""
        words = severity_words(float(found.by[place]), float(found.error[place]), name)
        yield Guard(Guarded.SEVERITY, *words, url="/reviews/agreement" if leads else "")


def _reviews(db: Session, actor: Actor, scorecards: list[int], window: Window) -> list[tuple[int, int, int, int]]:
    """Person, reviewer, score and scorecard of the reviews that count, the latest ones first."""
    query = (
        select(Review.person_id, Review.reviewer_id, Review.score, Review.document_id)
        .join(Person, Person.id == Review.person_id)
        .where(
            COUNTS,
            Review.document_id.in_(scorecards),
            Review.finished_at >= datetime.combine(window.first, time(), UTC),  # to the hour it does not matter
            Review.score.is_not(None),
            within(actor, Permission.REVIEW_READ),
        )
        .order_by(Review.finished_at.desc())
        .limit(MOST_REVIEWS)
    )
    return [(person, reviewer, score or 0, card) for person, reviewer, score, card in db.execute(query)]
