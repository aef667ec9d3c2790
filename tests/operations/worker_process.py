"""A worker as a process of its own, to be killed by a test: `python -m tests.operations.worker_process URL FOLDER`.

It prints a line when a job has begun and written its row, and at the end how many jobs it ran.
"""

import sys
import time
from pathlib import Path

from tests.moment import NOW
from training.app import create_app
from training.config import Settings
from training.core import ledger
from training.core.clock import FixedClock
from training.core.worker import Task, Worker


def note(task: Task) -> None:
    ledger.record(task.db, "test.ran", at=task.now, actor_id=None, payload=task.payload)


def hang(task: Task) -> None:
    note(task)
    task.db.flush()
    print("began", flush=True)
    time.sleep(120)


if __name__ == "__main__":
    url, folder = sys.argv[1:]
    app = create_app(Settings(database_url=url, data_dir=Path(folder), secret_key="k" * 40), clock=FixedClock(NOW))
    app.extensions["jobs"].handle("test.hang", hang)
    app.extensions["jobs"].handle("test.note", note)
    print(Worker(app).run_due(), flush=True)
