"""What readings of how service runs add to the application."""

from flask import Flask

from training.metrics import models  # noqa: F401 -- makes the tables known


def init_app(app: Flask) -> None:
    """Nothing yet."""
