"""What a morning of reminders costs: 10,000 people × 12 requirements × 5 years of evidence.

python -m bench.reminders DATA_DIR [--people 10000]   (or in the database that TRAINING_DATABASE_URL names)

The company is that of bench.standing. Each morning runs in a process of its own, so that its memory is its own. What
sending the mails takes is the mail server's matter, and not measured.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, event, func, select, update

from bench.quiet import be_quiet
from bench.standing import fill
from training.app import create_app
from training.certification.jobs import NIGHTLY
from training.config import read_settings
from training.core import mail
from training.core.clock import FixedClock
from training.core.db import Database
from training.core.jobs import Job, enqueue
from training.core.mail import Mail
from training.core.worker import Worker
from training.reminders.jobs import GROUP, ROUND
from training.reminders.models import Reminder, ReminderDigest, ReminderLine

MORNINGS = {"the first morning": 1, "the morning after": 2, "the fourth morning": 4}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--morning", choices=MORNINGS)
    wanted = parser.parse_args()
    os.environ["TRAINING_DATA_DIR"] = str(wanted.data_dir)
    be_quiet()
    if wanted.morning:
        measure(wanted.morning)
        return
    fill(wanted.people)
    forget()
    for name in MORNINGS:
        command = [sys.executable, "-m", "bench.reminders", str(wanted.data_dir), "--morning", name]
        subprocess.run(command, check=True)  # noqa: S603 -- this file


def forget() -> None:
    """Begin again: nobody was told anything."""
    database: Database = create_app(read_settings(os.environ)).extensions["database"]
    with database.writing() as db:
        for table in (Reminder, ReminderLine, ReminderDigest, Mail):
            db.execute(delete(table))
        db.execute(delete(Job).where(Job.kind == GROUP))
    database.close()


def settle(worker: Worker) -> None:
    """Run what the night before left: standings that the calendar has moved, and no mail."""
    now = worker.clock.now()
    with worker.database.writing() as db:
        db.execute(update(Job).where(Job.kind == mail.JOB, Job.done_at.is_(None)).values(done_at=now))
        enqueue(db, NIGHTLY, now=now)
    worker.run_due()


def measure(name: str) -> None:
    """One morning at eight: from the look at the clock until the last mail is in the outbox."""
    app = create_app(read_settings(os.environ))
    database: Database = app.extensions["database"]
    today = app.extensions["clock"].now().date()
    clock = FixedClock(datetime(today.year, today.month, today.day, 8, 1, tzinfo=UTC) + timedelta(days=MORNINGS[name]))
    app.extensions["clock"] = clock
    worker, statements, longest = Worker(app), Counter[str](), Counter[str]()
    settle(worker)
    counted = [0]

    def note(*_call: object) -> None:
        counted[0] += 1

    event.listen(database.engine, "before_cursor_execute", note)
    with database.writing() as db:
        enqueue(db, ROUND, now=clock.now())
    began = time.perf_counter()
    while (job := worker.claim()) is not None and job.kind != mail.JOB:
        started, counted[0] = time.perf_counter(), 0
        worker.perform(job)
        statements[job.kind] += counted[0]
        longest[job.kind] = max(longest[job.kind], round(1000 * (time.perf_counter() - started)))
    took = time.perf_counter() - began
    with database.reading() as db:
        day = clock.now().date()
        told = db.scalar(select(func.count()).where(ReminderDigest.day == day))
        topics = db.scalar(select(func.count()).where(Reminder.day == day))
        mails = db.scalar(select(func.count()).where(Mail.written_at == clock.now()))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name}: {took:.1f} s, {told:,} digests of {topics:,} topics, {mails:,} mails; {memory:.0f} MB")
    for kind, number in sorted(statements.items()):
        print(f"    {kind}: {number:,} statements, the longest job {longest[kind]:,} ms")
    database.close()


if __name__ == "__main__":
    main()
