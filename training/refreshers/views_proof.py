"""Pages of a test-out: one question at a time, each saved as it is given, and the result."""

from datetime import datetime
from typing import Any

import structlog
from flask import Blueprint, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from training.content.questions import NotAnAnswer, sequence_of
from training.core.auth import current_actor
from training.core.i18n import format_time
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import NotFound, db, now, requires, site, today
from training.quizzes.queries import review_of
from training.quizzes.rules import per_cent
from training.refreshers import actions
from training.refreshers.actions import Unanswered
from training.refreshers.actions_plan import HandedIn, Over
from training.refreshers.queries_questions import question_of, questions_of
from training.refreshers.queries_sitting import Sitting, answers_of, sitting_for
from training.refreshers.rules import Doing, Part
from training.refreshers.views_reading import next_url
from training.refreshers.words import doing_of, reasons_of

bp = Blueprint("test_out", __name__)
log = structlog.get_logger()


@bp.get("/refresh/<int:refresher_id>/<int:part_number>/<int:number>")
@requires(Permission.LEARN)
def question(refresher_id: int, part_number: int, number: int) -> ResponseReturnValue:
    sitting, here = _test_out(refresher_id, part_number)
    if part_number in sitting.done:
        return redirect(f"/refresh/{refresher_id}/{part_number}/result", 303)
    if not sitting.may_go_on(today()):
        return redirect(f"/refresh/{refresher_id}", 303)
    return render_template("refreshers/question.html", **_page(sitting, part_number, here, number))


def _test_out(refresher_id: int, part_number: int) -> tuple[Sitting, Part]:
    """The actor's own refresher and a test-out of it. Raises NotFound."""
    sitting = sitting_for(db(), current_actor(), refresher_id, zone=site().zone)
    here = sitting.plan.part(part_number)
    if here is None or here.doing is not Doing.PROVE:
        raise NotFound
    return sitting, here


def _page(sitting: Sitting, part_number: int, here: Part, number: int, problem: str = "") -> dict[str, Any]:
    asked = question_of(db(), here, number)
    answers = answers_of(db(), sitting.id, part_number)
    given, url = answers[number - 1], f"/refresh/{sitting.id}/{part_number}"
    return {
        "sitting": sitting,
        "part_number": part_number,
        "here": here,
        "number": number,
        "total": len(here.asked),
        "answered": sum(bool(one.response) for one in answers),
        "asked": asked,
        "option_order": here.asked[number - 1].options,
        "given": given,
        "what": f"{doing_of(here)} {reasons_of(here)}",
        "url": url,
        "problem": problem,
    }


@bp.post("/refresh/<int:refresher_id>/<int:part_number>/<int:number>")
@requires(Permission.LEARN)
def go_on(refresher_id: int, part_number: int, number: int) -> ResponseReturnValue:
    """Save by hand and go where the pressed button leads; after the last answer the test-out is judged."""
    problem, url = "", f"/refresh/{refresher_id}/{part_number}"
    try:
        _save(refresher_id, part_number, number)
    except HandedIn:
        return redirect(f"{url}/result", 303)
    except NotAnAnswer:
        problem = _("This cannot be an answer to the question. Choose again")
    then = request.form.get("then", "next")
    if not problem and then in ("leave", "back"):
        return redirect(f"{url}/{max(1, number - 1)}" if then == "back" else f"/refresh/{refresher_id}", 303)
    sitting, here = _test_out(refresher_id, part_number)
    if not problem and not answers_of(db(), refresher_id, part_number)[number - 1].response:
        problem = _("Answer the question first")
    if problem:
        return render_template("refreshers/question.html", **_page(sitting, part_number, here, number, problem)), 422
    following = f"{url}/{number + 1}" if number < len(here.asked) else _hand_in(refresher_id, part_number)
    return redirect(following, 303)


def _hand_in(refresher_id: int, part_number: int) -> str:
    """Where it goes on after the last question: the result, or a question that is still open."""
    url = f"/refresh/{refresher_id}/{part_number}"
    try:
        actions.hand_in(db(), current_actor(), refresher_id, part_number, now=now(), zone=site().zone)
    except Unanswered as missing:
        return f"{url}/{missing.item}"
    except Over:
        return f"/refresh/{refresher_id}"
    return f"{url}/result"


@bp.post("/refresh/<int:refresher_id>/<int:part_number>/<int:number>/answer")
@requires(Permission.LEARN)
def save(refresher_id: int, part_number: int, number: int) -> ResponseReturnValue:
    """Save in passing, while the page stays. The reply goes out after the commit."""
    try:
        saved_at = _save(refresher_id, part_number, number)
    except HandedIn:
        return jsonify(message=_("This test-out is handed in. Its answers stay as they are.")), 409
    except NotAnAnswer:
        return jsonify(message=_("This cannot be an answer to the question. Load the page again.")), 422
    return jsonify(saved_at=format_time(saved_at))


def _save(refresher_id: int, part_number: int, number: int) -> datetime:
    actor, sent = current_actor(), request.form
    try:
        return actions.save_answer(
            db(),
            actor,
            refresher_id,
            number=part_number,
            item=number,
            values=sent.getlist("answer"),
            sequence=sequence_of(sent.get("sequence", "")),
            key=request.headers.get("Idempotency-Key"),
            now=now(),
            zone=site().zone,
        )
    except NotAnAnswer as error:
        log.warning("answer refused", person=actor.person_id, refresher=refresher_id, item=number, reason=str(error))
        raise


@bp.get("/refresh/<int:refresher_id>/<int:part_number>/result")
@requires(Permission.LEARN)
def result(refresher_id: int, part_number: int) -> ResponseReturnValue:
    """What a test-out came to, question by question, and what follows from it."""
    sitting, here = _test_out(refresher_id, part_number)
    done = sitting.done.get(part_number)
    if done is None:
        return redirect(f"/refresh/{refresher_id}/{part_number}", 303)
    given = answers_of(db(), refresher_id, part_number)
    asked = list(zip(questions_of(db(), here), here.asked, given, strict=False))
    reviews = [
        (one.edition.language, review_of(item.item, one.choosing, order.options, item.response))
        for one, order, item in asked
        if one.choosing
    ]
    gaps = [(one, item.response, one.mark(item.response).fraction == 1) for one, _order, item in asked if one.gap]
    right = sum(found.right for _language, found in reviews) + sum(fits for _one, _response, fits in gaps)
    return render_template(
        "refreshers/result.html",
        sitting=sitting,
        here=here,
        passed=done.passed,
        per_cent=per_cent(done.score or 0, done.most or 0),
        right=right,
        total=len(asked),
        missed=[(language, found) for language, found in reviews if not found.right],
        gaps=[(one, response) for one, response, fits in gaps if not fits],
        next_url=next_url(sitting),
    )
