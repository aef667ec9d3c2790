"""Work for later: enqueued in the transaction that wants it done, so that neither happens without the other.

`training/core/worker.py` claims and runs it. `app.extensions["jobs"]` says which function does which kind of job and
which kinds come round by themselves.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import Index, delete, exists, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from training.core.db import Base

if TYPE_CHECKING:
    from training.core.worker import Task

LEASE = timedelta(minutes=5)  # a worker that is silent for so long has died
MOST_ATTEMPTS = 8  # with the pauses of `pause_after`, about six hours
KEPT = timedelta(days=14)  # how long a finished job can still be looked at

_OPEN = text("done_at IS NULL AND failed_at IS NULL")


class Job(Base):
    """One piece of work. It waits, runs under a worker's lease, and ends done or failed (given up)."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_open", "run_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("uq_job_open_key", "unique_key", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    unique_key: Mapped[str | None]
    enqueued_at: Mapped[datetime]
    run_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    failed_at: Mapped[datetime | None] = mapped_column(index=True)
    last_error: Mapped[str | None]


class Round(Base):
    """When a kind of job that comes round by itself is due next."""

    __tablename__ = "job_round"

    kind: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]


def enqueue(
    db: Session,
    kind: str,
    payload: Mapping[str, Any] | None = None,
    *,
    now: datetime,
    run_at: datetime | None = None,
    unique_key: str | None = None,
    window: timedelta = timedelta(0),
) -> int | None:
    """Add a job in the caller's transaction; returns its id, or None when the key says that it is there already.

    A key is taken while its job waits or runs, and for `window` after it was done. A job that must see changes made
    while an earlier one runs takes no key. `payload` must be JSON.
    """
    if unique_key is not None and window:
        lately = exists().where(Job.unique_key == unique_key, Job.done_at > now - window)
        if db.scalar(select(lately)):
            return None
    insert = sqlite_insert if db.get_bind().dialect.name == "sqlite" else postgresql_insert
    # Two requests may bring the same key at once: the index decides, and neither fails.
    statement = (
        insert(Job)
        .values(
            kind=kind,
            payload=dict(payload or {}),
            unique_key=unique_key,
            enqueued_at=now,
            run_at=run_at or now,
            attempts=0,
        )
        .on_conflict_do_nothing()
        .returning(Job.id)
    )
    job_id: int | None = db.execute(statement).scalar_one_or_none()
    return job_id


def enqueue_new(db: Session, kind: str, payloads: Mapping[str, Mapping[str, Any]], *, now: datetime) -> None:
    """Add many jobs at once, by their keys, which nobody can have taken yet: those of rows that are new themselves."""
    common = {"kind": kind, "enqueued_at": now, "run_at": now, "attempts": 0}
    rows = [{**common, "unique_key": key, "payload": dict(payload)} for key, payload in payloads.items()]
    if rows:
        db.execute(insert(Job), rows)


def retry(db: Session, job_id: int, *, now: datetime) -> bool:
    """Give a failed job a fresh start; False when it has not failed, or its key was taken up by another job."""
    job = db.get(Job, job_id)
    if job is None or job.failed_at is None:
        return False
    if job.unique_key is not None and db.scalar(select(exists().where(*is_open(), Job.unique_key == job.unique_key))):
        return False
    job.failed_at, job.attempts, job.run_at, job.lease_until, job.worker = None, 0, now, None, None
    return True


def is_open() -> tuple[Any, Any]:
    """Conditions: the job is neither done nor given up."""
    return Job.done_at.is_(None), Job.failed_at.is_(None)


def forget_old(db: Session, *, now: datetime) -> None:
    """Remove jobs that were done long ago. Failed ones stay until somebody has seen to them."""
    db.execute(delete(Job).where(Job.done_at < now - KEPT))


Handler = Callable[["Task"], None]


@dataclass(frozen=True)
class Every:
    """Comes round after a fixed time."""

    pause: timedelta

    def next_after(self, now: datetime, _zone: ZoneInfo) -> datetime:
        return now + self.pause


@dataclass(frozen=True)
class Nightly:
    """Comes round once a day at a local time of the site."""

    at: time

    def next_after(self, now: datetime, zone: ZoneInfo) -> datetime:
        here = now.astimezone(zone)
        today = datetime.combine(here.date(), self.at, zone)
        return today if today > here else datetime.combine(here.date() + timedelta(days=1), self.at, zone)


@dataclass
class Registry:
    """Which function does which kind of job, and what comes round by itself. The application fills it."""

    handlers: dict[str, Handler] = field(default_factory=dict)
    leases: dict[str, timedelta] = field(default_factory=dict)
    rounds: dict[str, Every | Nightly] = field(default_factory=dict)

    def handle(self, kind: str, handler: Handler, *, lease: timedelta = LEASE) -> None:
        """`handler(task)` does the jobs of this kind, each within `lease`."""
        self.handlers[kind] = handler
        self.leases[kind] = lease

    def every(self, kind: str, pause: timedelta) -> None:
        self.rounds[kind] = Every(pause)

    def nightly(self, kind: str, at: time = time(3)) -> None:
        """Once a day at a local time of the site; after a night's standstill it runs once, not twice."""
        self.rounds[kind] = Nightly(at)

    def enqueue_rounds(self, db: Session, *, now: datetime, zone: ZoneInfo) -> None:
        """Enqueue what has come round. Several workers may call it at once: the row's due time decides who does."""
        known = {row.kind: row.due_at for row in db.execute(select(Round.kind, Round.due_at))}
        for kind, rhythm in self.rounds.items():
            following = rhythm.next_after(now, zone)
            if kind not in known:
                insert = sqlite_insert if db.get_bind().dialect.name == "sqlite" else postgresql_insert
                db.execute(insert(Round).values(kind=kind, due_at=following).on_conflict_do_nothing())
            elif known[kind] <= now:
                mine = update(Round).where(Round.kind == kind, Round.due_at == known[kind]).values(due_at=following)
                if db.execute(mine).rowcount == 1:  # type: ignore[attr-defined] # an update has a row count
                    enqueue(db, kind, now=now, unique_key=f"round:{kind}")
