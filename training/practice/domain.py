"""What practice adds to the application."""

from flask import Flask

from training.practice import listeners
from training.practice.views import bp


def init_app(app: Flask) -> None:
    """Pages to practise on, and cards that come by themselves from what people meet."""
    app.register_blueprint(bp)
    listeners.listen(app.extensions["listeners"])
