"""What reports add to the application."""

from flask import Flask

from training.reports import views, views_audit


def init_app(app: Flask) -> None:
    """Register pages."""
    app.register_blueprint(views.bp)
    app.register_blueprint(views_audit.bp)
