"""What people add to the application."""

from datetime import timedelta

from flask import Flask

from training.people import leave, views, views_organisation
from training.people.roster import uploads
from training.people.roster import views as views_roster


def init_app(app: Flask) -> None:
    """Register pages, jobs, and who keeps the leave of everybody."""
    app.register_blueprint(views.bp)
    app.register_blueprint(views_organisation.bp)
    app.register_blueprint(views_roster.bp)
    leave.listen(app.extensions["listeners"])
    jobs = app.extensions["jobs"]
    jobs.handle(uploads.FORGET, uploads.forget_old)
    jobs.every(uploads.FORGET, timedelta(hours=1))
