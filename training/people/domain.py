"""What people add to the application."""

from flask import Flask

from training.people import views, views_organisation


def init_app(app: Flask) -> None:
    """Register pages."""
    app.register_blueprint(views.bp)
    app.register_blueprint(views_organisation.bp)
