"""What scenarios add to the application."""

from flask import Flask

from training.scenarios import views_authors, views_import
from training.scenarios.game.words import condition_words, effect_words
from training.scenarios.views import bp


def init_app(app: Flask) -> None:
    """Pages to play on, and pages for those who write."""
    app.register_blueprint(bp)
    app.register_blueprint(views_authors.bp)
    app.register_blueprint(views_import.bp)
    app.jinja_env.filters["in_words"] = condition_words
    app.jinja_env.filters["changes_in_words"] = effect_words
