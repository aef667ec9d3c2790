"""Reviewing a large company: seconds and memory of a whole review, and of a night; a table in Markdown.

python -m bench.review [--people 10000] [--standards 12] [--weeks 52] [--seed 11] [--folder DIR]

On SQLite, in a directory of its own. Cells are written as if readings had come in: each person has one for each
standard on each of five days a week, with five readings, in one of two kinds of contact. A tenth of the people are 10
points lower than the rest, a fifth of the teams 6 points. Each part runs in a process of its own, so that its memory
is its own.
"""

import argparse
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from flask import Flask
from sqlalchemy import func, insert, select, text

from bench.quiet import be_quiet
from training.app import create_app
from training.config import Settings
from training.content.actions import Publication, publish
from training.content.library import Edition
from training.content.queries import live_all
from training.core.clock import FixedClock
from training.core.db import Base, Database
from training.core.permissions import Actor
from training.core.site import SiteRow
from training.diagnosis.actions_review import keep_all
from training.diagnosis.check import check_weeks
from training.diagnosis.models import Diagnosis, Finding, WeekOfCells
from training.diagnosis.queries import PEOPLE, TEAMS
from training.diagnosis.queries_reckoning import reckon
from training.metrics.actions_writing import run_many
from training.metrics.models import Cell, ReadingStratum
from training.people.models import Person, Team

NOW = datetime(
    2026, 11, 20, 4, 20, tzinfo=UTC
)  # a Friday: the day before, which is the last one reviewed, has readings
CREW, A_DAY = 20, 5
MEASURES = (
    *("measure: proportion\ntarget: 85",) * 4,
    *("measure: time\nlimit: 20 seconds\ntarget: 85",) * 4,
    *("measure: mean\ntarget: 4.5\ndirection: higher",) * 2,
    *("measure: count\ntarget: 200\nper: 1000\nexposure: sales",) * 2,
)
COLUMNS = [column.name for column in Cell.__table__.columns]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--standards", type=int, default=12)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    be_quiet()
    if wanted.part:
        measure(wanted.part, wanted)
        return
    with tempfile.TemporaryDirectory(dir=wanted.folder) as folder:
        wanted.folder = Path(folder)
        began = time.perf_counter()
        cells = begin(wanted)
        took = time.perf_counter() - began
        print(f"{cells:,} cells, seed {wanted.seed}, written in {took:.0f} s, load {os.getloadavg()[0]:.1f}\n")
        print("| Part | s | Processor s | Memory, MB | What |\n|---|--:|--:|--:|---|", flush=True)
        sizes = [f"--{name}={getattr(wanted, name)}" for name in ("people", "standards", "weeks", "seed", "folder")]
        for part in PARTS:
            subprocess.run([sys.executable, "-m", "bench.review", "--part", part, *sizes], check=True)  # noqa: S603 -- this file
        size = sum(file.stat().st_size for file in Path(folder).glob("training.db*"))
        print(f"\nDatabase: {size / 1e6:,.0f} MB. Load at the end: {os.getloadavg()[0]:.1f}")


def begin(wanted: argparse.Namespace) -> int:
    """The site with its standards, people and cells up to two days ago; returns how many cells there are."""
    app = site(wanted.folder, NOW)
    database: Database = app.extensions["database"]
    Base.metadata.create_all(database.engine)
    crews = -(-wanted.people // CREW)
    with app.app_context(), database.writing() as db:
        db.add(SiteRow(id=1, company="Juniper & Vale", timezone="UTC", set_up_at=NOW))
        for number in range(wanted.standards):
            body = f"title: Standard {number}\nsummary: We keep it.\nowner: Head of service\n{MEASURES[number % 12]}\n"
            publish(db, Actor.house(), Publication("standard", f"standard-{number}", body, None), now=NOW)
        db.add_all(Team(id=number, name=f"Phones {number}", path=f"/{number}/") for number in range(1, crews + 1))
        db.add_all(ReadingStratum(id=number, name=name) for number, name in ((1, "orders"), (2, "returns")))
        db.flush()
        db.execute(insert(Person), [somebody(number) for number in range(1, wanted.people + 1)])
        standards = {one.document_id: one.model.measure for one in live_all(db, "standard").values()}
        db.execute(text("DROP INDEX ix_cell_person_day"))  # no review asks it, and it doubles the time of writing
    last = NOW.date() - timedelta(days=2)
    days = [last - timedelta(days=number) for number in range(wanted.weeks * 7)]
    for day in sorted(day for day in days if day.weekday() < 5):
        write_day(database, wanted, standards, day)
    with database.reading() as db:
        return db.scalar(select(func.count()).select_from(Cell)) or 0


def somebody(number: int) -> dict[str, object]:
    names = {"given_name": "Agent", "family_name": str(number), "employee_number": f"E{number:05}"}
    return {"id": number, **names, "team_id": (number - 1) // CREW + 1}


def write_day(database: Database, wanted: argparse.Namespace, standards: dict[int, str], day: date) -> None:
    """The cells of everybody on one day, with the marks that say that it has changed."""
    marks = ", ".join("?" * len(COLUMNS))
    with database.writing() as db:
        for standard_id, kind in standards.items():
            chance = np.random.default_rng([wanted.seed, standard_id, day.toordinal()])
            rows = list(cells_of(chance, kind, wanted.people, standard_id, day.toordinal()))
            run_many(db, f"INSERT INTO cell ({', '.join(COLUMNS)}) VALUES ({marks})", rows)  # noqa: S608 -- names of ours
            run_many(db, "INSERT INTO cell_day VALUES (?, ?, 1)", [(standard_id, day.toordinal())])


def cells_of(chance: np.random.Generator, kind: str, people: int, standard: int, day: int) -> Iterator[tuple[int, ...]]:
    person = np.arange(1, people + 1)
    team = (person - 1) // CREW + 1
    low = np.where((person * 7919 + standard) % 10 == 0, 0.10, 0) + np.where((team * 31 + standard) % 5 == 0, 0.06, 0)
    stratum = chance.integers(1, 3, people)
    share = 0.10 + low + 0.03 * (stratum == 2)
    n = np.full(people, A_DAY)
    missed = np.zeros(people, dtype=int)
    exposure = n * 100
    if kind == "mean":
        values = np.clip(np.round(chance.normal(460 - 100 * low, 60, (A_DAY, people))), 100, 500).astype(int)
        total, squares = values.sum(axis=0), (values**2).sum(axis=0)
    elif kind == "count":
        exposure = n * 1000
        total = 100 * chance.poisson(share * 10)
        squares = total**2 // A_DAY
    else:
        missed = chance.binomial(A_DAY, share)
        total, squares = missed, missed
    columns = (
        *(np.full(people, standard), np.full(people, day), team, person, stratum),
        *(n, missed, total, squares, exposure, n * 1000, missed * 1000),
    )
    return zip(*(column.tolist() for column in columns), strict=True)


def site(folder: Path, now: datetime) -> Flask:
    settings = Settings(f"sqlite:///{folder}/training.db", folder, secrets.token_hex(32), timezone="UTC")
    return create_app(settings, clock=FixedClock(now))


def measure(part: str, wanted: argparse.Namespace) -> None:
    """Run one part and print its row."""
    app = site(wanted.folder, NOW)
    with app.app_context():
        database: Database = app.extensions["database"]
        with database.reading() as db:
            standards = list(live_all(db, "standard").values())
        if part == "A night after one new day":
            kinds = {one.document_id: one.model.measure for one in standards}
            write_day(database, wanted, kinds, NOW.date() - timedelta(days=1))
        began, worked = time.perf_counter(), time.process_time()
        said = PARTS[part](database, standards)
        took, work = time.perf_counter() - began, time.process_time() - worked
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {part} | {took:.1f} | {work:.1f} | {memory:.0f} | {said} |", flush=True)


def review(database: Database, standards: list[Edition], today: date, *scopes: str) -> str:
    """As the worker does it: reckoned by itself, kept in a short write."""
    longest = fitted = 0.0
    for standard in standards:
        with database.reading() as db:
            reckoned = reckon(db, standard, scopes=scopes, today=today)
        fitted += bool(reckoned.result and reckoned.result.is_fitted)
        began = time.perf_counter()
        keep_all(database, reckoned, now=NOW)
        longest = max(longest, time.perf_counter() - began)
    return f"{fitted:.0f} of {len(standards)} fitted, longest keeping {longest:.2f} s"


def whole(database: Database, standards: list[Edition]) -> str:
    """Nothing is there yet: no sums, no fit; teams and everybody in them."""
    said = review(database, standards, NOW.date() - timedelta(days=1), TEAMS, PEOPLE)
    with database.reading() as db:
        rows = (
            db.scalar(select(func.count()).select_from(Finding)),
            db.scalar(select(func.count()).select_from(Diagnosis)),
        )
    return f"{said}; {rows[0]:,} findings of {rows[1]} diagnoses"


def night(database: Database, standards: list[Edition]) -> str:
    return review(database, standards, NOW.date(), TEAMS)


def checked(database: Database, _standards: list[Edition]) -> str:
    with database.reading() as db:
        if found := check_weeks(db):
            raise SystemExit("\n".join(found))
        size: Any = db.scalar(select(func.sum(func.length(WeekOfCells.rows))))
    return f"sums take {size / 1e6:.0f} MB"


PARTS: dict[str, Callable[[Database, list[Edition]], str]] = {
    "All from nothing, people too": whole,
    "A night after one new day": night,
    "A night on which nothing is new": night,
    "Check of five weeks": checked,
}


if __name__ == "__main__":
    main()
