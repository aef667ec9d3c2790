"""What reminders and calendars add to the application."""

from flask import Flask

from training.reminders import jobs, models


def init_app(app: Flask) -> None:
    """Register pages, and the jobs that remind people."""
    jobs.register(app.extensions["jobs"])


__all__ = ["init_app", "models"]
