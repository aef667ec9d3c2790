"""What standings cost: 10,000 people × 12 requirements × 5 years of evidence.

python -m bench.standing DATA_DIR [--people 10000]   (or in the database that TRAINING_DATABASE_URL names)

Each measure runs in a process of its own, so that its memory is its own.
"""

import argparse
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from bench.quiet import be_quiet
from bench.seed import SLUGS, add_people
from training.app import create_app
from training.certification.actions_standing import follow
from training.certification.jobs import EVERYBODY, NIGHTLY
from training.certification.models import Award
from training.config import ROOT, read_settings
from training.content import sync
from training.content.actions import Publication, publish
from training.content.models import Document
from training.content.tree import read_tree
from training.core import ledger, web
from training.core.clock import FixedClock, local_day
from training.core.db import Base, Database
from training.core.jobs import enqueue
from training.core.ledger import Entry
from training.core.permissions import Actor
from training.core.site import SiteRow
from training.core.worker import Worker
from training.people.models import Person
from training.reports.actions_audit import CSV, PACK, make
from training.reports.queries_audit import Answer
from training.reports.queries_people import people_of
from training.reports.rules_audit import Question, Summary

YEARS = 5
BEGAN = YEARS * 365 + 30  # days ago
TALKS = (("script", "somebody-is-waiting"), ("scenario", "four-in-the-queue"))
ITEMS = (*((kind, slug) for slug in SLUGS for kind in ("module", "quiz")), *TALKS)
FACTS = {
    "module": ("module.done", "{}"),
    "quiz": ("quiz.passed", '{"score":90}'),
    "script": ("script.rehearsed", "{}"),
    "scenario": ("scenario.passed", '{"score":90}'),
}
PROGRAMME = f"""\
title: Everything, every year
summary: Twelve things, renewed each year.
roles: [bench-staff]
validity: 12 months
due: 30 days
requirements:
{chr(10).join(f"  - {{id: {kind}-{slug}, {kind}: {slug}}}" for kind, slug in ITEMS)}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--measure", choices=MEASURES)
    wanted = parser.parse_args()
    os.environ["TRAINING_DATA_DIR"] = str(wanted.data_dir)
    be_quiet()
    if wanted.measure:
        measure(wanted.measure)
        return
    fill(wanted.people)
    for name in MEASURES:
        command = [sys.executable, "-m", "bench.standing", str(wanted.data_dir), "--measure", name]
        subprocess.run(command, check=True)  # noqa: S603 -- this file


def fill(people: int) -> None:
    """Seed the database; one that has people already is left as it is."""
    app = create_app(read_settings(os.environ))
    database: Database = app.extensions["database"]
    Base.metadata.create_all(database.engine)
    with database.reading() as db:
        if db.scalar(select(Person.id).limit(1)):
            return
    now = app.extensions["clock"].now()
    began = now - timedelta(days=BEGAN)
    with app.app_context():
        with database.writing() as db:
            db.add(SiteRow(id=1, company="Bench & Sons", timezone="Europe/Dublin", set_up_at=began))
            sync.sync(db, Actor.house(), read_tree(ROOT, app.extensions["library"].kinds), now=began)
            publish(db, Actor.house(), Publication("programme", "every-year", PROGRAMME, None), now=began)
        started = time.perf_counter()
        with database.writing() as db:
            ids = add_people(db, people, now, days=BEGAN)
            facts = 0
            for rows in evidence(db, ids, now):
                db.execute(insert(Entry), rows)
                facts += len(rows)
        print(f"{people:,} people and {facts:,} facts: {time.perf_counter() - started:.0f} s")
    started = time.perf_counter()
    for start in range(0, len(ids), 500):
        with app.test_request_context(), database.writing() as db:
            for moment in (began + timedelta(days=11), now):  # first when it begins for them, then as things are today
                follow(db, ids[start : start + 500], now=moment, zone=web.site().zone)
    with database.writing() as db:
        awards = db.scalar(select(func.count()).select_from(Award))
        print(f"Standings of everybody, with {awards:,} certificates: {time.perf_counter() - started:.0f} s")
        while ledger.seal(db):
            db.flush()
            db.expunge_all()
    Worker(app).run_due()
    database.close()


def evidence(db: Session, ids: list[int], now: datetime) -> Iterator[list[dict[str, object]]]:
    """Each does everything once a year, most in time, some late, some not to the end; a quiz in ten at a second try."""
    chance = random.Random(2026)
    query = select(Document.kind, Document.slug, Document.id, Document.live_version_id)
    documents = {(kind, slug): (key, version) for kind, slug, key, version in db.execute(query)}
    began = now - timedelta(days=BEGAN - 10)
    everything: list[tuple[datetime, int, str, str]] = []
    for person_id in ids:
        day = began + timedelta(days=chance.randrange(330))
        for year in range(YEARS):
            done = ITEMS if year < YEARS - 1 else ITEMS[: chance.choice((0, 6, 11, 12, 12, 12))]
            for kind, slug in done:
                at = day + timedelta(days=chance.randrange(12), minutes=chance.randrange(600))
                if kind == "quiz" and chance.random() < 0.1:
                    everything.append((at, person_id, "failed", slug))
                everything.append((at + timedelta(minutes=9), person_id, kind, slug))
            day += timedelta(days=chance.choice((330, 340, 345, 345, 350, 350, 352, 390)))
    everything = sorted(fact for fact in everything if fact[0] < now)
    for start in range(0, len(everything), 10_000):
        yield [row(fact, documents, chance) for fact in everything[start : start + 10_000]]


def row(
    fact: tuple[datetime, int, str, str], documents: dict[tuple[str, str], tuple[int, int]], chance: random.Random
) -> dict[str, object]:
    at, person_id, kind, slug = fact
    name, payload = FACTS.get(kind, ("quiz.failed", '{"score":40}'))
    document_id, version_id = documents["quiz" if kind == "failed" else kind, slug]
    salt = f"{chance.getrandbits(128):032x}"
    return {
        "at": at,
        "kind": name,
        "subject_id": person_id,
        "actor_id": person_id,
        "document_id": document_id,
        "version_id": version_id,
        "payload": payload,
        "salt": salt,
        "digest": ledger.digest_of(salt, payload),
    }


def everyone_on(app: Flask, day: date) -> str:
    """The standing of everyone on a past day."""
    with app.extensions["database"].reading() as db:
        question, zone, summary = Question(day), web.site().zone, Summary()
        for lines in Answer(db, question, zone).chunks(people_of(db, Actor.house(), question, zone)):
            summary.add(lines)
            db.expunge_all()
    return f"{summary.certified:,} of {summary.people:,} certified, {dict(Counter(summary.states))}"


def one_on(app: Flask, day: date) -> str:
    with app.extensions["database"].reading() as db:
        zone = web.site().zone
        question = Question(day, person_id=db.scalar(select(Person.id).limit(1)))
        (line,) = Answer(db, question, zone).lines(people_of(db, Actor.house(), question, zone))
    return line.state


def file_of(form: str) -> Callable[[Flask, date], str]:
    def made(app: Flask, day: date) -> str:
        room = app.extensions["settings"].data_dir
        target = (room / f"bench.{form}").open("w+b")
        with target, app.extensions["database"].reading() as db:
            now = app.extensions["clock"].now()
            make(
                db,
                Actor.house(),
                form,
                Question(day),
                target,
                site=web.site(),
                room=room,
                now=now,
                tell=lambda *_: None,
            )
            return f"{target.seek(0, 2) / 1e6:,.0f} MB"

    return made


def night(app: Flask, _day: date) -> str:
    """The nightly job and what it leaves to do, as a day passes."""
    with app.extensions["database"].writing() as db:
        enqueue(db, NIGHTLY, now=app.extensions["clock"].now())
    return f"{Worker(app).run_due()} jobs"


def again(app: Flask, _day: date) -> str:
    """Everybody's standing computed anew, as after a publish that concerns everybody."""
    with app.extensions["database"].writing() as db:
        enqueue(db, EVERYBODY, now=app.extensions["clock"].now())
    return f"{Worker(app).run_due()} jobs"


def page(app: Flask, day: date) -> str:
    """What the page of everybody reads: who they are, and the lines of the first fifty."""
    with app.extensions["database"].reading() as db:
        question, zone = Question(day), web.site().zone
        people = people_of(db, Actor.house(), question, zone)
        return f"{len(Answer(db, question, zone).lines(people[:50]))} of {len(people):,} lines"


MEASURES: dict[str, Callable[[Flask, date], str]] = {
    "one": one_on,
    "page": page,
    "everyone": everyone_on,
    "csv": file_of(CSV),
    "pack": file_of(PACK),
    "night": night,
    "again": again,
}


def measure(name: str) -> None:
    """Print seconds and memory of one measure; the day asked for is a year and a half ago."""
    app = create_app(read_settings(os.environ))
    now = app.extensions["clock"].now()
    if name in {"night", "again"}:
        app.extensions["clock"] = FixedClock(now + timedelta(days=1))
    with app.app_context():
        before = most_memory()
        started = time.perf_counter()
        said = MEASURES[name](app, local_day(now - timedelta(days=550), web.site().zone))
        took = time.perf_counter() - started
    peak = most_memory()
    print(
        f"{name:10} {took:7.2f} s   {peak:5.0f} MB at most, {peak - before:4.0f} MB of it for this   {said}", flush=True
    )
    app.extensions["database"].close()


def most_memory() -> float:
    """The most memory this process had so far, in megabytes; unlike that of `resource`, without its parent's."""
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024


if __name__ == "__main__":
    main()
