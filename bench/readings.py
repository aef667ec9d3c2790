"""Taking readings in by the million: rows a second, memory, the file again, cells anew; a table in Markdown.

python -m bench.readings [--readings 1000000] [--ids counted|random] [--folder DIR]

On SQLite, in a directory of its own. Each part runs in a process of its own, so that its memory is its own.
"""

import argparse
import csv
import os
import random
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import func, insert, select

from bench.quiet import be_quiet
from training.app import create_app
from training.config import Settings
from training.content.actions import Publication, publish
from training.core.clock import FixedClock
from training.core.db import Base, Database
from training.core.permissions import Actor
from training.core.site import SiteRow
from training.metrics.actions_cells import rebuild_cells, standards_with_readings
from training.metrics.actions_import import run
from training.metrics.actions_reading import Intake, look_through, setting
from training.metrics.check import check_cells
from training.metrics.files_mapping import presets
from training.metrics.models import Cell, Reading
from training.people.models import Person, Team

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PEOPLE, TEAMS = 1_000, 50
READINGS_A_ROW = 3.43  # as in the sample of interactions
ZONE = ZoneInfo("Europe/Dublin")
COLUMNS = (
    *("call_id", "started_at", "employee_id", "team", "queue", "wait_seconds", "handle_seconds"),
    *("resolved_first_contact", "callback_promised", "callback_within_hour", "csat"),
)
STANDARDS = {
    "answered-by-third-ring": "measure: time\nlimit: 20 seconds\ntarget: 90",
    "short-calls": "measure: mean\ntarget: 300\ndirection: lower",
    "solved-first-time": "measure: proportion\ntarget: 80",
    "call-back-kept": "measure: proportion\ntarget: 95",
    "customers-are-satisfied": "measure: mean\ntarget: 4.5\ndirection: higher\nleast: 1\nmost: 5",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readings", type=int, default=1_000_000)
    parser.add_argument("--ids", choices=("counted", "random"), default="counted")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    be_quiet()
    if wanted.part:
        measure(wanted.part, wanted.folder)
        return
    with tempfile.TemporaryDirectory(dir=wanted.folder) as folder:
        begin(Path(folder), wanted.readings, wanted.ids)
        print(f"{wanted.readings:,} readings, {wanted.ids} ids, load {os.getloadavg()[0]:.1f}\n")
        print("| Part | s | Processor s | Rows/s | Readings/s | Memory, MB |\n|---|--:|--:|--:|--:|--:|", flush=True)
        for part in PARTS:
            subprocess.run([sys.executable, "-m", "bench.readings", "--part", part, "--folder", folder], check=True)  # noqa: S603 -- this file
        size = sum(file.stat().st_size for file in Path(folder).glob("training.db*"))
        print(f"\nDatabase: {size / 1e6:,.0f} MB. Load at the end: {os.getloadavg()[0]:.1f}")


def begin(folder: Path, readings: int, ids: str) -> None:
    """The site with its standards and people, and the file to take in, with the same once corrected."""
    app = site(folder)
    Base.metadata.create_all(app.extensions["database"].engine)
    with app.app_context(), app.extensions["database"].writing() as db:
        db.add(SiteRow(id=1, company="Juniper & Vale", timezone=ZONE.key, set_up_at=NOW))
        for slug, measure_of in STANDARDS.items():
            text = f"title: {slug}\nsummary: We keep it.\nowner: Head of service\n{measure_of}\n"
            publish(db, Actor.house(), Publication("standard", slug, text, None), now=NOW)
        db.add_all(Team(id=number, name=f"Phones {number}", path=f"/{number}/") for number in range(1, TEAMS + 1))
        db.flush()
        db.execute(insert(Person), [somebody(number) for number in range(1, PEOPLE + 1)])
    app.extensions["database"].close()
    write_calls(folder / "calls.csv", round(readings / READINGS_A_ROW), ids)


def somebody(number: int) -> dict[str, object]:
    names = {"given_name": "Agent", "family_name": str(number), "employee_number": f"E{number:04}"}
    return {"id": number, **names, "team_id": number % TEAMS + 1}


def write_calls(file: Path, rows: int, ids: str) -> None:
    """Calls of half a year in the layout of the sample, in the order in which they came."""
    chance, start = random.Random(7), datetime(2026, 4, 20, tzinfo=UTC)
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(COLUMNS)
        for number in range(rows):
            at = start + timedelta(seconds=int(number * 182 * 86_400 / rows))
            promised = chance.random() < 0.25
            call = f"C{number:08}" if ids == "counted" else str(UUID(int=chance.getrandbits(128)))
            agent = chance.randrange(1, PEOPLE + 1)
            times = int(chance.expovariate(1 / 12)), int(chance.lognormvariate(5.5, 0.5))
            queue = chance.choice(("orders", "orders", "returns", "technical"))
            kept = int(chance.random() < 0.8) if promised else ""
            csat = chance.randrange(1, 6) if chance.random() < 0.18 else ""
            who = f"E{agent:04}", f"Phones {agent % TEAMS + 1}"
            solved = int(chance.random() < 0.8)
            writer.writerow((call, f"{at:%Y-%m-%dT%H:%M:%S}", *who, queue, *times, solved, int(promised), kept, csat))


def site(folder: Path) -> Flask:
    settings = Settings(f"sqlite:///{folder}/training.db", folder, secrets.token_hex(32), timezone=ZONE.key)
    return create_app(settings, clock=FixedClock(NOW))


def measure(part: str, folder: Path) -> None:
    """Run one part and print its row."""
    app = site(folder)
    with app.app_context():
        before = peak()
        began, worked = time.perf_counter(), time.process_time()
        rows, readings = PARTS[part](app, folder)
        took, work = time.perf_counter() - began, time.process_time() - worked
    rates = f"{rows / took:,.0f} | {readings / took:,.0f}"
    print(f"| {part} | {took:.1f} | {work:.1f} | {rates} | {peak():.0f} ({before:.0f} before) |", flush=True)


def peak() -> float:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def intake(folder: Path, name: str = "calls.csv") -> Intake:
    return Intake("calls", folder / name, name, presets()["interactions"])


def check(app: Flask, folder: Path) -> tuple[int, int]:
    with app.extensions["database"].reading() as db:
        around = setting(db, intake(folder), ZONE)
    report = look_through(around, intake(folder), now=NOW)
    return report.rows, sum(report.readings.values())


def take_in(app: Flask, folder: Path) -> tuple[int, int]:
    outcome = run(app.extensions["database"], Actor.house(), intake(folder), zone=ZONE, now=NOW)
    rows = outcome.report.rows if outcome.report else 0
    return rows, outcome.written.new + outcome.written.unchanged


def same_again(app: Flask, folder: Path) -> tuple[int, int]:
    """The same rows in a file that differs by an empty line, so that every row has to be looked at."""
    calls = folder / "calls.csv"
    with calls.open("ab") as opened:
        opened.write(b"\n")
    return take_in(app, folder)


def cells_anew(app: Flask, _folder: Path) -> tuple[int, int]:
    """Every cell from the readings; its rows are cells."""
    database: Database = app.extensions["database"]
    with database.reading() as db:
        standards, readings = standards_with_readings(db), db.scalar(select(func.count()).select_from(Reading)) or 0
    cells = 0
    for standard in standards:
        with database.writing() as db:
            cells += rebuild_cells(db, standard)
    return cells, readings


def checked(app: Flask, _folder: Path) -> tuple[int, int]:
    with app.extensions["database"].reading() as db:
        if found := check_cells(db):
            raise SystemExit("\n".join(found))
        return db.scalar(select(func.count()).select_from(Cell)) or 0, db.scalar(select(func.sum(Cell.n))) or 0


PARTS: dict[str, Callable[[Flask, Path], tuple[int, int]]] = {
    "Look through": check,
    "First import": take_in,
    "The same file": take_in,
    "The same rows": same_again,
    "Cells anew": cells_anew,
    "Check": checked,
}


if __name__ == "__main__":
    main()
