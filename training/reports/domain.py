"""What reports add to the application."""

from flask import Flask

from training.reports import jobs, views, views_audit, views_exports


def init_app(app: Flask) -> None:
    """Register pages and jobs."""
    app.register_blueprint(views.bp)
    app.register_blueprint(views_audit.bp)
    app.register_blueprint(views_exports.bp)
    jobs.register(app.extensions["jobs"])
