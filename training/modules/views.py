"""Pages of a module: what it is, and one part at a time."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from training.content.questions import NotAnAnswer
from training.core.auth import current_actor
from training.core.clock import local_day
from training.core.i18n import format_date, ngettext
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import NotFound, db, now, requires, site, wants_json
from training.modules import actions, queries
from training.modules.actions import Unanswered
from training.modules.queries import Reading
from training.modules.rendering import pieces_of
from training.modules.rules import Part, minutes_left, next_part, part_before, still_open
from training.modules.verdicts import verdict_of

bp = Blueprint("modules", __name__)


@bp.get("/learn/<slug>")
@requires(Permission.LEARN)
def overview(slug: str) -> ResponseReturnValue:
    reading = queries.reading_of(db(), current_actor(), slug)
    return render_template(
        "modules/overview.html",
        reading=reading,
        left=still_open(reading.progress, reading.parts),
        minutes=sum(part.minutes for part in reading.parts),
        minutes_left=minutes_left(reading.progress, reading.parts),
        done_on=format_date(local_day(reading.finished_at, site().zone)) if reading.finished_at else "",
        url=f"/learn/{slug}",
    )


@bp.post("/learn/<slug>")
@requires(Permission.LEARN)
def begin(slug: str) -> ResponseReturnValue:
    part = actions.begin(db(), current_actor(), slug, now())
    return redirect(f"/learn/{slug}/{part.id}", 303)


@bp.get("/learn/<slug>/<block_id>")
@requires(Permission.LEARN)
def part(slug: str, block_id: str) -> ResponseReturnValue:
    reading = queries.reading_of(db(), current_actor(), slug)
    here = reading.part(block_id)
    if here is None:
        flash(_("That part is not in this lesson any more. Here is what the lesson holds now."), "warn")
        return redirect(f"/learn/{slug}", 303)
    return _page(reading, here)


def _page(reading: Reading, here: Part, problem: str = "", at: str = "") -> str:
    """The page of a part. A `problem` is shown in the summary and `at` the question it belongs to."""
    block = reading.module.block(here.id)
    if block is None:
        raise NotFound
    return render_template(
        "modules/part.html",
        reading=reading,
        here=here,
        number=reading.parts.index(here) + 1,
        pieces=pieces_of(reading.edition, block),
        verdicts={
            item.id: verdict_of(item, reading.answers[item.id])
            for item in block.questions
            if item.id in reading.answers
        },
        minutes_left=minutes_left(reading.progress, reading.parts),
        before=part_before(reading.parts, here),
        following=next_part(reading.parts, here),
        url=f"/learn/{reading.edition.slug}",
        problem=problem,
        problem_at=at,
    )


@bp.post("/learn/<slug>/<block_id>")
@requires(Permission.LEARN)
def go_on(slug: str, block_id: str) -> ResponseReturnValue:
    """Leave a part for the next one. This is what keeps the reader's place; looking at a page changes nothing."""
    actor = current_actor()
    try:
        following = actions.go_on(db(), actor, slug, block_id, now())
    except Unanswered as missing:
        return _asked_again(slug, block_id, _("Answer the question on this page first"), missing.question)
    if following is not None:
        return redirect(f"/learn/{slug}/{following.id}", 303)
    reading = queries.reading_of(db(), actor, slug)
    left = len(still_open(reading.progress, reading.parts))
    if left:
        flash(
            ngettext("Nearly there: %(num)s part is still open.", "Nearly there: %(num)s parts are still open.", left),
            "warn",
        )
    return redirect(f"/learn/{slug}", 303)


@bp.post("/learn/<slug>/<block_id>/check")
@requires(Permission.LEARN)
def check(slug: str, block_id: str) -> ResponseReturnValue:
    """Answer a question on the way: with its verdict for a script, else back to the page, which shows it."""
    question_id = request.form.get("question", "")
    values = request.form.getlist(f"answer-{question_id}")
    try:
        question, response = actions.answer(
            db(), current_actor(), slug, block_id, question_id=question_id, values=values, now=now()
        )
    except Unanswered:
        return _asked_again(slug, block_id, _("Choose an answer"), question_id)
    except NotAnAnswer:
        return _asked_again(slug, block_id, _("This cannot be an answer to the question. Choose again"), question_id)
    if wants_json():
        return jsonify(verdict_of(question, response, now()))
    return redirect(f"/learn/{slug}/{block_id}#{question_id}", 303)


def _asked_again(slug: str, block_id: str, problem: str, at: str) -> ResponseReturnValue:
    if wants_json():
        return jsonify(message=problem), 422
    reading = queries.reading_of(db(), current_actor(), slug)
    here = reading.part(block_id)
    if here is None or at not in here.questions:
        raise NotFound
    return _page(reading, here, problem, at), 422
