"""Whether everything is as it should be: a list of checks, each of which says in sentences what is not.

Domains add theirs to `app.extensions["checks"]`: name → function of a session that returns sentences.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.library import library
from training.content.media import path_of
from training.content.models import Media
from training.core import ledger, migrate
from training.core.db import SAFE_SQLITE, Database, sqlite_module
from training.core.i18n import gettext as _
from training.core.worker import Task
from training.operations.models import Care, note_care

Check = Callable[[Session], list[str]]

JOB = "operations.check"


@dataclass(frozen=True)
class Result:
    """What one check found; nothing is good."""

    name: str
    sentences: list[str]


def results(app: Flask) -> Iterator[Result]:
    """Run every check, one after the other, each on a consistent view of the rows."""
    database: Database = app.extensions["database"]
    checks: dict[str, Check] = app.extensions["checks"]
    with app.app_context():
        for name, check in checks.items():
            with database.reading() as db:
                yield Result(name, _said(check, db))


def _said(check: Check, db: Session) -> list[str]:
    try:
        return check(db)
    except Exception as error:
        # A broken check is a finding, and must not hide what the others find.
        return [f"The check itself failed: {type(error).__name__}: {error}"]


def remember(app: Flask, found: list[Result]) -> None:
    """Keep what was found, for the operations page."""
    database: Database = app.extensions["database"]
    with database.writing() as db:
        sentences = [sentence for result in found for sentence in result.sentences]
        note_care(db, Care.CHECK, sentences, now=app.extensions["clock"].now())


def check_nightly(task: Task, app: Flask) -> None:
    """The job: the same as `training check`, its result on the operations page."""
    found = list(results(app))  # before the transaction begins: it may take minutes
    note_care(task.db, Care.CHECK, [sentence for result in found for sentence in result.sentences], now=task.now)


def advice() -> list[str]:
    """What is no fault of this installation and still worth knowing."""
    version = sqlite_module().sqlite_version_info
    if version >= SAFE_SQLITE:
        return []
    here, safe = (".".join(map(str, numbers)) for numbers in (version, SAFE_SQLITE))
    return [
        _(
            "SQLite %(here)s has a fault that can damage the database file when it is read while its log is reset. "
            "Install the package pysqlite3, or a Python with SQLite %(safe)s or newer; or use PostgreSQL.",
            here=here,
            safe=safe,
        )
    ]


def check_shape(db: Session) -> list[str]:
    """The tables have the shape that this program needs."""
    connection = db.connection()
    have, need = migrate.current_revision(connection), migrate.head_revision()
    if have != need:
        return [f"The tables are at revision {have or 'none'}, the program needs {need}. Run “training migrate”."]
    return [f"Tables and program differ: {difference}" for difference in migrate.differences(connection)]


def check_file(db: Session) -> list[str]:
    """SQLite finds its own file whole."""
    if db.get_bind().dialect.name != "sqlite":
        return []
    rows = db.connection().exec_driver_sql("PRAGMA integrity_check(20)").scalars()
    return [f"The database file is damaged: {row}" for row in rows if row != "ok"]


def check_links(db: Session) -> list[str]:
    """Every row that points at another finds it."""
    if db.get_bind().dialect.name != "sqlite":
        return []  # PostgreSQL cannot be told to look away
    rows = db.connection().exec_driver_sql("PRAGMA foreign_key_check").fetchmany(20)
    return [f"Row {row[1]} of table {row[0]} points at a row of {row[2]} that is not there." for row in rows]


def check_ledger(db: Session) -> list[str]:
    """The chain of seals holds."""
    return ledger.flaws(db)


def check_media(db: Session) -> list[str]:
    """Every picture and film that a document may show is there, whole by its length."""
    found: list[str] = []
    folder = library().media_dir
    for name, sha256, size in db.execute(select(Media.name, Media.sha256, Media.size).order_by(Media.id)):
        path = path_of(folder, sha256)
        if not path.exists():
            found.append(f"The media file {name} is missing: {path}.")
        elif path.stat().st_size != size:
            found.append(f"The media file {name} has another length than it had: {path}.")
    return found
