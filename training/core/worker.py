"""The worker: claims a job, runs its handler in one transaction, commits once.

A claim is a lease. A worker that dies leaves the lease to run out, and another one takes the job; what the dead one
had begun was never committed. A worker that lost its lease undoes its work, so each job takes effect once.
"""

import os
import secrets
import socket
import threading
from datetime import datetime, timedelta
from functools import cached_property
from random import uniform
from typing import Any

import structlog
from flask import Flask, g
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from training.core import web
from training.core.clock import Clock
from training.core.db import Base, Database
from training.core.jobs import LEASE, MOST_ATTEMPTS, Job, Registry, is_open

log = structlog.get_logger()

POLL_SECONDS = 1.0
BEAT = timedelta(seconds=20)
LONGEST_PAUSE = timedelta(hours=4)


class Beat(Base):
    """When a worker was last seen."""

    __tablename__ = "worker_beat"

    worker: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)


class LeaseLostError(Exception):
    """Another worker has taken over: what this one did must not count."""


class Task:
    """One run of a job, as its handler sees it.

    `db` begins the transaction when it is first asked for: a handler that talks to the world does that before, so
    that no writer waits for it.
    """

    def __init__(self, job: Job, database: Database, clock: Clock) -> None:
        self.id = job.id
        self.kind = job.kind
        self.payload: dict[str, Any] = job.payload
        self.attempt = job.attempts
        self.last_attempt = job.attempts >= MOST_ATTEMPTS
        self.database = database
        self.clock = clock
        self._unit = web.Unit(database, writing=True)

    @cached_property
    def now(self) -> datetime:
        """The moment this run began."""
        return self.clock.now()

    @property
    def db(self) -> Session:
        return self._unit.session()

    def finish(self, *, keep: bool) -> None:
        self._unit.finish(keep=keep)


class Worker:
    """Runs jobs of an application until it is told to stop. Any number may run, in threads, processes, machines."""

    def __init__(self, app: Flask) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self.app = app
        self.database: Database = app.extensions["database"]
        self.clock: Clock = app.extensions["clock"]
        self.registry: Registry = app.extensions["jobs"]
        self._seen_at: datetime | None = None
        self.at_work = threading.Lock()  # whoever holds it knows that this worker is between two jobs

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; the job at hand is finished first."""
        while not stop.is_set():
            try:
                with self.at_work:
                    self.beat()
                    worked = self.step()
            except Exception:
                # The database may be away for a while; the worker must outlive that.
                log.exception("worker failed", worker=self.name)
                worked = False
            if not worked:
                stop.wait(POLL_SECONDS)
        self.leave()

    def run_due(self) -> int:
        """Run what is due now, and what that brings, until nothing is; returns how many runs there were."""
        runs = 0
        while self.step():
            runs += 1
        return runs

    def step(self) -> bool:
        """Run one job, if one is due."""
        job = self.claim()
        if job is None:
            return False
        self.perform(job)
        return True

    def beat(self) -> None:
        """Say that this worker is alive, and enqueue what has come round."""
        now = self.clock.now()
        if self._seen_at is not None and now - self._seen_at < BEAT:
            return
        with self.app.app_context():
            zone = web.site().zone
            with self.database.writing() as db:
                db.merge(Beat(worker=self.name, seen_at=now))
                self.registry.enqueue_rounds(db, now=now, zone=zone)
        self._seen_at = now

    def leave(self) -> None:
        """Say good-bye, so that a worker that stopped on purpose is not missed."""
        with self.database.writing() as db:
            beat = db.get(Beat, self.name)
            if beat is not None:
                db.delete(beat)

    def claim(self) -> Job | None:
        """The next due job, under this worker's lease; None when nothing is due."""
        now = self.clock.now()
        free = (*is_open(), Job.run_at <= now, or_(Job.lease_until.is_(None), Job.lease_until <= now))
        with self.database.reading() as db:
            due = db.execute(select(Job.id, Job.kind).where(*free).order_by(Job.run_at, Job.id).limit(10)).all()
        for job_id, kind in due:
            with self.database.writing() as db:
                lease = now + self.registry.leases.get(kind, LEASE)
                taking = (
                    update(Job)
                    .where(Job.id == job_id, *free)
                    .values(worker=self.name, lease_until=lease, attempts=Job.attempts + 1)
                )
                if db.execute(taking).rowcount == 1:  # type: ignore[attr-defined] # an update has a row count
                    return db.get_one(Job, job_id)
        return None

    def perform(self, job: Job) -> None:
        """Run a claimed job: its effects and its end are committed together, or not at all."""
        task = Task(job, self.database, self.clock)
        with self.app.app_context():
            g.now = task.now
            try:
                if job.attempts > MOST_ATTEMPTS:
                    raise RuntimeError("The worker died in the middle of it, again and again.")
                handler = self.registry.handlers.get(job.kind)
                if handler is None:
                    raise LookupError(f"Nothing here knows how to do “{job.kind}”.")
                handler(task)
                self._end(task.db, job, done_at=self.clock.now(), last_error=None)
                task.finish(keep=True)
                log.info("job", job=job.id, kind=job.kind, attempt=job.attempts)
            except LeaseLostError:
                task.finish(keep=False)
                log.warning("lease lost", job=job.id, kind=job.kind)
            except Exception as error:
                task.finish(keep=False)
                self._fail(job, error)

    def _end(self, db: Session, job: Job, **values: Any) -> None:
        """Write a job's end, if it is still ours. Raises LeaseLostError."""
        mine = update(Job).where(Job.id == job.id, Job.worker == self.name, Job.attempts == job.attempts, *is_open())
        if db.execute(mine.values(lease_until=None, **values)).rowcount != 1:  # type: ignore[attr-defined] # as above
            raise LeaseLostError

    def _fail(self, job: Job, error: Exception) -> None:
        now = self.clock.now()
        gives_up = job.attempts >= MOST_ATTEMPTS
        log.error("job failed", job=job.id, kind=job.kind, attempt=job.attempts, gives_up=gives_up, exc_info=error)
        after: dict[str, Any] = {"failed_at": now} if gives_up else {"run_at": now + pause_after(job.attempts)}
        try:
            with self.database.writing() as db:
                self._end(db, job, last_error=f"{type(error).__name__}: {error}"[:2000], **after)
        except LeaseLostError:
            log.warning("lease lost", job=job.id, kind=job.kind)


def forget_silent(db: Session, *, now: datetime) -> None:
    """Remove the traces of workers that died without a good-bye."""
    db.execute(delete(Beat).where(Beat.seen_at < now - timedelta(days=1)))


def pause_after(attempt: int) -> timedelta:
    """How long to wait after a failed attempt (the first is 1): 20 s, a minute, three, … with a tenth of chance."""
    pause = min(timedelta(seconds=20 * 3.0 ** (attempt - 1)), LONGEST_PAUSE)
    return pause * uniform(0.9, 1.1)  # noqa: S311 -- spreads load, keeps no secret
