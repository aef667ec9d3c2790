"""The sample company for tests: loaded once for those that only read it, and what there is to compare."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import KEY
from tests.moment import NOW
from training import demo
from training.app import create_app
from training.certification.models import Award, CurrentStanding
from training.checklists.models import Observation
from training.complaints.models import ComplaintEntry
from training.config import Settings
from training.core.clock import FixedClock
from training.core.db import Base
from training.core.ledger import Entry
from training.feedback.models import FeedbackAnswer
from training.operations.checks import results
from training.people.models import Person, Team
from training.practice.models import PracticeReview
from training.quizzes.models import Answer, Attempt
from training.scenarios.models import ScenarioTurn
from training.scorecards.models import Review
from training.scripts.models import Rehearsal

DUBLIN = ZoneInfo("Europe/Dublin")
LEADERS_TEAM = "Harbour Street counter"
FOUND = {"search_entry", "search_role", "search_word", "search_state"}  # made from live documents, and checked so


def with_the_sample(url: str, folder: Path) -> Iterator[Flask]:
    """An application with the sample, on a database that has its tables."""
    settings = Settings(database_url=url, data_dir=folder, secret_key=KEY, timezone="Europe/Dublin")
    app = create_app(settings, clock=FixedClock(NOW))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    demo.load(app)
    yield app
    app.extensions["database"].close()


def on_sqlite(template: Path, folder: Path) -> Iterator[Flask]:
    """The same on a copy of an empty SQLite database."""
    shutil.copy(template, folder / "training.db")
    yield from with_the_sample(f"sqlite:///{folder / 'training.db'}", folder)


def everything(app: Flask) -> dict[str, list[Any]]:
    """Every row of every table but the ledger and the index of search, in order."""
    with app.extensions["database"].reading() as db:
        return {
            name: sorted((tuple(row) for row in db.execute(select(table))), key=repr)
            for name, table in Base.metadata.tables.items()
            if name not in {Entry.__tablename__, *FOUND}
        }


def counts(app: Flask) -> dict[str, int]:
    return {name: len(rows) for name, rows in everything(app).items()}


def sentences(app: Flask) -> list[str]:
    """What the checks find.

    The tests lay their tables without steps, so the shape is not asked for; nor are the fonts of the machine.
    """
    return [
        sentence
        for found in results(app)
        if found.name != "shape of the tables"
        for sentence in found.sentences
        if "no font has the signs" not in sentence
    ]


def levels(db: Session, team: str | None = None) -> Counter[str]:
    query = select(CurrentStanding.level).join(Person, Person.id == CurrentStanding.person_id).join(Person.team)
    return Counter(db.scalars(query.where(Team.name == team) if team else query))


def parts(db: Session, team: str) -> set[str]:
    query = select(CurrentStanding.parts).join(Person, Person.id == CurrentStanding.person_id).join(Person.team)
    return {part[1] for found in db.scalars(query.where(Team.name == team)) for part in found}


def invented(app: Flask) -> list[Any]:
    """What chance has decided, without the salts and secrets that must differ."""
    with app.extensions["database"].reading() as db:
        awards = select(Award.public_id, Award.name, Award.issued_on, Award.at)
        answers = select(Attempt.started_at, Attempt.seed, Answer.item, Answer.response).join(
            Answer, Answer.attempt_id == Attempt.id
        )
        ratings = select(Rehearsal.started_at, Rehearsal.ratings)
        seen = select(Observation.begun_at, Observation.ratings, Observation.plan)
        choices = select(ScenarioTurn.at, ScenarioTurn.turn_id, ScenarioTurn.choice_id)
        reviews = select(PracticeReview.at, PracticeReview.response, PracticeReview.rating)
        said = select(FeedbackAnswer.at, FeedbackAnswer.marks, FeedbackAnswer.texts)
        happened = select(ComplaintEntry.at, ComplaintEntry.sort, ComplaintEntry.text, ComplaintEntry.amount)
        reviewed = select(Review.finished_at, Review.answers, Review.score)
        queries = (awards, answers, ratings, seen, choices, reviews, said, happened, reviewed)
        return [sorted(map(str, db.execute(query.order_by(None)))) for query in queries]


def entries_of(db: Session, *kinds: str) -> list[Entry]:
    return list(db.scalars(select(Entry).where(Entry.kind.in_(kinds)).order_by(Entry.id)))
