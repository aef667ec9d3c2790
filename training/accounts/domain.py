"""What the accounts add to the application."""

from flask import Flask

from training.accounts import limits, views


def init_app(app: Flask) -> None:
    """Register pages, jobs and listeners."""
    app.register_blueprint(views.bp)
    app.jinja_env.filters["wait"] = limits.wait_in_words
