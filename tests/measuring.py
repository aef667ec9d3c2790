"""Standards to hold readings against in tests, and a look at what they add up to."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.library import publish
from tests.moment import NOW
from training.core.permissions import Actor
from training.metrics.actions_import import Outcome, run
from training.metrics.actions_reading import Intake
from training.metrics.files_mapping import presets
from training.metrics.models import Cell, Reading, ReadingStratum

DUBLIN = ZoneInfo("Europe/Dublin")

STANDARDS = {
    "answered-by-third-ring": "measure: time\nlimit: 20 seconds\ntarget: 90",
    "solved-first-time": "measure: proportion\ntarget: 80",
    "call-back-kept": "measure: proportion\ntarget: 95",
    "customers-are-satisfied": "measure: mean\ntarget: 4.5\ndirection: higher\nunit: points\nleast: 1\nmost: 5",
    "short-calls": "measure: mean\ntarget: 300\ndirection: lower\nunit: seconds\nleast: 0",
    "complaints-per-thousand-sales": "measure: count\ntarget: 2\nper: 1000\nexposure: sales",
}


def standard_text(slug: str, measure: str) -> str:
    title = slug.replace("-", " ").capitalize()
    return f"title: {title}\nsummary: We keep it.\nowner: Head of service\n{measure}\n"


def publish_standards(app: Flask) -> None:
    """Publish the standards above."""
    for slug, measure in STANDARDS.items():
        publish(app, "standard", standard_text(slug, measure), slug=slug)


def cells(db: Session) -> dict[tuple[object, ...], tuple[int, ...]]:
    """Every cell: its sums by its key, the stratum by its name."""
    names = dict(db.execute(select(ReadingStratum.id, ReadingStratum.name)).all())
    rows = db.execute(select(*Cell.__table__.columns)).all()
    return {(*row[:4], names[row[4]]): tuple(row[5:]) for row in rows}


def readings(db: Session) -> list[tuple[object, ...]]:
    """Every reading, the stratum by its name."""
    names = dict(db.execute(select(ReadingStratum.id, ReadingStratum.name)).all())
    rows = db.execute(select(*Reading.__table__.columns)).all()
    return sorted((*row[:8], names[row[8]], *row[9:]) for row in rows)


HEADER = (
    "call_id,started_at,employee_id,team,queue,wait_seconds,handle_seconds,resolved_first_contact,"
    "callback_promised,callback_within_hour,csat"
)


def written(folder: Path, *lines: str, name: str = "calls.csv", header: str = HEADER) -> Intake:
    """A file of calls with these rows, to be read as the sample of interactions is."""
    path = folder / name
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return Intake("calls", path, name, presets()["interactions"])


def take_in(app: Flask, intake: Intake, *, now: datetime = NOW, batch: int = 100) -> Outcome:
    """Take a file in, as the site’s owner would by a command."""
    with app.app_context():
        return run(app.extensions["database"], Actor.house(), intake, zone=DUBLIN, now=now, batch=batch)
