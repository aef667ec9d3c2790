"""What certification adds to the application."""

from flask import Flask

from training.certification import jobs, listeners


def init_app(app: Flask) -> None:
    """Register jobs and listeners."""
    jobs.register(app.extensions["jobs"])
    listeners.listen(app.extensions["listeners"])
