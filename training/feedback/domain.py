"""What what customers say adds to the application."""

from datetime import time

from flask import Flask

from training.core import web
from training.core.clock import local_day
from training.core.worker import Task
from training.feedback import notices, views, views_answers, views_outreach, views_say
from training.feedback.actions_erasing import forget_old
from training.feedback.check import check_feedback

FORGET = "feedback.forget"


def init_app(app: Flask) -> None:
    """Pages, customers' and ours, and a job that erases what has come to the end of its days."""
    for blueprint in (views.bp, views_answers.bp, views_outreach.bp, views_say.bp):
        app.register_blueprint(blueprint)
    # Customers have no session that a token could be tied to; these pages sign one themselves, see rules.py.
    app.extensions["csrf"].exempt(views_say.bp)
    app.extensions["waiting_for"].extend(notices.NOTICES)
    app.extensions["checks"]["feedback"] = check_feedback
    jobs = app.extensions["jobs"]
    jobs.handle(FORGET, forget)
    jobs.nightly(FORGET, time(2, 50))


def forget(task: Task) -> None:
    """The job that erases customers' words and how to reach them after their days, and what nobody confirmed."""
    forget_old(task.db, now=task.now, today=local_day(task.now, web.site().zone))
