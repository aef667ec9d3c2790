"""Workers as processes: one that is killed loses nothing and doubles nothing, and many never do the same job."""

import subprocess
import sys
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from tests.moment import NOW
from tests.operations.worker_process import note
from training.core import ledger
from training.core.clock import FixedClock
from training.core.db import Database
from training.core.jobs import LEASE, Job, enqueue
from training.core.worker import Worker


def start(url: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 -- our own module
        [sys.executable, "-m", "tests.operations.worker_process", url, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    )


def ran(database: Database) -> list[object]:
    with database.reading() as db:
        entries = db.scalars(select(ledger.Entry).where(ledger.Entry.kind == "test.ran"))
        return [entry.facts["n"] for entry in entries]


def test_the_job_of_a_killed_worker_runs_once_more_and_counts_once(
    app: Flask, database: Database, database_url: str, tmp_path: Path, clock: FixedClock
) -> None:
    with database.writing() as db:
        job_id = enqueue(db, "test.hang", {"n": 7}, now=NOW)
    with start(database_url, tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "began\n"
        process.kill()
    assert ran(database) == []
    app.extensions["jobs"].handle("test.hang", note)
    assert Worker(app).run_due() == 0
    clock.at += LEASE
    assert Worker(app).run_due() == 1
    assert ran(database) == [7]
    with database.reading() as db:
        job = db.get_one(Job, job_id)
        assert (job.attempts, job.done_at) == (2, clock.at)


def test_three_processes_do_each_job_once(database: Database, database_url: str, tmp_path: Path) -> None:
    with database.writing() as db:
        for number in range(60):
            enqueue(db, "test.note", {"n": number}, now=NOW)
    processes = [start(database_url, tmp_path) for _ in range(3)]
    runs = [int(process.communicate(timeout=120)[0].split()[-1]) for process in processes]
    done = ran(database)
    assert len(done) == len(set(done)) == sum(runs)
    assert len(done) == 60
