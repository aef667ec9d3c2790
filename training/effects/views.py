"""Pages of what training did: what works here, one effect, the same reckoned again, and a lesson’s for its authors."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from training.content.queries import document_named, edition, newest
from training.core.auth import current_actor
from training.core.permissions import Permission
from training.core.web import NotFound, db, requires, today
from training.effects import queries
from training.effects.actions import reckon, unless_few
from training.effects.describing import Shown, again_of, described, shown_lessons
from training.effects.rules_state import State
from training.method.effects import Verdict
from training.method.judging import again as again_from

bp = Blueprint("effects", __name__, url_prefix="/effects")


@bp.get("/")
@requires(Permission.NEED_READ)
def index() -> ResponseReturnValue:
    """What works here: every lesson over all its rounds."""
    return render_template("effects/index.html", **_grouped(shown_lessons(queries.lessons(db(), current_actor()))))


@bp.get("/<int:effect_id>")
@requires(Permission.NEED_READ)
def effect(effect_id: int) -> ResponseReturnValue:
    """One round: what was fixed, and what came of it."""
    known = queries.effect_for(db(), current_actor(), effect_id)
    return render_template("effects/effect.html", **described(db(), known, today()))


@bp.get("/<int:effect_id>/again")
@requires(Permission.NEED_READ)
def again(effect_id: int) -> ResponseReturnValue:
    """The same reckoned again, from what was kept of it and from the figures as they are now. Nothing is changed."""
    known = queries.effect_for(db(), current_actor(), effect_id)
    if known.row.state != State.JUDGED:
        return render_template("effects/again.html", known=known, rows=(), same=False, moved=False)
    kept = unless_few(again_from(known.row.figures))
    now, _fate = reckon(db(), known.row)
    return render_template("effects/again.html", known=known, **again_of(known, kept, now))


@bp.get("/lessons/<kind>/<slug>")
@requires(Permission.DOCUMENT_READ)
def lesson(kind: str, slug: str) -> ResponseReturnValue:
    """What one lesson did to the figures, for those who write it."""
    document = document_named(db(), kind, slug)
    if document is None:
        raise NotFound
    found = queries.lessons(db(), current_actor(), document_id=document.id)
    version = edition(db(), document.live_version_id) if document.live_version_id else newest(db(), document.id)
    return render_template("effects/lesson.html", document=document, title=version.title, shown=shown_lessons(found))


def _grouped(shown: list[Shown]) -> dict[str, Any]:
    """Lessons by what may be said of them; those that are only planned by themselves."""
    judged = [one for one in shown if one.is_judged]
    return {
        "helped": [one for one in judged if one.verdict is Verdict.HELPED],
        "useless": [one for one in judged if one.verdict in (Verdict.NOTHING, Verdict.WORSE)],
        "unclear": [one for one in judged if one.verdict is Verdict.UNCLEAR],
        "planned": [plan for one in shown for plan in one.planned],
    }
