"""What reminders and calendars add to the application."""

from flask import Flask

from training.reminders import check, jobs, views, views_calendar


def init_app(app: Flask) -> None:
    """Register pages, the jobs that remind people, and the check of what was told."""
    app.register_blueprint(views.bp)
    app.register_blueprint(views_calendar.bp)
    app.extensions["checks"]["reminders"] = check.flaws
    jobs.register(app.extensions["jobs"])
