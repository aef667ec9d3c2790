"""Pages on which somebody does what was assigned to them: the list of it, and a part to read with its questions."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from training.content.library import kind_named
from training.content.questions import NotAnAnswer
from training.core.auth import current_actor
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import NotFound, db, now, requires, today, wants_json
from training.modules.rendering import pieces_of
from training.modules.verdicts import verdict_of
from training.needs import actions_doing
from training.needs.actions_doing import Part, Unanswered, part_of
from training.needs.models import Need, NeedItem
from training.needs.queries import items_of, need_for
from training.needs.queries_doing import is_gone
from training.needs.rules import State, is_started
from training.needs.rules_proposal import CHECKLIST, PRACTICE, TALK
from training.needs.words import minutes_words
from training.voice.queries import titles_by_id

bp = Blueprint("need_training", __name__)


def _own(need_id: int) -> Need:
    """A need of whoever asks, with something to do in it. Raises NotFound."""
    need = need_for(db(), current_actor(), need_id)
    if need.person_id != current_actor().person_id or need.round_id is None:
        raise NotFound
    return need


def place_of(need: Need, item: NeedItem) -> str:
    """Where an item is done; empty where somebody else has to come."""
    if item.kind == "module" and item.item:
        return f"/needs/{need.id}/do/{item.number}"
    if item.kind == PRACTICE:
        return "/practice"
    if item.kind in {TALK, CHECKLIST}:
        return ""
    return kind_named(item.kind).place(item.slug, item.item or None)


@bp.get("/needs/<int:need_id>/do")
@requires(Permission.LEARN)
def do(need_id: int) -> ResponseReturnValue:
    """What is to be done, and what is done."""
    need = _own(need_id)
    if need.state == State.DISMISSED:
        return redirect(f"/needs/{need_id}", 303)
    items = items_of(db(), need_id)
    left = [one for one in items if one.done_at is None]
    return render_template(
        "needs/do.html",
        need=need,
        title=titles_by_id(db(), {need.standard_id})[need.standard_id],
        items=[(one, place_of(need, one), is_gone(db(), one)) for one in items],
        left=left,
        first=next((place for one in left if (place := place_of(need, one))), ""),
        minutes=sum(one.minutes for one in left),
        minutes_words=minutes_words,
        is_started=is_started(need.start_on, today()),
    )


@bp.get("/needs/<int:need_id>/do/<int:item_number>")
@requires(Permission.LEARN)
def part(need_id: int, item_number: int) -> ResponseReturnValue:
    """A part to read. One that is out of use since says so, and is left like one that was read."""
    need = _own(need_id)
    if not is_started(need.start_on, today()):
        return redirect(f"/needs/{need_id}/do", 303)
    return _page(need, item_number)


def _page(need: Need, number: int, problem: str = "", at: str = "") -> str:
    """The page of a part. A `problem` is shown in the summary and `at` the question it belongs to."""
    row = db().get(NeedItem, (need.id, number))
    if row is None or row.kind != "module" or not row.item:
        raise NotFound
    left = [one for one in items_of(db(), need.id) if one.done_at is None and one.number != number]
    try:
        here: Part | None = part_of(db(), need, number)
    except NotFound:
        here = None
    questions = here.block.questions if here else ()
    return render_template(
        "needs/part.html",
        need=need,
        row=row,
        here=here,
        pieces=pieces_of(here.edition, here.block) if here else (),
        verdicts={one.id: verdict_of(one, row.answers[one.id]) for one in questions if one.id in row.answers},
        minutes=sum(one.minutes for one in left),
        last=not left,
        minutes_words=minutes_words,
        problem=problem,
        problem_at=at,
    )


@bp.post("/needs/<int:need_id>/do/<int:item_number>")
@requires(Permission.LEARN)
def go_on(need_id: int, item_number: int) -> ResponseReturnValue:
    """Leave a part that was read; looking at a page changes nothing."""
    try:
        need = actions_doing.read(db(), current_actor(), need_id, item_number, now=now(), today=today())
    except Unanswered as missing:
        return _asked_again(need_id, item_number, _("Answer the question on this page first"), missing.question)
    if need.state in {State.TRAINED, State.JUDGED}:
        flash(_("All done. Your leader sees it too."), "good")
    return redirect(f"/needs/{need_id}/do", 303)


@bp.post("/needs/<int:need_id>/do/<int:item_number>/check")
@requires(Permission.LEARN)
def check(need_id: int, item_number: int) -> ResponseReturnValue:
    """Answer a question on the way: with its verdict for a script, else back to the page, which shows it."""
    name = request.form.get("question", "")
    values = request.form.getlist(f"answer-{name}")
    try:
        question, response = actions_doing.answer(
            db(), current_actor(), need_id, item_number, question_id=name, values=values, today=today()
        )
    except Unanswered:
        return _asked_again(need_id, item_number, _("Choose an answer"), name)
    except NotAnAnswer:
        problem = _("This cannot be an answer to the question. Choose again")
        return _asked_again(need_id, item_number, problem, name)
    if wants_json():
        return jsonify(verdict_of(question, response, now()))
    return redirect(f"/needs/{need_id}/do/{item_number}#{name}", 303)


def _asked_again(need_id: int, number: int, problem: str, at: str) -> ResponseReturnValue:
    if wants_json():
        return jsonify(message=problem), 422
    return _page(_own(need_id), number, problem, at), 422
