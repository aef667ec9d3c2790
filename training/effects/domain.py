"""What judging the effect of training adds to the application."""

from datetime import time

from flask import Flask

from training.effects import jobs, models, notices, views  # noqa: F401 -- its tables
from training.effects.actions_plan import follow_improvement, plan_round
from training.effects.check import check_effects
from training.effects.panels import document_panel, need_panel, round_panel
from training.needs.actions_process import IMPROVED


def init_app(app: Flask) -> None:
    """Pages, commands, jobs, and what others may hook into."""
    app.register_blueprint(views.bp)
    app.extensions["before_training"].append(plan_round)
    app.extensions["listeners"].on(IMPROVED, follow_improvement)
    app.extensions["need_panels"].append(need_panel)
    app.extensions["round_panels"].append(round_panel)
    app.extensions["document_panels"].append(document_panel)
    app.extensions["waiting_for"].extend(notices.NOTICES)
    app.extensions["checks"]["effects of training"] = check_effects
    app.extensions["jobs"].handle(jobs.JUDGE, jobs.judge)
    app.extensions["jobs"].nightly(jobs.JUDGE, time(4, 40))
    app.extensions["jobs"].handle(jobs.JUDGE_ONE, jobs.judge_one)
