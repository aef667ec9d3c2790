"""What judging the effect of training adds to the application."""

from datetime import time

from flask import Flask

from training.effects import jobs, models, views  # noqa: F401 -- its tables
from training.effects.actions_plan import plan_round


def init_app(app: Flask) -> None:
    """Pages, commands, jobs, and what others may hook into."""
    app.register_blueprint(views.bp)
    app.extensions["before_training"].append(plan_round)
    app.extensions["jobs"].handle(jobs.JUDGE, jobs.judge)
    app.extensions["jobs"].nightly(jobs.JUDGE, time(4, 40))
