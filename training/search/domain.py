"""What search adds to the application."""

from datetime import time

from flask import Flask

from training.core import jobs, ledger
from training.core.worker import Task
from training.search import check, views
from training.search.actions import PUBLISHED, RETIRED, follow, keep
from training.search.queries_words import KeptWords

KEEP = "search.keep"


def init_app(app: Flask) -> None:
    """Register the page, and what keeps the index true."""
    app.register_blueprint(views.bp)
    app.extensions["search_words"] = KeptWords()
    listeners: ledger.Listeners = app.extensions["listeners"]
    listeners.on((PUBLISHED, RETIRED), follow)
    app.extensions["checks"]["search index"] = check.flaws
    registry: jobs.Registry = app.extensions["jobs"]
    registry.handle(KEEP, keep_current)
    registry.nightly(KEEP, time(3, 20))  # before everything is checked


def keep_current(task: Task) -> None:
    """The job: where the site is started in another way, an update may have left the index for it to make."""
    keep(task.db)
