"""How the installation is: its jobs, its mail, its ledger, its database."""

import platform
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from training.core import ledger, migrate
from training.core.jobs import Job, Round, is_open
from training.core.mail import Mail, MailState
from training.core.permissions import Actor, Permission
from training.core.web import NotFound
from training.operations.models import Care, LastCare

LISTED = 50


@dataclass(frozen=True)
class JobLine:
    """One job. `state` is waiting, running or failed; `at` is when it is due, began, or failed."""

    id: int
    kind: str
    state: str
    at: datetime
    attempts: int
    error: str


@dataclass(frozen=True)
class Installation:
    """What runs here. `size` is in bytes."""

    version: str
    revision: str
    database: str
    size: int
    python: str


def count_jobs(db: Session, *, now: datetime) -> dict[str, int]:
    """How many jobs wait, run, and failed."""
    state = _job_state(now)
    query = select(state, func.count()).where(Job.done_at.is_(None)).group_by(state)
    return {"waiting": 0, "running": 0, "failed": 0} | {row[0]: row[1] for row in db.execute(query)}


def open_jobs(db: Session, *, now: datetime) -> list[JobLine]:
    """The jobs that wait or run, the next first."""
    return _lines(db, select(Job, _job_state(now)).where(*is_open()).order_by(Job.run_at, Job.id))


def failed_jobs(db: Session, *, now: datetime) -> list[JobLine]:
    """The jobs that were given up, the latest first."""
    return _lines(db, select(Job, _job_state(now)).where(Job.failed_at.is_not(None)).order_by(Job.failed_at.desc()))


def _job_state(now: datetime) -> Any:
    return case((Job.failed_at.is_not(None), "failed"), (Job.lease_until > now, "running"), else_="waiting")


def _lines(db: Session, query: Any) -> list[JobLine]:
    return [
        JobLine(job.id, job.kind, state, job.failed_at or job.run_at, job.attempts, job.last_error or "")
        for job, state in db.execute(query.limit(LISTED))
    ]


def rounds(db: Session) -> list[tuple[str, datetime]]:
    """What comes round by itself, and when next."""
    return [(row.kind, row.due_at) for row in db.execute(select(Round.kind, Round.due_at).order_by(Round.due_at))]


def last_mails(db: Session) -> list[Mail]:
    """The latest mails: first those that need somebody."""
    needy = case((Mail.state.in_([MailState.FAILED, MailState.UNSURE]), 0), else_=1)
    return list(db.scalars(select(Mail).order_by(needy, Mail.id.desc()).limit(LISTED)))


def count_mails(db: Session) -> dict[MailState, int]:
    found = {row[0]: row[1] for row in db.execute(select(Mail.state, func.count()).group_by(Mail.state))}
    return {state: found.get(state, 0) for state in MailState}


def mail_for(db: Session, actor: Actor, mail_id: int) -> Mail:
    """A mail to be read here. Raises NotFound for everybody who may not: one-time links open doors."""
    mail = db.get(Mail, mail_id)
    if mail is None or not (actor.may(Permission.OPERATIONS_WRITE) or not mail.private):
        raise NotFound
    return mail


def last_care(db: Session, kind: Care) -> LastCare | None:
    return db.get(LastCare, kind)


def unsealed_and_head(db: Session) -> tuple[int, ledger.Head]:
    """How many entries of the ledger wait for their seal, and the end of the chain."""
    return ledger.unsealed(db), ledger.head(db)


def installation(db: Session) -> Installation:
    connection = db.connection()
    numbers = ".".join(map(str, connection.dialect.server_version_info or ()))
    if connection.dialect.name == "sqlite":
        pages, size = (connection.exec_driver_sql(f"PRAGMA {word}").scalar() for word in ("page_count", "page_size"))
        name, total = f"SQLite {numbers}", int(pages or 0) * int(size or 0)
    else:
        name = f"PostgreSQL {numbers}"
        total = db.scalar(select(func.pg_database_size(func.current_database()))) or 0
    revision = migrate.current_revision(connection) or ""
    return Installation(version("standard-bearer"), revision, name, total, platform.python_version())
