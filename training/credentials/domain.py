"""What certificates from elsewhere add to the application."""

from datetime import timedelta

from flask import Flask

from training.credentials import drafts, notices, views, views_checks
from training.credentials.check import check_files
from training.credentials.panels import credentials_panel


def init_app(app: Flask) -> None:
    """Pages, what is told to whom and shown where, a check, and a job that forgets files nobody went on with."""
    app.register_blueprint(views.bp)
    app.register_blueprint(views_checks.bp)
    app.extensions["person_panels"].append(credentials_panel)
    app.extensions["checks"]["credentials"] = check_files
    app.extensions["waiting_for"].extend(notices.NOTICES)
    app.extensions["calendar_days"].append(notices.calendar_days)
    jobs = app.extensions["jobs"]
    jobs.handle(drafts.FORGET, drafts.forget_old)
    jobs.every(drafts.FORGET, timedelta(hours=1))
