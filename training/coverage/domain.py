"""What what teaches, watches and measures each step and standard adds to the application."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing yet."""
