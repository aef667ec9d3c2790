"""What scenarios add to the application."""

from flask import Flask

from training.scenarios import models  # noqa: F401 -- its tables belong to the schema


def init_app(app: Flask) -> None:
    """Pages, listeners and jobs."""
