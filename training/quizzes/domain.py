"""What quizzes add to the application."""

from flask import Flask

from training.quizzes.views import bp


def init_app(app: Flask) -> None:
    """Pages to take a quiz on."""
    app.register_blueprint(bp)
