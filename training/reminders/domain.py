"""What reminders and calendars add to the application."""

from flask import Flask

from training.reminders import jobs, views, views_calendar


def init_app(app: Flask) -> None:
    """Register pages, and the jobs that remind people."""
    app.register_blueprint(views.bp)
    app.register_blueprint(views_calendar.bp)
    jobs.register(app.extensions["jobs"])
