"""What certificates in outsiders' hands add to the application."""

from flask import Flask
from sqlalchemy.orm import Session

from training.awards import check, jobs, listeners, views, views_badges, views_keys, views_verify
from training.core import web


def init_app(app: Flask) -> None:
    """Register pages, what validators ask for, the papers kept at issue, and the check."""
    for blueprint in (views.bp, views_verify.bp, views_badges.bp, views_keys.bp):
        app.register_blueprint(blueprint)
    listeners.listen(app.extensions["listeners"])
    jobs.register(app.extensions["jobs"])
    app.extensions["checks"]["certificates"] = check_certificates


def check_certificates(db: Session) -> list[str]:
    """Every certificate can be set as PDF, and badges can be signed."""
    return check.flaws(db, web.settings().secret_key)
