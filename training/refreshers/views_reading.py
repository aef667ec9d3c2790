"""Pages of a refresher: a part to read, with the questions on its way."""

from flask import Blueprint, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from training.content.questions import NotAnAnswer
from training.core.auth import current_actor
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import NotFound, db, now, requires, site, today, wants_json
from training.modules.rendering import pieces_of
from training.modules.verdicts import Verdict, verdict_of
from training.refreshers import actions
from training.refreshers.actions import Unanswered
from training.refreshers.actions_plan import HandedIn, Over
from training.refreshers.queries_questions import block_of
from training.refreshers.queries_sitting import Sitting, answers_of, sitting_for
from training.refreshers.rules import Doing, Part
from training.refreshers.words import place_of, reasons_of

bp = Blueprint("refresher_parts", __name__)


def next_url(sitting: Sitting) -> str:
    """The part that comes next; the end when none does."""
    left = sitting.left
    return f"/refresh/{sitting.id}/{left[0]}" if left and sitting.finished_at is None else f"/refresh/{sitting.id}"


@bp.get("/refresh/<int:refresher_id>/<int:part_number>")
@requires(Permission.LEARN)
def part(refresher_id: int, part_number: int) -> ResponseReturnValue:
    """A part to read; of a test-out the question to go on with, or its result."""
    sitting = sitting_for(db(), current_actor(), refresher_id, zone=site().zone)
    here = _part(sitting, part_number)
    if sitting.finished_at is None and not sitting.may_go_on(today()):
        return redirect(f"/refresh/{refresher_id}", 303)
    if here.doing is Doing.ELSEWHERE:
        return redirect(place_of(here), 303)
    if here.doing is Doing.READ:
        return _reading_page(sitting, part_number, here)
    if part_number in sitting.done:
        return redirect(f"/refresh/{refresher_id}/{part_number}/result", 303)
    answers = answers_of(db(), refresher_id, part_number)
    going_on = next((one.item for one in answers if not one.response), len(here.asked))
    return redirect(f"/refresh/{refresher_id}/{part_number}/{going_on}", 303)


def _part(sitting: Sitting, number: int) -> Part:
    found = sitting.plan.part(number)
    if found is None:
        raise NotFound
    return found


def _reading_page(sitting: Sitting, number: int, here: Part, problem: str = "", at: str = "") -> str:
    """The page of a block. A `problem` is shown in the summary and `at` the question it belongs to."""
    found, block = block_of(db(), here)
    given = dict(zip((one.id for one in block.questions), answers_of(db(), sitting.id, number), strict=False))
    answers = {item: one.response for item, one in given.items() if one.response}
    return render_template(
        "refreshers/read.html",
        sitting=sitting,
        number=number,
        here=here,
        pieces=pieces_of(found, block),
        answers=answers,
        verdicts={item.id: verdict_of(item, answers[item.id]) for item in block.questions if item.id in answers},
        reasons=reasons_of(here),
        document=found.title,
        last=sitting.left in ((), (number,)),
        problem=problem,
        problem_at=at,
    )


@bp.post("/refresh/<int:refresher_id>/<int:part_number>")
@requires(Permission.LEARN)
def go_on(refresher_id: int, part_number: int) -> ResponseReturnValue:
    """Leave a part that was read, for the next one."""
    if request.form.get("then") == "leave":
        return redirect("/", 303)
    try:
        sitting = actions.read(db(), current_actor(), refresher_id, part_number, now=now(), zone=site().zone)
    except Unanswered as missing:
        return _asked_again(refresher_id, part_number, missing.item, _("Answer the question on this page first"))
    except Over:
        return redirect(f"/refresh/{refresher_id}", 303)
    return redirect(next_url(sitting), 303)


@bp.post("/refresh/<int:refresher_id>/<int:part_number>/check")
@requires(Permission.LEARN)
def check(refresher_id: int, part_number: int) -> ResponseReturnValue:
    """Answer a question on the way: with its verdict for a script, else back to the page, which shows it."""
    here = _part(sitting_for(db(), current_actor(), refresher_id, zone=site().zone), part_number)
    ids = [one.id for one in block_of(db(), here)[1].questions]
    name = request.form.get("question", "")
    if name not in ids:
        raise NotFound
    item, values = ids.index(name) + 1, request.form.getlist(f"answer-{name}")
    if not values:
        return _asked_again(refresher_id, part_number, item, _("Choose an answer"))
    try:
        verdict = _checked(refresher_id, part_number, here, item, values)
    except NotAnAnswer:
        problem = _("This cannot be an answer to the question. Choose again")
        return _asked_again(refresher_id, part_number, item, problem)
    if wants_json():
        return jsonify(verdict)
    return redirect(f"/refresh/{refresher_id}/{part_number}#{name}", 303)


def _checked(refresher_id: int, number: int, here: Part, item: int, values: list[str]) -> Verdict:
    _edition, block = block_of(db(), here)
    question = block.questions[item - 1]
    try:
        actions.save_answer(
            db(),
            current_actor(),
            refresher_id,
            number=number,
            item=item,
            values=values,
            sequence=None,
            key=None,
            now=now(),
            zone=site().zone,
        )
    except HandedIn:  # it was read already: looking at it again changes nothing
        return verdict_of(question, question.parse(values))
    return verdict_of(question, question.parse(values), now())


def _asked_again(refresher_id: int, number: int, item: int, problem: str) -> ResponseReturnValue:
    if wants_json():
        return jsonify(message=problem), 422
    sitting = sitting_for(db(), current_actor(), refresher_id, zone=site().zone)
    here = _part(sitting, number)
    block = block_of(db(), here)[1]
    return _reading_page(sitting, number, here, problem, block.questions[item - 1].id), 422
