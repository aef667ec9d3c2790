"""What the worker does with readings: files that were handed in, and standards that measure otherwise now."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.core.jobs import enqueue
from training.core.ledger import Entry
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.core.web import site
from training.core.worker import Task
from training.metrics.actions_cells import judge_anew
from training.metrics.actions_import import DONE, run
from training.metrics.actions_reading import Intake
from training.metrics.actions_uploads import REFUSED, awaited, folder
from training.metrics.models import Cell, ReadingImport, ReadingSource

JUDGE, FORGET = "readings.judge", "readings.forget"
KEPT = timedelta(days=1)
"""How long a file waits for somebody who looked at it to go on."""

LEASE = timedelta(hours=1)
"""How long a large file may take; one that was interrupted goes on after that."""


def take_in(task: Task) -> None:
    """Take a file in that was handed in. It writes in transactions of its own, each batch counts by itself."""
    import_id = int(task.payload["import_id"])
    with task.database.reading() as db:
        entry = db.get(ReadingImport, import_id)
        source = None if entry is None else db.get_one(ReadingSource, entry.source_id).slug
    if entry is None or source is None or entry.state in (DONE, REFUSED):
        return
    path = folder() / entry.sha256
    intake = Intake(source, path, entry.file_name, new_layout=bool(entry.report.get("new_layout")))
    whose = replace(Actor.house(), person_id=entry.by_id)
    try:
        run(task.database, whose, intake, zone=site().zone, now=task.now, import_id=import_id)
    except Problems as problems:
        _refuse(task.db, import_id, problems)  # its file goes at night, when this is sure to be written
        return
    with task.database.reading() as db:
        is_awaited = entry.sha256 in awaited(db)
    if not is_awaited:
        path.unlink(missing_ok=True)


def forget_files(task: Task) -> None:
    """Remove files of an earlier day that nothing waits for: somebody looked at them and went away."""
    needed, before = awaited(task.db), (task.now - KEPT).timestamp()
    for path in folder().glob("*"):
        if path.name not in needed and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


def _refuse(db: Session, import_id: int, problems: Problems) -> None:
    entry = db.get_one(ReadingImport, import_id)
    entry.state = REFUSED
    entry.report = {**entry.report, "problems": [_told(one) for one in problems.problems]}


def _told(problem: Problem) -> dict[str, str | int | None]:
    return {"line": problem.line, "message": problem.message, "remedy": problem.remedy}


def judge(task: Task) -> None:
    """Hold the readings of a standard against it as it is now."""
    judge_anew(task.db, int(task.payload["standard_id"]))


def standard_published(db: Session, fact: Entry) -> None:
    """Hear that a document was published: where it is a standard with readings, they are to be judged anew."""
    if fact.document_id is None or fact.facts.get("kind") != "standard":
        return
    if db.execute(select(Cell.n).where(Cell.standard_id == fact.document_id).limit(1)).first():
        enqueue(db, JUDGE, {"standard_id": fact.document_id}, now=fact.at)
