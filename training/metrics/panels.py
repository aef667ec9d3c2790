"""What a standard’s page shows of how it is kept. Figures of single people do not belong there."""

from datetime import datetime

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.core.clock import local_day
from training.core.permissions import Actor, Permission
from training.core.web import site
from training.metrics.queries_cells import Window, people_in, sources_of, sums_within
from training.metrics.queries_figures import FEW

DAYS = 90


def measured_panel(db: Session, actor: Actor, slug: str, edition: Edition, now: datetime) -> Markup:
    """Which sources measure a standard and, for those who may see figures, how it went with their teams lately."""
    sources = sources_of(db, slug)
    if not sources:
        return Markup()
    sums, people = None, 0
    if actor.may(Permission.METRIC_READ):
        window = Window.back_from(local_day(now, site().zone), DAYS)
        sums, people = sums_within(db, actor, slug, window), people_in(db, actor, slug, window)
    page = render_template(
        "metrics/panel_standard.html",
        sources=sources,
        sums=sums,
        standard=edition.model,
        days=DAYS,
        is_few=0 < people < FEW,
    )
    return Markup(page)  # noqa: S704 -- a rendered template
