"""What modules add to the application."""

from flask import Flask

from training.modules.queries import places_to_read
from training.modules.views import bp


def init_app(app: Flask) -> None:
    """Pages to read on, and where to read again what a quiz found missing."""
    app.register_blueprint(bp)
    app.extensions["places_to_read"] = places_to_read
