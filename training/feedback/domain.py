"""What what customers say adds to the application."""

from datetime import time

from flask import Flask

from training.core import web
from training.core.clock import local_day
from training.core.worker import Task
from training.feedback import views_say
from training.feedback.actions_erasing import forget_old

FORGET = "feedback.forget"


def init_app(app: Flask) -> None:
    """Pages, customers' and ours, and a job that erases what has come to the end of its days."""
    app.register_blueprint(views_say.bp)
    # Customers have no session that a token could be tied to; these pages sign one themselves, see rules.py.
    app.extensions["csrf"].exempt(views_say.bp)
    jobs = app.extensions["jobs"]
    jobs.handle(FORGET, forget)
    jobs.nightly(FORGET, time(2, 50))


def forget(task: Task) -> None:
    """The job that erases customers' words and how to reach them after their days, and what nobody confirmed."""
    forget_old(task.db, now=task.now, today=local_day(task.now, web.site().zone))
