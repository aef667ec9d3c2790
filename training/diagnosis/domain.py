"""What reviews of the figures adds to the application."""

from datetime import time

from flask import Flask

from training.diagnosis import models, models_limits, views_people  # noqa: F401 -- its tables
from training.diagnosis.jobs_limits import COUNT_LIMITS, count_limits
from training.diagnosis.panels_people import figures_panel


def init_app(app: Flask) -> None:
    """Pages, commands, jobs, and what others may hook into."""
    # Who shows something beside a review: (db, actor, standard slug, team id or None, now) -> Markup
    app.extensions["review_panels"] = []
    # Who acts when a diagnosis is made: (db, Diagnosis, now)
    app.extensions["after_diagnosis"] = []
    # Who shows something beside one person's figures: (db, actor, person id, standard slug, now) -> Markup
    app.extensions["figure_panels"] = []
    app.extensions["person_panels"].append(figures_panel)
    app.register_blueprint(views_people.bp)
    app.extensions["jobs"].handle(COUNT_LIMITS, count_limits)
    app.extensions["jobs"].nightly(COUNT_LIMITS, time(4, 55))
