"""Standards to hold readings against in tests, and a look at what they add up to."""

import io
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.library import publish
from tests.moment import NOW
from training.core.permissions import Actor
from training.metrics.actions import Observed, keep
from training.metrics.actions_import import Outcome, run
from training.metrics.actions_reading import Intake
from training.metrics.actions_tokens import make_token
from training.metrics.actions_uploads import hand_in, keep_file
from training.metrics.files_mapping import presets
from training.metrics.models import Cell, Reading, ReadingAlias, ReadingSource, ReadingStratum
from training.metrics.models_tokens import MetricToken

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


def brought(db: Session, actor: Actor) -> dict[str, object]:
    """A file that waits to be taken in, one that is in, somebody whom nobody knows, and a token."""
    today, mapping = NOW.date(), presets()["interactions"]
    lines = [
        f"C{number},{today - timedelta(days=number % 60)}T10:00,T{number % 9:03},,orders,{number % 31},240,1,0,,"
        for number in range(200)
    ]
    sha256 = keep_file(io.BytesIO("\n".join((HEADER, *lines)).encode()))
    import_id = hand_in(db, actor, "calls", mapping, sha256, name="calls.csv", now=NOW, new_layout=False)
    source = db.scalars(select(ReadingSource).where(ReadingSource.slug == "calls")).one()
    others = db.scalar(select(func.count(ReadingAlias.id)))
    alias = ReadingAlias(source_id=source.id, name=f"J. Mayfield {others or ''}".strip())
    db.add(alias)
    db.flush()
    make_token(db, actor, source, "Nightly push of the telephone system", now=NOW)
    told = [
        Observed(f"c{number}", slug, NOW - timedelta(days=number % 80, minutes=5), Decimal(value), actor.person_id)
        for number in range(160)
        for slug, value in (("answered-by-third-ring", number % 27), ("solved-first-time", int(number % 6 > 0)))
    ]
    keep(db, "calls", told, now=NOW)
    return {
        "source_slug": "calls",
        "file_sha": sha256,
        "import_id": import_id,
        "alias_id": alias.id,
        "token_id": db.scalars(select(MetricToken.id)).first(),
    }
