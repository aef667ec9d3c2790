"""What practice costs in a company of 10,000 people with 200 cards each: statements and milliseconds, in this process.

python -m bench.practice [--people 10000] [--cards 200] [--asked 200]   (on SQLite, in a directory of its own)
"""

import argparse
import random
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from bench.quiet import be_quiet
from training.accounts.models import Account, Visit
from training.accounts.rules_codes import hashed
from training.app import create_app
from training.config import ROOT, Settings
from training.content import sync
from training.content.models import Document
from training.content.queries import edition
from training.content.tree import read_tree
from training.core.clock import FixedClock
from training.core.db import Base
from training.core.permissions import Actor
from training.core.site import SiteRow
from training.people.models import Person, Team
from training.practice.actions import columns
from training.practice.models import PracticeCard
from training.practice.queries import Today, exercises_in, today_of, waiting
from training.practice.queries_recall import recall
from training.practice.rules_answers import AnyExercise, Choose, Gap, Order
from training.practice.rules_memory import Rating, answered

NOW = datetime(2026, 3, 12, 9, 41, tzinfo=UTC)
TODAY = NOW.date()
CHUNK = 500  # people of one insert
NEVER_ANSWERED = {
    "due_on": TODAY,
    "stability": None,
    "difficulty": None,
    "last_on": None,
    "reps": 0,
    "lapses": 0,
    "tries": 0,
    "failed": False,
    "expected": 0.0,
    "information": 0.0,
    "remembered": 0,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--cards", type=int, default=200)
    parser.add_argument("--asked", type=int, default=200, help="people whose pages are measured")
    wanted = parser.parse_args()
    be_quiet()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "practice.db"
        settings = Settings(f"sqlite:///{file}", Path(folder), secrets.token_hex(32), timezone="UTC")
        app = create_app(settings, clock=FixedClock(NOW))
        app.config.update(WTF_CSRF_ENABLED=False)
        Base.metadata.create_all(app.extensions["database"].engine)
        began = time.perf_counter()
        cards = fill(app, wanted.people, wanted.cards)
        took = time.perf_counter() - began
        print(f"{wanted.people:,} people with {cards} cards each: {took:.0f} s, {file.stat().st_size / 1e6:,.0f} MB")
        people = random.Random(1).sample(range(1, wanted.people + 1), min(wanted.asked, wanted.people))
        Measured(app).tell([(person, visit(app, person)) for person in people])
        app.extensions["database"].close()


def fill(app: Flask, people: int, cards: int) -> int:
    """People with cards of every age; returns how many each has, never more than the library holds."""
    database, chance = app.extensions["database"], random.Random(7)
    with app.test_request_context(), database.writing() as db:
        db.add(SiteRow(id=1, company="Juniper & Vale", timezone="UTC", set_up_at=NOW))
        tree = read_tree(ROOT, app.extensions["library"].kinds)
        sync.sync(db, Actor.house(), tree, now=NOW - timedelta(days=400))
        db.add(Team(id=1, name="Counter", path="/1/"))
        items = things(db, chance)[:cards]
    memories = [aged(chance) for _memory in range(2_000)]
    for start in range(1, people + 1, CHUNK):
        chunk = range(start, min(start + CHUNK, people + 1))
        with database.writing() as db:
            db.execute(insert(Person), [somebody(number) for number in chunk])
            rows = [{"person_id": number, **item, **chance.choice(memories)} for number in chunk for item in items]
            db.execute(insert(PracticeCard), rows)
    return len(items)


def things(db: Session, chance: random.Random) -> list[dict[str, Any]]:
    """Everything in the starter library that can be practised, in any order."""
    live = db.execute(select(Document.id, Document.live_version_id).where(Document.live_version_id.is_not(None)))
    found = [
        {"document_id": row.id, "kind": str(kind), "item": item}
        for row in live.all()
        for kind, item in exercises_in(edition(db, row.live_version_id))
    ]
    return chance.sample(found, len(found))


def aged(chance: random.Random) -> dict[str, Any]:
    """What a card may look like after up to ten answers; some were never answered, some are due."""
    day, memory = TODAY - timedelta(days=chance.randrange(1, 300)), None
    for _answer in range(chance.randrange(11)):
        memory = answered(memory, chance.choice([Rating.AGAIN, Rating.GOOD, Rating.GOOD, Rating.GOOD]), day)
        day = max(memory.due_on, day + timedelta(days=1)) + timedelta(days=chance.randrange(5))
        if day >= TODAY:
            break
    known = columns(memory) if memory else NEVER_ANSWERED
    return {"met_on": TODAY - timedelta(days=300), "asked_on": None, **known}


def somebody(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "employee_number": f"B{number:05}",
        "given_name": "Nora",
        "family_name": f"Brandt {number}",
        "team_id": 1,
        "search_text": f"nora brandt {number}",
    }


def visit(app: Flask, person: int) -> str:
    """The secret of an open visit."""
    secret = secrets.token_urlsafe(16)
    with app.extensions["database"].writing() as db:
        account = Account(person_id=person, passphrase_hash="-", passphrase_at=NOW)
        db.add(account)
        db.flush()
        ends_at = NOW + timedelta(days=9)
        db.add(Visit(account_id=account.id, secret_hash=hashed(secret), began_at=NOW, seen_at=NOW, ends_at=ends_at))
    return secret


class Measured:
    """Times and statements of what practice does, each for many people once."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.database = app.extensions["database"]
        self.statements = 0
        event.listen(self.database.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self.statements += not statement.startswith("BEGIN")

    def tell(self, people: list[tuple[int, str]]) -> None:
        """Print a line for each; the first few people warm up what a process keeps."""
        browsers = [(person, self._browser(secret)) for person, secret in people]
        self._line("home: what waits (query)", [lambda one=one: self._waiting(one) for one, _secret in people])
        self._line("recall by skill (query)", [lambda one=one: self._recall(one) for one, _secret in people])
        self._line("GET /practice", [lambda b=b: self._get(b, "/practice") for _person, b in browsers])
        self._line("GET /practice/cards", [lambda b=b: self._get(b, "/practice/cards") for _person, b in browsers])
        first = [(b, self._today(person)) for person, b in browsers]
        self._line("POST an answer", [lambda b=b, found=found: self._answer(b, found) for b, found in first])
        self._line(
            "POST a batch of a sitting", [lambda p=p, b=b: self._batch(p, b) for p, b in browsers], prepared=True
        )

    def _line(self, name: str, acts: list[Callable[[], Any]], *, prepared: bool = False) -> None:
        times, counts = [], []
        for act in acts:
            run = act() if prepared else act
            before, began = self.statements, time.perf_counter()
            run()
            times.append((time.perf_counter() - began) * 1000)
            counts.append(self.statements - before)
        warm = sorted(times[len(times) // 10 :])
        p95 = warm[int(len(warm) * 0.95)]
        most = f"{statistics.mode(counts)} statements"
        print(f"{name:28} {most:>14}   median {statistics.median(warm):6.1f} ms   95 % within {p95:6.1f} ms")

    def _browser(self, secret: str) -> FlaskClient:
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = secret, True
        return client

    def _waiting(self, person: int) -> None:
        with self.app.app_context(), self.database.reading() as db:
            waiting(db, Actor(person_id=person), today=TODAY)

    def _recall(self, person: int) -> None:
        with self.app.app_context(), self.database.reading() as db:
            recall(db, person, at=TODAY)

    def _today(self, person: int) -> Today:
        with self.app.app_context(), self.database.reading() as db:
            return today_of(db, Actor(person_id=person), today=TODAY)

    def _get(self, browser: FlaskClient, path: str) -> None:
        expect(browser.get(path).status_code, 200)

    def _answer(self, browser: FlaskClient, found: Today) -> None:
        card = found.cards[0]
        values = right_answer(card.exercise)
        places = {f"place-{step}": str(place) for place, step in enumerate(values, start=1)}
        sent = places if isinstance(card.exercise, Order) else {"answer": values}
        answer = browser.post(
            f"/practice/{card.id}", data={"key": secrets.token_hex(16), "confidence": "think", **sent}
        )
        expect(answer.status_code, 303)

    def _batch(self, person: int, browser: FlaskClient) -> Callable[[], None]:
        at = int(NOW.timestamp() * 1000)
        reviews = [
            {"key": secrets.token_hex(16), "card": card.id, "values": right_answer(card.exercise), "at": at}
            for card in self._today(person).cards
        ]
        body = {"person": person, "reviews": reviews}
        return lambda: expect(browser.post("/practice/reviews", json=body).status_code, 200)


def right_answer(exercise: AnyExercise) -> list[str]:
    if isinstance(exercise, Choose | Order):
        return list(exercise.right)
    return [exercise.phrase] if isinstance(exercise, Gap) else ["had"]


def expect(status: int, wanted: int) -> None:
    if status != wanted:
        raise LookupError(f"What is measured answered {status}.")


if __name__ == "__main__":
    main()
