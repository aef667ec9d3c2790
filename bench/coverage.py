"""What coverage costs in a company of 500 standards, 2,000 steps and 50 roles: python -m bench.coverage

On SQLite, in a directory of its own and in this process, in time of the processor. What every page begins with is
measured by itself; pages are asked for one after the other, when it has been computed already.
"""

import argparse
import gzip
import os
import random
import resource
import secrets
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, insert, select, update
from sqlalchemy.orm import Session

from bench.quiet import be_quiet
from training.accounts.models import Account, Visit
from training.accounts.rules_codes import hashed
from training.app import create_app
from training.config import Settings
from training.content.library import library
from training.content.models import Document, Edge, Version
from training.content.schema import canonical
from training.core.clock import FixedClock
from training.core.db import Base
from training.core.permissions import PermissionSet
from training.core.site import SiteRow
from training.coverage.queries import company
from training.coverage.rules import Company, Matrix, matrix
from training.coverage.rules_holes import holes
from training.people.models import Grant, Person, Role, Team

NOW = datetime(2026, 3, 12, 9, 41, tzinfo=UTC)
STANDARDS, TRANSACTIONS, STEPS, ROLES = 500, 250, 8, 50
TEACHING = {"module": (150, 6), "script": (100, 8), "bank": (100, 10), "scenario": (60, 6), "checklist": (60, 8)}
"""How many documents of each kind, and how many parts of each; nine parts of ten serve something."""

Body = tuple[str, str, dict[str, Any]]  # kind, slug, what a file says


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--asked", type=int, default=20)
    wanted = parser.parse_args()
    be_quiet()
    with tempfile.TemporaryDirectory(prefix="coverage-") as folder:
        path = Path(folder)
        settings = Settings(f"sqlite:///{path / 'training.db'}", path, secrets.token_hex(24), timezone="Europe/Dublin")
        app = create_app(settings, clock=FixedClock(NOW))
        database = app.extensions["database"]
        Base.metadata.create_all(database.engine)
        with app.app_context(), database.writing() as db:
            browser = filled(app, db)
        print(f"SQLite, {datetime.now(UTC):%d %B %Y %H:%M} UTC, load {os.getloadavg()[0]:.1f}\n")
        with app.app_context(), database.reading_session() as db:
            compute(db, wanted.asked)
        pages(app, browser, wanted.asked)
        print(f"\nPeak of the process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        database.close()


def bodies(chance: random.Random) -> Iterator[Body]:
    """Documents as files say them."""
    roles = [f"role-{number}" for number in range(ROLES)]
    for number in range(STANDARDS):
        yield "standard", f"standard-{number}", {"title": f"Standard {number}", "summary": "A promise.", "target": "90"}
    aims: list[dict[str, str]] = [{"standard": f"standard-{number}"} for number in range(STANDARDS)]
    for number in range(TRANSACTIONS):
        lanes = chance.sample(roles, 4)
        steps = [
            {
                "id": f"step-{place}",
                "title": f"Step {place} of {number}",
                "role": [chance.choice(lanes)],
                "helps": [chance.choice(lanes)],
                "do": ["What is done, in a few words"],
                "standards": chance.sample([f"standard-{one}" for one in range(STANDARDS)], chance.randint(0, 2)),
            }
            for place in range(STEPS)
        ]
        aims += [{"step": f"t-{number}/step-{place}"} for place in range(STEPS)]
        yield "transaction", f"t-{number}", {"title": f"Transaction {number}", "summary": "Done.", "steps": steps}

    def aim() -> dict[str, str]:
        return chance.choice(aims) if chance.random() < 0.9 else {}

    for kind, (number_of, parts) in TEACHING.items():
        for number in range(number_of):
            yield kind, f"{kind}-{number}", teaching(kind, number, [aim() for _part in range(parts)])
    for number, role in enumerate(roles):
        asked = chance.sample(range(TEACHING["module"][0]), 10)
        items = [{"id": f"m-{one}", "module": f"module-{one}"} for one in asked]
        head = {"title": f"Programme {number}", "summary": "Can serve.", "validity": "12 months"}
        yield "programme", f"p-{number}", {**head, "roles": [role], "requirements": items}
        claim = f"t-{chance.randrange(TRANSACTIONS)}/step-1"
        yield "profile", role, {"title": f"Role {number}", "summary": "Serves.", "role": role, "steps": [claim]}


def teaching(kind: str, number: int, aims: list[dict[str, str]]) -> dict[str, Any]:
    """A document with a part for each aim."""
    head = {"title": f"{kind.capitalize()} {number}", "summary": "You can do it."}
    ids = [{"id": f"part-{place}", **aim} for place, aim in enumerate(aims)]
    match kind:
        case "module":
            text = {"type": "text", "text": "What is done and why, in some words. " * 20}
            return {**head, "blocks": [{**one, "title": f"Part of {number}", "pieces": [text]} for one in ids]}
        case "script":
            lines = [{**one, "when": "They ask.", "say": "I can help.", "why": "It helps."} for one in ids]
            return {**head, "situation": "Somebody asks.", "lines": lines}
        case "bank":
            asked = {"type": "true-false", "text": "Is it so?", "answer": True, "explanation": "It is."}
            return {**head, "questions": [{**one, **asked} for one in ids]}
        case "checklist":
            return {**head, "criteria": [{**one, "text": "One sees it."} for one in ids]}
        case _:
            choices = [{**one, "text": "An answer", "feedback": "Good.", "go": "good"} for one in ids]
            turn = {"id": "first", "text": "They ask.", "choices": choices}
            ending = {"id": "good", "title": "Good", "text": "It is over.", "outcome": "good"}
            return {
                **head,
                "situation": "Somebody asks.",
                "skills": ["listening"],
                "turns": [turn],
                "endings": [ending],
            }


def filled(app: Flask, db: Session) -> FlaskClient:
    """Documents and their edges as publishing leaves them, without what it does besides, and somebody signed in."""
    kinds = library().kinds
    documents: list[dict[str, Any]] = []
    versions: list[dict[str, Any]] = []
    edges: list[dict[str, Any]] = []
    for kind_name, slug, content in bodies(random.Random(1)):
        kind = kinds[kind_name]
        model = kind.schema.model_validate(content)
        number = len(documents) + 1
        documents.append({"id": number, "kind": kind_name, "slug": slug})
        text = {"title": kind.title(model), "language": kind.language(model), "body": canonical(model)}
        fixed = {"number": 1, "sha256": "", "media": {}, "origin": "import", "changes": {}, "at": NOW}
        versions.append({"id": number, "document_id": number, **text, **fixed})
        edges += [
            {"version_id": number, "block": ref.from_block, "kind": ref.kind, "slug": ref.slug, "item": ref.item}
            for ref in kind.references(model)
        ]
    for table, rows in ((Document, documents), (Version, versions), (Edge, edges)):
        db.execute(insert(table), rows)
    db.execute(update(Document).values(live_version_id=Document.id))
    db.add_all(Role(slug=f"role-{number}", name=f"Role {number}") for number in range(ROLES))
    db.add(SiteRow(id=1, company="A large house", timezone="Europe/Dublin", set_up_at=NOW))
    db.add(Team(id=1, name="A large house", path="/1/"))
    db.flush()
    db.add(
        Person(
            id=1, employee_number="1", given_name="Ruth", family_name="Adeyemi", team_id=1, search_text="ruth adeyemi"
        )
    )
    db.flush()
    db.add(Grant(person_id=1, permission_set=PermissionSet.ADMINISTRATOR.value))
    account, secret = Account(person_id=1, passphrase_at=NOW), secrets.token_urlsafe(16)
    db.add(account)
    db.flush()
    lasts = {"began_at": NOW, "seen_at": NOW, "ends_at": NOW + timedelta(days=400)}
    db.add(Visit(account_id=account.id, secret_hash=hashed(secret), **lasts))
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = secret, True
    return browser


def compute(db: Session, times: int) -> None:
    """What every page of coverage begins with, step by step."""
    number_of = db.scalar(select(func.count()).select_from(Edge))
    started = time.process_time()
    given = company(db, measured=frozenset())
    cold = time.process_time() - started
    found = matrix(given)
    print(
        f"{len(found.standards)} standards, {len(found.steps):,} steps, {len(found.roles)} roles, {number_of:,} edges\n"
    )
    steps: dict[str, Callable[[], Company | Matrix | list[Any]]] = {
        "Read": lambda: company(db, measured=frozenset()),
        "Matrix": lambda: matrix(given),
        "Holes": lambda: holes(found),
    }
    print(f"| Step | Median ms | Most ms |\n|---|--:|--:|\n| Read, documents not read before | {1000 * cold:.0f} | |")
    for name, step in steps.items():
        spent = [timed(step) for _time in range(times)]
        print(f"| {name} | {statistics.median(spent):.0f} | {max(spent):.0f} |")
    tracemalloc.start()
    kept = (matrix(company(db, measured=frozenset())), holes(found))
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    print(f"\nMatrix and {len(kept[1]):,} holes: at most {peak:.1f} MB while they are computed\n")


def timed(step: Callable[[], object]) -> float:
    """Milliseconds of the processor: what else runs on the machine does not count."""
    started = time.process_time()
    step()
    return 1000 * (time.process_time() - started)


def pages(app: Flask, browser: FlaskClient, times: int) -> None:
    seen: list[str] = []
    engine = app.extensions["database"].engine
    event.listen(engine, "before_cursor_execute", lambda _c, _cursor, text, *_rest: seen.append(text))
    print("| Page | Median ms | Most ms | HTML bytes | gzipped | Statements |\n|---|--:|--:|--:|--:|--:|")
    for path in (
        *("/coverage", "/coverage?gaps=1&page=7", "/coverage?role=role-7", "/coverage/holes", "/coverage/roles"),
        *("/coverage/roles/role-7", "/coverage/standards/standard-7", "/coverage.csv"),
    ):
        browser.get(path)
        seen.clear()
        answer = browser.get(path)
        if answer.status_code != 200:
            raise LookupError(f"{path} answered {answer.status_code}.")
        statements = sum(not text.startswith("BEGIN") for text in seen)
        spent = [timed(lambda: browser.get(path)) for _time in range(times)]  # noqa: B023 -- called at once
        size, small = len(answer.data), len(gzip.compress(answer.data))
        print(f"| {path} | {statistics.median(spent):.0f} | {max(spent):.0f} | {size:,} | {small:,} | {statements} |")


if __name__ == "__main__":
    main()
