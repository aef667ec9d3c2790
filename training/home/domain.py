"""What the first page adds to the application."""

from flask import Flask

from training.home.views import bp


def init_app(app: Flask) -> None:
    """The page at the root of the site."""
    app.register_blueprint(bp)
