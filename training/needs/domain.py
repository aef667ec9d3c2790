"""What training needs adds to the application."""

from flask import Flask

from training.needs.actions_opening import open_after


def init_app(app: Flask) -> None:
    """Pages, commands, jobs, and what others may hook into."""
    # Who fixes something before a round of training starts: (db, Round, now)
    app.extensions["before_training"] = []
    # Who shows something on the page of a need: (db, actor, Need, now) -> Markup
    app.extensions["need_panels"] = []
    app.extensions["after_diagnosis"].append(open_after)
