"""What judging the effect of training adds to the application."""

from datetime import time

from flask import Flask

from training.effects import jobs, models, notices, views  # noqa: F401 -- its tables
from training.effects.actions_plan import plan_round
from training.effects.panels import document_panel, need_panel


def init_app(app: Flask) -> None:
    """Pages, commands, jobs, and what others may hook into."""
    app.register_blueprint(views.bp)
    app.extensions["before_training"].append(plan_round)
    app.extensions["need_panels"].append(need_panel)
    app.extensions["document_panels"].append(document_panel)
    app.extensions["waiting_for"].extend(notices.NOTICES)
    app.extensions["jobs"].handle(jobs.JUDGE, jobs.judge)
    app.extensions["jobs"].nightly(jobs.JUDGE, time(4, 40))
