"""What complaints add to the application."""

from datetime import time, timedelta

from flask import Flask

from training.complaints import (
    actions_erasing,
    notices,
    readings,
    views,
    views_addresses,
    views_complaint,
    views_noting,
    views_public,
)


def init_app(app: Flask) -> None:
    """Pages, customers' and ours, what waits for whom, and jobs that tell of broken promises and forget customers."""
    for bp in (views.bp, views_addresses.bp, views_noting.bp, views_complaint.bp, views_public.bp):
        app.register_blueprint(bp)
    # Customers have no session that a token could be tied to; their pages sign one themselves, as those of feedback do.
    app.extensions["csrf"].exempt(views_public.bp)
    app.extensions["waiting_for"].extend(notices.NOTICES)
    jobs = app.extensions["jobs"]
    jobs.handle(actions_erasing.JOB, actions_erasing.forget_old)
    jobs.nightly(actions_erasing.JOB, time(2, 55))
    jobs.handle(readings.JOB, readings.tell_late)
    jobs.every(readings.JOB, timedelta(hours=1))
