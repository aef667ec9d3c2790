"""What is missed most where a standard is missed: lines of scorecards and checklists, and causes of complaints."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from training.checklists.models import Observation
from training.checklists.queries_observations import ratings_in, wanted_by
from training.checklists.rules import SIGNED
from training.checklists.rules import verdict as checked
from training.complaints.models import Complaint
from training.complaints.queries_rules import model_now
from training.complaints.rules import State
from training.content.library import Edition, kind_named
from training.content.links import step_named
from training.content.queries import editions, live_all
from training.method.shrinkage import likely_shares
from training.metrics.queries_cells import FEW, Window
from training.people.models import Person
from training.scorecards.models import Review, ReviewAppeal
from training.scorecards.queries import asked_by
from training.scorecards.queries_reviews import COUNTS, given_in
from training.scorecards.rules import NOT_UP, Outcome, mark
from training.standards.files_transaction import KIND as TRANSACTION

MOST = 5
MOST_READ = 2_000
"""Reviews or observations that are read for one page; the newest ones."""

Steps = frozenset[tuple[str, str]]
"""Steps by the slug of their transaction and their id."""


@dataclass(frozen=True)
class Failing:
    """A line of a scorecard or checklist that serves the standard, how often it was missed, of how many times."""

    kind: str
    title: str
    text: str
    url: str
    missed: int
    seen: int


@dataclass(frozen=True)
class CauseFound:
    """A cause of complaints about the steps of the standard, and how many there were."""

    title: str
    count: int


def steps_held(db: Session, slug: str) -> Steps:
    """The steps that are held to a standard."""
    return frozenset(
        (one.slug, step.id)
        for one in live_all(db, TRANSACTION.name).values()
        for step in one.model.steps
        if slug in step.standards
    )


def failing_items(db: Session, slug: str, steps: Steps, window: Window, team_ids: Collection[int]) -> list[Failing]:
    """The lines that were missed most in reviews and observations of the people of some teams, the worst first.

    A line that fewer than five people were held to is not told. Three queries, and one for versions not read lately.
    """
    counts: Counter[tuple[str, int, str, bool]] = Counter()
    people: dict[tuple[str, int, str], set[int]] = {}
    lines: dict[tuple[str, int, str], Failing] = {}
    for source in (_reviewed(db, window, team_ids), _observed(db, window, team_ids)):
        for person_id, edition, item, missed in source:
            if not (item.standard == slug or step_named(item.step) in steps):
                continue
            key = (edition.kind, edition.document_id, item.id)
            people.setdefault(key, set()).add(person_id)
            counts[*key, missed] += 1
            url = kind_named(edition.kind).place(edition.slug, item.id)
            lines.setdefault(key, Failing(edition.kind, edition.title, item.text, url, 0, 0))
    found = [
        Failing(one.kind, one.title, one.text, one.url, counts[*key, True], counts[*key, True] + counts[*key, False])
        for key, one in lines.items()
        if len(people[key]) >= FEW and counts[*key, True]
    ]
    # Two of two missed is not worse than forty of sixty: by likely shares, not by counted ones.
    likely = likely_shares([one.missed for one in found], [one.seen for one in found]).value.tolist()
    worst = sorted(zip(likely, found, strict=True), key=lambda pair: (-pair[0], -pair[1].missed, pair[1].text))
    return [one for _share, one in worst[:MOST]]


def _reviewed(db: Session, window: Window, team_ids: Collection[int]) -> Iterator[tuple[int, Edition, Any, bool]]:
    query = (
        select(Review.id, Review.person_id, Review.version_id, Review.answers)
        .join(Person, Person.id == Review.person_id)
        .where(COUNTS, Person.team_id.in_(team_ids), Review.finished_at.between(*_moments(window)))
        .order_by(Review.id.desc())
        .limit(MOST_READ)
    )
    rows = db.execute(query).all()
    versions = editions(db, {row.version_id for row in rows})
    changed: dict[int, dict[str, str | None]] = {}
    upheld = select(ReviewAppeal).where(ReviewAppeal.outcome == Outcome.CHANGED.value)
    for one in db.scalars(upheld.where(ReviewAppeal.review_id.in_([row.id for row in rows]))):
        changed.setdefault(one.review_id, {})[one.item] = one.becomes
    for row in rows:
        scorecard = versions[row.version_id].model
        said = {name: one.answer for name, one in given_in(row.answers).items()} | changed.get(row.id, {})
        answers = {name: None if answer == NOT_UP else answer for name, answer in said.items()}
        missed = mark(asked_by(scorecard), answers, scorecard.pass_mark).missed
        for item in scorecard.items:
            if answers.get(item.id) is not None:
                yield row.person_id, versions[row.version_id], item, item.id in missed


def _observed(db: Session, window: Window, team_ids: Collection[int]) -> Iterator[tuple[int, Edition, Any, bool]]:
    query = (
        select(Observation.learner_id, Observation.version_id, Observation.ratings)
        .join(Person, Person.id == Observation.learner_id)
        .where(
            Observation.state.in_([state.value for state in SIGNED]),
            Person.team_id.in_(team_ids),
            Observation.seen_on.between(window.first, window.last),
        )
        .order_by(Observation.id.desc())
        .limit(MOST_READ)
    )
    rows = db.execute(query).all()
    versions = editions(db, {row.version_id for row in rows})
    for row in rows:
        checklist, ratings = versions[row.version_id].model, ratings_in(row.ratings)
        short = set(checked(wanted_by(checklist), checklist.steps, ratings).short)
        for one in checklist.criteria:
            if one.id in ratings and ratings[one.id].level is not None:
                yield row.learner_id, versions[row.version_id], one, one.id in short


def complaint_causes(
    db: Session, slug: str, steps: Steps, window: Window, team_ids: Collection[int]
) -> list[CauseFound]:
    """What customers of some teams complained about at these steps, or under a cause that names the standard.

    The most frequent first, and about nobody in particular. Three queries.
    """
    rules = model_now(db)
    named = [one.id for one in rules.categories if one.standard == slug or step_named(one.step) in steps]
    places = [f"{transaction}/{step}" for transaction, step in sorted(steps)]
    query = select(Complaint.category).where(
        or_(Complaint.step.in_(places), Complaint.category.in_(named)),
        Complaint.team_id.in_(team_ids),
        Complaint.state != State.VOID.value,
        Complaint.at.between(*_moments(window)),
    )
    ordered = sorted(Counter(db.scalars(query)).items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
    titles = {one.id: one.title for one in rules.categories}
    return [CauseFound(titles.get(category, category), count) for category, count in ordered]


def _moments(window: Window) -> tuple[datetime, datetime]:
    """From the first day to the end of the last; to the hour it does not matter."""
    start = datetime.combine(window.first, time(), UTC)
    return start, datetime.combine(window.last + timedelta(days=1), time(), UTC)
