"""What reviews of the figures adds to the application."""

from flask import Flask

from training.diagnosis import models  # noqa: F401 -- its tables


def init_app(app: Flask) -> None:
    """Pages, commands, jobs, and what others may hook into."""
    # Who shows something beside a review: (db, actor, standard slug, team id or None, now) -> Markup
    app.extensions["review_panels"] = []
    # Who acts when a diagnosis is made: (db, Diagnosis, now)
    app.extensions["after_diagnosis"] = []
