"""What certification adds to the application."""

from flask import Flask
from sqlalchemy.orm import Session

from training.certification import check, jobs, listeners, views, views_decisions, views_dry_run, views_why
from training.certification.levels import note_levels
from training.certification.panels import standing_panel
from training.certification.previews import before_publishing
from training.certification.queries_due import due_days
from training.certification.queries_relearners import count_relearners
from training.core import web


def init_app(app: Flask) -> None:
    """Register pages, jobs, listeners, the check of standings, and what other domains may ask."""
    app.register_blueprint(views.bp)
    app.register_blueprint(views_decisions.bp)
    app.register_blueprint(views_why.bp)
    app.register_blueprint(views_dry_run.bp)
    jobs.register(app.extensions["jobs"])
    listeners.listen(app.extensions["listeners"])
    app.extensions["observations_due"] = due_days
    app.extensions["after_practice"].append(note_levels)
    app.extensions["person_panels"].append(standing_panel)
    app.extensions["checks"]["standings"] = check_standings
    app.extensions["library"].count_relearners = count_relearners
    app.extensions["library"].before_publishing = before_publishing


def check_standings(db: Session) -> list[str]:
    """Stored standings and certificates are what the facts say."""
    return check.flaws(db, now=web.clock().now(), zone=web.site().zone)
