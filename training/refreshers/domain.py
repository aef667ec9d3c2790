"""What refreshers add to the application."""

from flask import Flask

from training.refreshers import views, views_proof, views_reading


def init_app(app: Flask) -> None:
    """Pages to refresh on what was certified."""
    app.register_blueprint(views.bp)
    app.register_blueprint(views_reading.bp)
    app.register_blueprint(views_proof.bp)
