"""What the voice of the customer adds to the application."""

from flask import Flask

from training.voice import views


def init_app(app: Flask) -> None:
    """The page that everybody reads, and what is done about what goes wrong."""
    app.register_blueprint(views.bp)
