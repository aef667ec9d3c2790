"""Pages about standards: the list, one of them with all that serves it, and both on paper."""

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from training.core.auth import current_actor
from training.core.clock import local_day
from training.core.permissions import Permission
from training.core.web import db, now, requires, site, today
from training.standards.queries_standards import list_standards, standard_known
from training.standards.rules_standard import direction_words
from training.standards.words import missing, serving

bp = Blueprint("standards", __name__)


@bp.get("/standards")
@requires(Permission.LEARN)
def index() -> ResponseReturnValue:
    return render_template("standards/standards.html", listed=list_standards(db()))


@bp.get("/print/standards")
@requires(Permission.LEARN)
def on_paper() -> ResponseReturnValue:
    return render_template("standards/standards_paper.html", listed=list_standards(db()), today=today())


@bp.get("/standards/<standard_slug>")
@requires(Permission.LEARN)
def standard(standard_slug: str) -> ResponseReturnValue:
    return _page("standards/standard.html", standard_slug)


@bp.get("/standards/<standard_slug>/print")
@requires(Permission.LEARN)
def standard_paper(standard_slug: str) -> ResponseReturnValue:
    return _page("standards/standard_paper.html", standard_slug)


def _page(template: str, slug: str) -> str:
    actor = current_actor()
    known = standard_known(db(), actor, slug, today=today())
    panels = (panel(db(), actor, slug, known.edition, now()) for panel in current_app.extensions["standard_panels"])
    return render_template(
        template,
        known=known,
        edition=known.edition,
        standard=known.standard,
        direction=direction_words(known.standard),
        serving=serving(known.uses),
        missing=missing(known.uses) if actor.may(Permission.COVERAGE_READ) else [],
        panels=Markup("").join(panels),
        published_on=local_day(known.edition.at, site().zone),
    )
