"""What the house's own way to serve adds to the application: services, transactions, standards, role profiles."""

from collections.abc import Iterable, Mapping
from datetime import time

from flask import Flask

from training.content.labels import skill_name
from training.content.links import Aimed
from training.core.web import db
from training.standards import (
    jobs,
    views_interviews,
    views_lane,
    views_profiles,
    views_services,
    views_standards,
)
from training.standards.aims import Aim, aims_by_text
from training.standards.files_transaction import Transaction
from training.standards.queries_transactions import Sketch, sketched
from training.standards.rules_lane import authority_words, clock_words
from training.standards.rules_standard import sentence


def init_app(app: Flask) -> None:
    """Pages, and for every template the names of steps, standards and skills."""
    app.jinja_env.globals.update(
        aims=aims,
        standard_sentence=sentence,
        clock_words=clock_words,
        authority_words=authority_words,
        transaction_sketch=transaction_sketch,
    )
    app.jinja_env.filters["skill"] = skill_name
    # What domains above show on a standard's page, such as its figures: (db, actor, slug, edition, now) -> Markup
    app.extensions["standard_panels"] = []
    # What they show beside a standard in a list or a blueprint: (db, actor, slugs, now) -> Mapping[slug, Markup]
    app.extensions["standard_marks"] = []
    app.register_blueprint(views_services.bp)
    app.register_blueprint(views_standards.bp)
    app.register_blueprint(views_lane.bp)
    app.register_blueprint(views_profiles.bp)
    app.register_blueprint(views_interviews.bp)
    app.extensions["jobs"].handle(jobs.FORGET, jobs.forget_candidates)
    app.extensions["jobs"].nightly(jobs.FORGET, time(3, 15))


def aims(parts: Iterable[Aimed]) -> Mapping[str, Aim]:
    """For templates: what the steps and standards of some parts are called and where they are explained."""
    return aims_by_text(db(), parts)


def transaction_sketch(transaction: Transaction) -> Sketch:
    """For the preview of a transaction: its blueprint."""
    return sketched(db(), transaction)
