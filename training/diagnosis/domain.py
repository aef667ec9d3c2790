"""What reviews of the figures adds to the application."""

from datetime import time

from flask import Flask

from training.diagnosis import (
    jobs,
    models,  # noqa: F401 -- its tables
    models_limits,  # noqa: F401 -- its tables
    views,
    views_people,
    views_simulate,
)
from training.diagnosis.check import check_weeks
from training.diagnosis.jobs_limits import COUNT_LIMITS, count_limits
from training.diagnosis.panels import review_panel
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
    app.register_blueprint(views_simulate.bp)
    app.register_blueprint(views.bp)
    app.extensions["standard_panels"].append(review_panel)
    app.extensions["checks"]["sums for reviews"] = check_weeks
    app.extensions["jobs"].handle(jobs.NIGHT, jobs.night)
    app.extensions["jobs"].nightly(jobs.NIGHT, time(4, 20))
    app.extensions["jobs"].handle(jobs.REVIEW, jobs.review, lease=jobs.LEASE)
    app.extensions["jobs"].handle(COUNT_LIMITS, count_limits)
    app.extensions["jobs"].nightly(COUNT_LIMITS, time(4, 55))
