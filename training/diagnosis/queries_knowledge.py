"""What people know of what a standard takes: read from practice, quizzes, scenarios and observations, for many at once.

Only answers, no figures: so it is the second source beside the metric. See `rules_knowledge` for how it adds up.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.checklists.models import Observation
from training.checklists.queries_observations import ratings_in, wanted_by
from training.checklists.rules import SIGNED, verdict
from training.content.models import Document
from training.content.queries import editions
from training.diagnosis.rules_knowledge import Asked, Known, Shown, known
from training.practice.models import MEMORY, PracticeCard, memory_of
from training.practice.queries import exercises_in
from training.practice.rules_exercises import CardKind
from training.practice.rules_memory import retrievability
from training.quizzes.models import Answer, Attempt
from training.quizzes.rules import Form
from training.scenarios.models import ScenarioPlay
from training.standards.files_standard import Standard

LOOK_BACK = timedelta(days=365)
"""What was answered or seen longer ago says little about today; practice reckons with forgetting by itself."""

SCENARIO_ITEMS = 3
"""How many questions one scenario played to its end stands for: it is a few decisions, marked together."""

_Told = tuple[int, Shown]
"""The id of a person, and what one source tells of one of their skills."""


def knowledge_of(db: Session, person_ids: Collection[int], standard: Standard, *, today: date) -> Mapping[int, Known]:
    """What each of these people knows of what a standard takes, from 0 to 1, by their ids; all of them are keys.

    `standard` is the model of its live version (`live(db, "standard", slug).model`). `Known.share` is None where too
    little was asked, `Known.knows` says whether it is enough, and `Known.gaps` which skills they were shown not to
    have. Five queries for a whole team, and up to three for versions that were not read lately.
    """
    weights = {one.skill: one.weight for one in standard.skills}
    told: dict[int, list[Shown]] = {person_id: [] for person_id in person_ids}
    if weights and told:
        cards, carded = _practised(db, told.keys(), weights.keys(), today)
        since = today - LOOK_BACK
        for sources in (
            cards,
            _quizzed(db, told.keys(), carded, since),
            _played(db, told.keys(), since),
            _watched(db, told.keys(), since),
        ):
            for person_id, shown in sources:
                told[person_id].append(shown)
    return {person_id: known(weights, shown) for person_id, shown in told.items()}


def _practised(
    db: Session, person_ids: Collection[int], skills: Collection[str], today: date
) -> tuple[list[_Told], set[tuple[int, int, str]]]:
    """Cards that were answered, and the questions (person, document, id) among them, so that they count once."""
    query = (
        select(PracticeCard.person_id, PracticeCard.document_id, PracticeCard.kind, PracticeCard.item, *MEMORY)
        .add_columns(Document.live_version_id)
        .join(Document, Document.id == PracticeCard.document_id)
        .where(
            PracticeCard.person_id.in_(person_ids),
            PracticeCard.last_on.is_not(None),
            Document.live_version_id.is_not(None),
        )
    )
    rows = db.execute(query).all()
    versions = editions(db, {row.live_version_id for row in rows})
    told: list[_Told] = []
    carded: set[tuple[int, int, str]] = set()
    for row in rows:
        exercise = exercises_in(versions[row.live_version_id]).get((row.kind, row.item))
        memory = memory_of(row)
        if exercise is None or memory is None:
            continue
        if row.kind == CardKind.QUESTION:
            carded.add((row.person_id, row.document_id, row.item))
        wanted = [skill for skill in exercise.skills if skill in skills]
        chance = retrievability(memory, today) if wanted else 0.0
        told += [(row.person_id, Shown(skill, Asked.PRACTICE, chance)) for skill in wanted]
    return told, carded


def _quizzed(
    db: Session, person_ids: Collection[int], carded: Collection[tuple[int, int, str]], since: date
) -> Iterator[_Told]:
    """The newest answer to each question of a quiz that has no card; a card tells it with forgetting."""
    query = (
        select(Attempt.id, Attempt.person_id, Attempt.form)
        .where(Attempt.person_id.in_(person_ids), Attempt.submitted_at >= _from(since))
        .order_by(Attempt.submitted_at.desc(), Attempt.id.desc())
    )
    attempts = db.execute(query).all()
    given: dict[tuple[int, int], Any] = {}
    if attempts:
        answers = select(Answer.attempt_id, Answer.item, Answer.response)
        for row in db.execute(answers.where(Answer.attempt_id.in_([one.id for one in attempts]))):
            given[row.attempt_id, row.item] = row.response
    forms = [(one, Form.from_json(one.form)) for one in attempts]
    banks = editions(db, {item.version for _one, form in forms for item in form.items})
    seen = set(carded)
    for one, form in forms:
        for number, item in enumerate(form.items, start=1):
            bank = banks[item.version]
            key = (one.person_id, bank.document_id, item.question)
            question = bank.model.question(item.question)
            if key in seen or question is None:
                continue
            seen.add(key)
            share = float(question.mark(given.get((one.id, number)) or ()).fraction)
            for skill in question.skills:
                yield one.person_id, Shown(skill, Asked.QUIZ, share)


def _played(db: Session, person_ids: Collection[int], since: date) -> Iterator[_Told]:
    """The newest try at each scenario that came to an ending."""
    query = (
        select(
            ScenarioPlay.person_id,
            ScenarioPlay.document_id,
            ScenarioPlay.version_id,
            ScenarioPlay.score,
            ScenarioPlay.best,
        )
        .where(
            ScenarioPlay.person_id.in_(person_ids),
            ScenarioPlay.ending.is_not(None),
            ScenarioPlay.from_number.is_(None),
            ScenarioPlay.finished_at >= _from(since),
        )
        .order_by(ScenarioPlay.finished_at, ScenarioPlay.id)
    )
    newest = {(row.person_id, row.document_id): row for row in db.execute(query)}
    versions = editions(db, {row.version_id for row in newest.values()})
    for row in newest.values():
        if row.best:
            right = SCENARIO_ITEMS * row.score / row.best
            for skill in versions[row.version_id].model.skills:
                yield row.person_id, Shown(skill, Asked.SCENARIO, right, SCENARIO_ITEMS)


def _watched(db: Session, person_ids: Collection[int], since: date) -> Iterator[_Told]:
    """The newest signed observation by each checklist: which of the criteria that came up reached what they need."""
    query = (
        select(Observation.learner_id, Observation.document_id, Observation.version_id, Observation.ratings)
        .where(
            Observation.learner_id.in_(person_ids),
            Observation.state.in_([state.value for state in SIGNED]),
            Observation.seen_on >= since,
        )
        .order_by(Observation.seen_on, Observation.id)
    )
    newest = {(row.learner_id, row.document_id): row for row in db.execute(query)}
    versions = editions(db, {row.version_id for row in newest.values()})
    for row in newest.values():
        checklist, ratings = versions[row.version_id].model, ratings_in(row.ratings)
        short = set(verdict(wanted_by(checklist), checklist.steps, ratings).short)
        for one in checklist.criteria:
            if one.id in ratings and ratings[one.id].level is not None:
                for skill in one.skills or checklist.skills:
                    yield row.learner_id, Shown(skill, Asked.CHECKLIST, float(one.id not in short))


def _from(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)  # a year back, to the hour it does not matter
