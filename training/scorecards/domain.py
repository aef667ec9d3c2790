"""What reviews of real interactions add to the application."""

from flask import Flask

from training.scorecards import notices, views, views_calibrations, views_reviewing, views_reviews, views_samples
from training.scorecards.check import check_reviews
from training.scorecards.panels import reviewed_panel


def init_app(app: Flask) -> None:
    """Pages, what a person's page shows, a check, and what is told to whom."""
    app.register_blueprint(views.bp)
    app.register_blueprint(views_reviewing.bp)
    app.register_blueprint(views_reviews.bp)
    app.register_blueprint(views_samples.bp)
    app.register_blueprint(views_calibrations.bp)
    app.extensions["person_panels"].append(reviewed_panel)
    app.extensions["checks"]["reviews"] = check_reviews
    app.extensions["waiting_for"].extend(notices.NOTICES)
