"""What seeing people at work adds to the application."""

from flask import Flask

from training.checklists import notices, views, views_observations, views_observing
from training.checklists.check import check_observations
from training.checklists.panels import seen_panel
from training.checklists.queries_people import no_due_days


def init_app(app: Flask) -> None:
    """Pages, what a person's page shows, a check, what is told to whom, and a place for due days."""
    app.register_blueprint(views.bp)
    app.register_blueprint(views_observing.bp)
    app.register_blueprint(views_observations.bp)
    app.extensions["person_panels"].append(seen_panel)
    app.extensions["checks"]["observations"] = check_observations
    app.extensions["observations_due"] = no_due_days
    app.extensions["waiting_for"].extend(notices.NOTICES)
    app.extensions["calendar_days"].append(notices.calendar_days)
