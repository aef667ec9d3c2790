"""Pages to rehearse a script: what it is, one line at a time, and how it went."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from training.core.auth import current_actor
from training.core.clock import local_day
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import NotFound, db, now, requires, site, today
from training.scripts import actions, queries
from training.scripts.rules_rehearsal import NotThisTurn, Pass, Rating, settled

bp = Blueprint("rehearsal", __name__)


@bp.get("/scripts/<script_slug>/rehearse")
@requires(Permission.LEARN)
def overview(script_slug: str) -> ResponseReturnValue:
    found = queries.rehearsing(db(), current_actor(), script_slug, today=today())
    return render_template(
        "scripts/rehearse.html",
        found=found,
        script=found.script,
        url=f"/scripts/{script_slug}",
        finished_on=local_day(found.finished_at, site().zone) if found.finished_at else None,
        shaky=[found.script.line(line) for line in found.shaky],
    )


@bp.post("/scripts/<script_slug>/rehearse")
@requires(Permission.LEARN)
def begin(script_slug: str) -> ResponseReturnValue:
    anew = request.form.get("then") == "anew"
    found = actions.begin(db(), current_actor(), script_slug, anew=anew, now=now(), today=today())
    return redirect(_place_of(found), 303)


@bp.get("/scripts/<script_slug>/rehearse/<int:number>")
@requires(Permission.LEARN)
def turn(script_slug: str, number: int) -> ResponseReturnValue:
    found = queries.rehearsing(db(), current_actor(), script_slug, today=today())
    if found.row_id is None or found.turn_numbered(number) is None:
        return redirect(_place_of(found), 303)
    return _page(found, number)


def _page(found: queries.Rehearsing, number: int, problem: str = "") -> str:
    """A turn: its cue, and below it what is to be said, which the reader opens."""
    here, lines = found.turn_numbered(number), found.script.line_ids
    line = found.script.line(here.line) if here else None
    if here is None or line is None:
        raise NotFound
    return render_template(
        "scripts/turn.html",
        found=found,
        script=found.script,
        url=f"/scripts/{found.edition.slug}",
        number=number,
        here=here,
        line=line,
        is_whole=here.within is Pass.WHOLE,
        given=found.said[number - 1].rating if number <= len(found.said) else None,
        comes_again=any(one.line == line.id and one.within is here.within for one in found.said[: number - 1]),
        settled=settled(lines, found.said, here.within),
        problem=problem,
    )


@bp.post("/scripts/<script_slug>/rehearse/<int:number>")
@requires(Permission.LEARN)
def rate(script_slug: str, number: int) -> ResponseReturnValue:
    """Keep how a line came. One that was rated already may be rated anew; what cannot be rated now changes nothing."""
    actor, sent = current_actor(), request.form
    try:
        rating = Rating(sent.get("rating", ""))
    except ValueError:
        return _asked_again(script_slug, number)
    try:
        found = actions.rate(
            db(), actor, script_slug, number, line=sent.get("line", ""), rating=rating, now=now(), today=today()
        )
    except NotThisTurn:
        found = queries.rehearsing(db(), actor, script_slug, today=today())
        if found.row_id is not None:
            flash(_("That line was not the next one any more. Go on with this one."), "warn")
    return redirect(_place_of(found), 303)


def _asked_again(script_slug: str, number: int) -> ResponseReturnValue:
    found = queries.rehearsing(db(), current_actor(), script_slug, today=today())
    if found.row_id is None or found.turn_numbered(number) is None:
        return redirect(_place_of(found), 303)
    return _page(found, number, _("Choose how it came")), 422


def _place_of(found: queries.Rehearsing) -> str:
    """Where the rehearsal goes on: its next turn, or what it came to."""
    address = f"/scripts/{found.edition.slug}/rehearse"
    return f"{address}/{len(found.said) + 1}" if found.row_id is not None and found.turn else address
