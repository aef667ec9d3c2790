"""What the accounts add to the application."""

from flask import Flask

from training.accounts import (
    jobs,
    kept,
    limits,
    listeners,
    views,
    views_closing,
    views_grants,
    views_invitations,
    views_own,
    views_set_up,
)
from training.accounts.panels import account_panel


def init_app(app: Flask) -> None:
    """Register pages, jobs, listeners, and the account's part of a person's page."""
    for module in (views, views_closing, views_grants, views_invitations, views_own, views_set_up):
        app.register_blueprint(module.bp)
    app.jinja_env.filters["wait"] = limits.wait_in_words
    app.extensions["person_panels"].append(account_panel)
    kept.init_app(app)
    jobs.register(app.extensions["jobs"])
    listeners.register(app.extensions["listeners"])
