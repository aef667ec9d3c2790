"""What coverage adds to the application: its pages, and the place where others say of what they receive figures."""

from flask import Flask

from training.coverage import views, views_roles, views_rows
from training.coverage.keeping import Kept
from training.coverage.queries import MEASURED


def init_app(app: Flask) -> None:
    """Register the pages. Domains below append to `app.extensions["measured_standards"]` functions that say, given a
    session, of which standards they receive figures: the slugs."""
    app.extensions.setdefault(MEASURED, [])
    app.extensions["coverage"] = Kept()
    app.register_blueprint(views.bp)
    app.register_blueprint(views_roles.bp)
    app.register_blueprint(views_rows.bp)
