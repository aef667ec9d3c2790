"""What readings of how service runs add to the application."""

from datetime import time

from flask import Flask

from training.metrics import jobs, views, views_api, views_files, views_sources
from training.metrics.actions_uploads import IMPORT
from training.metrics.check import check_cells
from training.metrics.panels import measured_marks, measured_panel
from training.metrics.queries_cells import measured_standards


def init_app(app: Flask) -> None:
    """Pages, the interface for other programs, what a standard's page shows, a check, and the worker's part."""
    for pages in (views.bp, views_sources.bp, views_files.bp):
        app.register_blueprint(pages)
    app.register_blueprint(views_api.bp)
    app.extensions["csrf"].exempt(views_api.bp)  # nothing that a browser sends by itself opens it
    app.extensions["holder_of_token"] = views_api.holder_of_token
    app.extensions["standard_panels"].append(measured_panel)
    app.extensions["standard_marks"].append(measured_marks)
    # Who knows that a standard is measured: (db) -> slugs
    app.extensions.setdefault("measured_standards", []).append(measured_standards)
    app.extensions["checks"]["readings and cells"] = check_cells
    app.extensions["jobs"].handle(IMPORT, jobs.take_in, lease=jobs.LEASE)
    app.extensions["jobs"].handle(jobs.JUDGE, jobs.judge)
    app.extensions["jobs"].handle(jobs.FORGET, jobs.forget_files)
    app.extensions["jobs"].nightly(jobs.FORGET, time(3, 10))
    app.extensions["listeners"].on(["document.published"], jobs.standard_published)
