"""What this domain adds to the application."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Pages, listeners and jobs."""
