"""What readings of how service runs add to the application."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing yet."""
