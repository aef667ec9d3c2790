"""What operations add to the application: pages, the jobs of the house itself, and its checks."""

from datetime import time, timedelta
from functools import partial

from flask import Flask

from training.core import jobs, ledger, mail, throttle, worker
from training.core.worker import Task
from training.operations import checks, metrics, views

SEAL = "ledger.seal"
TIDY = "operations.tidy"
FULL_BUCKET = timedelta(days=2)  # no limit looks back further


def init_app(app: Flask) -> None:
    """Register pages, jobs and checks."""
    app.register_blueprint(views.bp)
    app.extensions["checks"].update(
        {
            "shape of the tables": checks.check_shape,
            "database file": checks.check_file,
            "links between rows": checks.check_links,
            "ledger": checks.check_ledger,
            "media": checks.check_media,
        }
    )
    registry: jobs.Registry = app.extensions["jobs"]
    registry.handle(mail.JOB, mail.deliver)
    registry.handle(SEAL, seal)
    registry.every(SEAL, timedelta(minutes=1))
    registry.handle(TIDY, tidy)
    registry.nightly(TIDY, time(3, 10))
    registry.handle(checks.JOB, partial(checks.check_nightly, app=app), lease=timedelta(hours=1))
    registry.nightly(checks.JOB, time(3, 30))
    if app.extensions["settings"].metrics:
        metrics.init_app(app)


def seal(task: Task) -> None:
    ledger.seal(task.db)


def tidy(task: Task) -> None:
    """Forget what nobody needs any more."""
    throttle.forget_old(task.db, task.now - FULL_BUCKET)
    jobs.forget_old(task.db, now=task.now)
    mail.forget_old(task.db, now=task.now)
    worker.forget_silent(task.db, now=task.now)
