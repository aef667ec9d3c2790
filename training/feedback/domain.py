"""What what customers say adds to the application."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing yet."""
