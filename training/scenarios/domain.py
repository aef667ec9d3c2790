"""What scenarios add to the application."""

from flask import Flask

from training.scenarios.views import bp


def init_app(app: Flask) -> None:
    """Pages to play on."""
    app.register_blueprint(bp)
