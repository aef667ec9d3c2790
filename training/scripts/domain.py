"""What this domain adds to the application."""

from flask import Flask

from training.scripts import views, views_rehearsal
from training.scripts.wording import runs_of, time_words


def init_app(app: Flask) -> None:
    """Pages, and what templates need to show the words of a script."""
    app.jinja_env.filters["runs"] = runs_of
    app.jinja_env.filters["time_words"] = time_words
    app.register_blueprint(views.bp)
    app.register_blueprint(views_rehearsal.bp)
