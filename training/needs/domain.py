"""What training needs adds to the application."""

from datetime import time

from flask import Flask

from training.needs import jobs, notices, views, views_deciding, views_doing, views_rounds
from training.needs.actions_doing import ELSEWHERE, follow_learning, follow_practice
from training.needs.actions_opening import open_after
from training.needs.actions_process import IMPROVED, follow_improvement
from training.needs.panels import figure_panel, review_panel


def init_app(app: Flask) -> None:
    """Pages, commands, jobs, and what others may hook into."""
    # Who fixes something before a round of training starts: (db, Round, now)
    app.extensions["before_training"] = []
    # Who shows something on the page of a need: (db, actor, Need, now) -> Markup
    app.extensions["need_panels"] = []
    # Who shows something on the page of a round: (db, actor, Round, now) -> Markup
    app.extensions["round_panels"] = []
    app.register_blueprint(views.bp)
    app.register_blueprint(views_deciding.bp)
    app.register_blueprint(views_doing.bp)
    app.register_blueprint(views_rounds.bp)
    app.extensions["after_diagnosis"].append(open_after)
    app.extensions["after_practice"].append(follow_practice)
    app.extensions["listeners"].on(ELSEWHERE, follow_learning)
    app.extensions["listeners"].on(IMPROVED, follow_improvement)
    app.extensions["waiting_for"].extend(notices.NOTICES)
    app.extensions["figure_panels"].append(figure_panel)
    app.extensions["review_panels"].append(review_panel)
    app.extensions["jobs"].handle(jobs.TIDY, jobs.tidy)
    app.extensions["jobs"].nightly(jobs.TIDY, time(0, 40))
