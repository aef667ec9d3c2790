"""What the voice of the customer adds to the application."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing yet."""
