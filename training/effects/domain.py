"""What judging the effect of training adds to the application."""

from flask import Flask

from training.effects import models  # noqa: F401 -- its tables


def init_app(app: Flask) -> None:
    """Pages, commands, jobs, and what others may hook into."""
    app.extensions["before_training"] += []
