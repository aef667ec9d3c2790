"""What reports add to the application."""

from flask import Flask

from training.reports import views


def init_app(app: Flask) -> None:
    """Register pages."""
    app.register_blueprint(views.bp)
