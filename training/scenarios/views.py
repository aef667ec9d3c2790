"""Pages to find a scenario on, to play it turn by turn, and to look back."""

import structlog
from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from training.core.auth import current_actor
from training.core.clock import local_day
from training.core.forms import posted
from training.core.i18n import format_date
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import NotFound, db, now, requires, site, today
from training.scenarios import actions, queries
from training.scenarios.actions import InTheMiddle, NotShown, TooEarly
from training.scenarios.files import LATE
from training.scenarios.forms import PaceForm
from training.scenarios.game.debrief import changes, exchange, feedback_to, review, skills_shown
from training.scenarios.game.path import AlreadyDecided
from training.scenarios.game.rules import NotOnOffer
from training.scenarios.queries import Play
from training.scenarios.rules_clock import Pace, allowed

bp = Blueprint("scenarios", __name__)
log = structlog.get_logger()


@bp.get("/scenarios")
@requires(Permission.LEARN)
def index() -> ResponseReturnValue:
    listed = queries.scenarios_for(db(), current_actor(), today=today())
    return render_template(
        "scenarios/index.html",
        mine=[one for one in listed if one.is_mine],
        others=[one for one in listed if not one.is_mine],
    )


@bp.get("/scenarios/<scenario_slug>")
@requires(Permission.LEARN)
def intro(scenario_slug: str) -> ResponseReturnValue:
    return _intro_page(scenario_slug, PaceForm())


def _intro_page(slug: str, form: PaceForm) -> str:
    actor = current_actor()
    found = queries.live_scenario(db(), actor, slug, today=today())
    earlier = queries.earlier_plays(db(), actor.person_id, found.document_id)
    return render_template(
        "scenarios/intro.html",
        edition=found,
        scenario=found.model,
        minutes=queries.minutes_of(found.model),
        clocks=queries.clocks_of(found.model),
        under_way=queries.plays_under_way(db(), actor.person_id).get(found.document_id),
        earlier=[(one, format_date(local_day(one.finished_at, site().zone))) for one in earlier],
        form=form,
    )


@bp.post("/scenarios/<scenario_slug>/start")
@requires(Permission.LEARN)
def start(scenario_slug: str) -> ResponseReturnValue:
    form = posted(PaceForm)
    if not form.validate():
        return _intro_page(scenario_slug, form), 422
    play_id = actions.start(db(), current_actor(), scenario_slug, Pace(form.pace.data), now=now(), today=today())
    return redirect(f"/plays/{play_id}", 303)


@bp.get("/plays/<int:play_id>")
@requires(Permission.LEARN)
def play(play_id: int) -> ResponseReturnValue:
    """Where the play stands: a turn, the feedback to the last one, a pause, or the ending."""
    found = queries.play_for(db(), current_actor(), play_id)
    found.analysis()  # the last decision needs it, and then others would wait for the database meanwhile
    return _stage(found)


def _stage(play: Play, *, problem: str = "", warning: str = "", chosen: str = "") -> str:
    last = play.path[-1] if play.path else None
    template = "scenarios/turn.html"
    if play.finished_at is not None:
        template = "scenarios/ending.html"
    elif play.paused_at is not None:
        template = "scenarios/paused.html"
    elif play.shown_at is None:
        template = "scenarios/feedback.html"
    speaks = last is not None and play.scenario.feedback == "now"
    running, turn = play.countdown, play.turn
    return render_template(
        template,
        play=play,
        turn=turn,
        ending=play.game.ending(play.position),
        offered=play.game.offered(play.position),
        shown=play.game.shown(play.position),
        so_far=[exchange(play.game, decision) for decision in play.path],
        feedback=feedback_to(play.game, last) if last and speaks else None,
        changes=changes(play.game, last) if last and speaks else (),
        seconds=allowed(turn.seconds, play.pace) if turn else None,
        running=running,
        left=running.left(now()) if running else None,
        is_over=running is not None and running.is_over(now()),
        problem=problem,
        warning=warning,
        chosen=chosen,
        form=PaceForm(pace=play.pace.value),
    )


@bp.get("/plays/<int:play_id>/<int:number>")
@requires(Permission.LEARN)
def turn(play_id: int, number: int) -> ResponseReturnValue:
    """Somebody loads the page again that answered a refused choice, or has signed in again: on with the play."""
    found = queries.play_for(db(), current_actor(), play_id)
    if number not in range(1, found.number + 1):
        raise NotFound
    return redirect(f"/plays/{play_id}", 303)


@bp.post("/plays/<int:play_id>/<int:number>")
@requires(Permission.LEARN)
def decide(play_id: int, number: int) -> ResponseReturnValue:
    actor, sent = current_actor(), request.form
    choice = LATE if "silence" in sent else sent.get("choice", "")
    problem = warning = ""
    try:
        actions.decide_turn(db(), actor, play_id, number, choice, now=now())
    except AlreadyDecided:
        warning = _("That turn is already decided, and your first choice counts. Here is where it stands now.")
    except NotShown:
        warning = _("That turn was not shown, so nothing was decided. Go on from here.")
    except TooEarly:
        problem = _("There is still time. Choose what you say or do")
    except NotOnOffer:
        problem = _("That was not on offer. Choose again") if choice else _("Choose what you say or do")
    if not problem and not warning:
        return redirect(f"/plays/{play_id}", 303)
    log.info("choice refused", person=actor.person_id, play=play_id, turn=number, choice=choice[:80])
    found = queries.play_for(db(), actor, play_id)
    return _stage(found, problem=problem, warning=warning, chosen=choice), 409 if warning else 422


@bp.post("/plays/<int:play_id>/<int:number>/go-on")
@requires(Permission.LEARN)
def go_on(play_id: int, number: int) -> ResponseReturnValue:
    """Show the turn after the feedback to the one before, or after a pause."""
    form = posted(PaceForm)
    pace = Pace(form.pace.data) if "pace" in request.form and form.validate() else None
    actions.show(db(), current_actor(), play_id, number, pace=pace, now=now())
    return redirect(f"/plays/{play_id}", 303)


@bp.post("/plays/<int:play_id>/<int:number>/pause")
@requires(Permission.LEARN)
def pause(play_id: int, number: int) -> ResponseReturnValue:
    actions.pause(db(), current_actor(), play_id, number, now())
    return redirect("/" if request.form.get("then") == "leave" else f"/plays/{play_id}", 303)


@bp.get("/plays/<int:play_id>/debrief")
@requires(Permission.LEARN)
def debrief(play_id: int) -> ResponseReturnValue:
    found = queries.play_for(db(), current_actor(), play_id)
    if found.finished_at is None:
        return redirect(f"/plays/{play_id}", 303)
    analysis = found.analysis()
    return render_template(
        "scenarios/debrief.html",
        play=found,
        ending=found.game.ending(found.position),
        per_cent=analysis.per_cent(found.score or 0),
        day=format_date(local_day(found.finished_at, site().zone)),
        skills=skills_shown(found.game, found.path),
        reviews=[(review(found.game, analysis, one.decision), one) for one in found.taken],
        allowed=allowed,
    )


@bp.post("/plays/<int:play_id>/again")
@requires(Permission.LEARN)
def again(play_id: int) -> ResponseReturnValue:
    """Play again from a turn of a finished play. It changes nothing about that play."""
    number = request.form.get("number", default=1, type=int)
    try:
        replay_id = actions.again(db(), current_actor(), play_id, number, now())
    except InTheMiddle as open_try:
        flash(_("You are in the middle of this one. Finish it first, then play again from any turn you like."), "warn")
        return redirect(f"/plays/{open_try.play_id}", 303)
    return redirect(f"/plays/{replay_id}", 303)
