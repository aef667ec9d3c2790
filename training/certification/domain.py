"""What certification adds to the application."""

from flask import Flask

from training.certification import jobs, listeners, views


def init_app(app: Flask) -> None:
    """Register pages, jobs and listeners."""
    app.register_blueprint(views.bp)
    jobs.register(app.extensions["jobs"])
    listeners.listen(app.extensions["listeners"])
