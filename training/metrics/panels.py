"""What a standard’s page shows of how it is kept. Figures of single people do not belong there."""

from collections.abc import Collection, Mapping
from datetime import datetime

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import live_all
from training.core.clock import local_day
from training.core.permissions import Actor, Permission
from training.core.web import site
from training.metrics.queries_cells import Sums, Window, sources_of, sums_by_standard, sums_within
from training.metrics.words_figures import figure
from training.standards.files import STANDARD

DAYS = 90


def measured_marks(db: Session, actor: Actor, slugs: Collection[str], now: datetime) -> Mapping[str, Markup]:
    """Beside each of some standards how it was kept lately in the teams of which the actor may see figures."""
    if not slugs or not actor.may(Permission.METRIC_READ):
        return {}
    sums = sums_by_standard(db, actor, Window.back_from(local_day(now, site().zone), DAYS))
    found = {}
    for slug, one in live_all(db, STANDARD.name, slugs).items():
        told = figure(one.model, sums.get(one.document_id, Sums()))
        if told.kept is not None:
            page = render_template("metrics/mark.html", slug=slug, told=told)
            found[slug] = Markup(page)  # noqa: S704 -- a rendered template
    return found


def measured_panel(db: Session, actor: Actor, slug: str, edition: Edition, now: datetime) -> Markup:
    """Which sources measure a standard and, for those who may see figures, how it went with their teams lately."""
    sources = sources_of(db, slug)
    if not sources:
        return Markup()
    told = None
    if actor.may(Permission.METRIC_READ):
        window = Window.back_from(local_day(now, site().zone), DAYS)
        told = figure(edition.model, sums_within(db, actor, slug, window))
    page = render_template("metrics/panel_standard.html", sources=sources, told=told, slug=slug, days=DAYS)
    return Markup(page)  # noqa: S704 -- a rendered template
