"""Pages of figures: how the standards are kept in the teams that somebody looks after. No single person shows."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from training.content.queries import live, live_all
from training.core.auth import current_actor
from training.core.permissions import Permission
from training.core.web import NotFound, db, requires, today
from training.metrics.panels import DAYS
from training.metrics.queries_cells import (
    Sums,
    Window,
    measured_standards,
    sources_of,
    sums_by_standard,
    sums_by_team,
    sums_by_week,
    sums_within,
)
from training.metrics.queries_figures import team_figures
from training.metrics.words_figures import figure
from training.standards.files import STANDARD
from training.standards.rules_standard import measure_words, target_words

bp = Blueprint("figures", __name__, url_prefix="/figures")

WEEKS = 13


@bp.get("/")
@requires(Permission.METRIC_READ)
def index() -> ResponseReturnValue:
    window = Window.back_from(today(), DAYS)
    sums = sums_by_standard(db(), current_actor(), window)
    lines = [
        (slug, one.title, one.model, figure(one.model, sums.get(one.document_id, Sums())))
        for slug, one in live_all(db(), STANDARD.name, measured_standards(db())).items()
    ]
    return render_template("metrics/index.html", lines=lines, days=DAYS, target_words=target_words)


@bp.get("/standards/<standard_slug>")
@requires(Permission.METRIC_READ)
def standard(standard_slug: str) -> ResponseReturnValue:
    found = live(db(), STANDARD.name, standard_slug)
    if found is None:
        raise NotFound
    actor, window = current_actor(), Window.back_from(today(), DAYS)
    whole = sums_within(db(), actor, standard_slug, window)
    weeks = sums_by_week(db(), actor, standard_slug, Window.back_from(today(), WEEKS * 7))
    return render_template(
        "metrics/standard.html",
        slug=standard_slug,
        standard=found.model,
        whole=figure(found.model, whole),
        people=whole.people,
        teams=team_figures(db(), found.model, sums_by_team(db(), actor, standard_slug, window)),
        weeks=[(monday, figure(found.model, sums)) for monday, sums in weeks.items()],
        sources=sources_of(db(), standard_slug),
        days=DAYS,
        measure_words=measure_words,
        target_words=target_words,
    )
