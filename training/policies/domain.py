"""What reading and signing adds to the application."""

from flask import Flask

from training.policies import views, views_handbook, views_signatures


def init_app(app: Flask) -> None:
    """The handbook, pages to read and sign, and to see who has."""
    app.register_blueprint(views.bp)
    app.register_blueprint(views_signatures.bp)
    app.register_blueprint(views_handbook.bp)
