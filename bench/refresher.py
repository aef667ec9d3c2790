"""What building a refresher costs: somebody with twelve requirements and five years of evidence, in this process.

python -m bench.refresher [--people 500] [--years 5] [--built 100]   (on SQLite, in a directory of its own)
"""

import argparse
import random
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from bench.practice import NOW, TODAY, fill
from bench.quiet import be_quiet
from training.app import create_app
from training.certification.actions_standing import refresh
from training.certification.models import Assignment
from training.certification.rules import FULFILS
from training.certification.rules_assignment import Because
from training.config import Settings
from training.content.actions import Publication, publish
from training.content.models import Document
from training.content.queries import live
from training.core import ledger
from training.core.clock import FixedClock
from training.core.db import Base
from training.core.permissions import Actor
from training.core.web import site
from training.quizzes.actions import start_attempt
from training.quizzes.models import Answer, Attempt
from training.quizzes.queries import questions_of
from training.quizzes.rules import Form
from training.refreshers.queries import offer, offered_subjects, offers_of
from training.refreshers.rules import Plan
from training.refreshers.rules_plan import plan_of

BOTH = ("greeting-a-customer", "handling-a-complaint", "keeping-a-promise", "returns-and-refunds", "taking-a-call")
ASKED = (
    *((kind, slug) for slug in BOTH for kind in ("module", "quiz")),
    ("script", "taking-a-call"),
    ("scenario", "four-in-the-queue"),
)
PROGRAMME = "title: Everything\nsummary: All of it.\nvalidity: 12 months\nrequirements:\n" + "".join(
    f"  - {{id: {kind}-{slug}, {kind}: {slug}}}\n" for kind, slug in ASKED
)
PERSON = 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--built", type=int, default=100, help="how often one is built")
    wanted = parser.parse_args()
    be_quiet()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'refresher.db'}"
        app = create_app(Settings(url, Path(folder), secrets.token_hex(32), timezone="UTC"), clock=FixedClock(NOW))
        Base.metadata.create_all(app.extensions["database"].engine)
        cards = fill(app, wanted.people, 200)
        facts = learn(app, wanted.years)
        print(f"{wanted.people:,} people with {cards} cards; one of them with {facts} facts of {wanted.years} years")
        measure(app, wanted.built)
        app.extensions["database"].close()


def learn(app: Flask, years: int) -> int:
    """Evidence for each requirement in each year, with every answer; returns how many facts that is."""
    begun = NOW - timedelta(days=365 * years - 10)
    with app.test_request_context(), app.extensions["database"].writing() as db:
        publish(db, Actor.house(), Publication("programme", "everything", PROGRAMME, None), now=begun)
        programme = db.scalars(select(Document.id).where(Document.slug == "everything")).one()
        db.execute(insert(Assignment).values(_asked(programme, begun)))
        for year in range(years):
            at = begun + timedelta(days=365 * year)
            for kind, slug in ASKED:
                fulfil(db, kind, slug, at)
        refresh(db, [PERSON], now=NOW, zone=site().zone)
    return years * len(ASKED)


def _asked(programme: int, begun: datetime) -> dict[str, Any]:
    return {
        "person_id": PERSON,
        "document_id": programme,
        "start_on": begun.date(),
        "because": Because.HAND.value,
        "at": begun,
    }


def fulfil(db: Session, kind: str, slug: str, at: datetime) -> None:
    """A fact, and for a quiz its sitting; nobody listens, as everything is computed once at the end."""
    found = live(db, kind, slug)
    if found is None:
        raise LookupError(slug)
    if kind == "quiz":
        sit(db, slug, at)
    ledger.record(
        db,
        FULFILS[kind],
        at=at,
        actor_id=PERSON,
        subject_id=PERSON,
        document_id=found.document_id,
        version_id=found.id,
        payload={"score": 90},
        tell=False,
    )


def sit(db: Session, slug: str, at: datetime) -> None:
    """A sitting that was handed in, with one answer in ten wrong."""
    attempt = db.get_one(Attempt, start_attempt(db, Actor(person_id=PERSON), slug, at))
    chance = random.Random(attempt.id)
    for item, question in enumerate(questions_of(db, Form.from_json(attempt.form)), start=1):
        right = list(question.right_response)
        response = right if chance.random() < 0.9 else [question.choices[0].id]
        db.get_one(Answer, (attempt.id, item)).response = response
    attempt.submitted_at = at
    db.flush()


def build(db: Session) -> Plan:
    """All that the page of a plan computes."""
    zone = site().zone
    offers = offers_of(db, PERSON, today=TODAY, zone=zone)
    return plan_of(offered_subjects(db, PERSON, offers[0], today=TODAY, zone=zone), today=TODAY, seed=7)


def measure(app: Flask, times: int) -> None:
    database, statements = app.extensions["database"], 0

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        nonlocal statements
        statements += not statement.startswith("BEGIN")

    event.listen(database.engine, "before_cursor_execute", note)
    acts: tuple[tuple[str, Callable[[Session], Any]], ...] = (
        ("building one refresher", build),
        ("what the first page asks", lambda db: offer(db, PERSON, TODAY)),
    )
    for name, act in acts:
        took, result = [], None
        for _time in range(times):
            statements = 0
            with app.test_request_context(), database.reading() as db:
                began = time.perf_counter()
                result = act(db)
                took.append((time.perf_counter() - began) * 1000)
        took.sort()
        middle, most = statistics.median(took), took[int(len(took) * 0.95)]
        print(f"{name:28} {statements:>3} statements   median {middle:6.1f} ms   95 % within {most:6.1f} ms")
        if isinstance(result, Plan):
            print(f"  {len(result.parts)} parts, {result.minutes} minutes instead of {result.full_minutes}")


if __name__ == "__main__":
    main()
