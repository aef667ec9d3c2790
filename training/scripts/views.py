"""Pages of scripts: the list, one to read, its cue card, and the view for the counter."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from training.content.library import Edition
from training.core.auth import current_actor
from training.core.clock import local_day
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import db, requires, site, today
from training.people.queries import role_names
from training.scripts import queries
from training.scripts.rules import END
from training.scripts.wording import blanks_in, place_at

bp = Blueprint("scripts", __name__)


@bp.get("/scripts")
@requires(Permission.LEARN)
def index() -> ResponseReturnValue:
    listed = queries.scripts_for(db(), current_actor(), today=today())
    return render_template(
        "scripts/index.html",
        mine=[one for one in listed if one.is_mine],
        others=[one for one in listed if not one.is_mine],
    )


@bp.get("/scripts/<script_slug>")
@requires(Permission.LEARN)
def script(script_slug: str) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.rehearsing(db(), actor, script_slug, today=today())
    review_on = found.script.review_on
    return render_template(
        "scripts/script.html",
        **_about(found.edition),
        rehearsing=found,
        rehearsed_on=local_day(found.finished_at, site().zone) if found.finished_at else None,
        roles=role_names(db(), found.script.roles),
        overdue=review_on is not None and review_on < today() and actor.may(Permission.DOCUMENT_READ),
    )


def _about(found: Edition) -> dict[str, Any]:
    """What every page of one script wants to know."""
    return {"edition": found, "script": found.model, "url": f"/scripts/{found.slug}"}


@bp.get("/scripts/<script_slug>/card")
@requires(Permission.LEARN)
def card(script_slug: str) -> ResponseReturnValue:
    found = queries.script_for(db(), current_actor(), script_slug, today=today())
    return render_template(
        "scripts/card.html",
        **_about(found),
        roles=role_names(db(), found.model.roles),
        published_on=local_day(found.at, site().zone),
    )


@bp.get("/scripts/<script_slug>/live")
@requires(Permission.LEARN)
def live(script_slug: str) -> ResponseReturnValue:
    """The first line, for a new customer."""
    found = queries.script_for(db(), current_actor(), script_slug, today=today())
    return _at_the_counter(found, found.model.lines[0].id, begins=True)


@bp.get("/scripts/<script_slug>/live/<line_id>")
@requires(Permission.LEARN)
def live_line(script_slug: str, line_id: str) -> ResponseReturnValue:
    found = queries.script_for(db(), current_actor(), script_slug, today=today())
    return _at_the_counter(found, line_id)


def _at_the_counter(found: Edition, line_id: str, *, begins: bool = False) -> ResponseReturnValue:
    """One line on one screen. How somebody came there stands in the address, so that nothing has to be kept."""
    about = _about(found)
    path = request.args.get("by", "").split(".")
    place = place_at(found.model, f"{about['url']}/live", line_id, path)
    if place is None:
        flash(_("That line is not in this script any more. Here is what it says now."), "warn")
        return redirect(about["url"], 303)
    page = "scripts/over.html" if line_id == END else "scripts/live.html"
    blanks = blanks_in(found.model, place.line.say) if place.line else []
    return render_template(page, **about, place=place, blanks=blanks, begins=begins)
