"""Pages of a quiz: what it is, one question at a time, the hand-in, the result."""

from collections import Counter
from datetime import datetime
from typing import Any

import structlog
from flask import Blueprint, current_app, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from training.content.questions import NotAnAnswer, sequence_of
from training.core.auth import current_actor
from training.core.clock import local_day
from training.core.i18n import format_date, format_time
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import NotFound, db, now, requires, site
from training.quizzes import actions, queries
from training.quizzes.actions import HandedIn
from training.quizzes.rules import per_cent

bp = Blueprint("quizzes", __name__)
log = structlog.get_logger()


@bp.get("/quizzes/<slug>")
@requires(Permission.LEARN)
def intro(slug: str) -> ResponseReturnValue:
    actor, quiz = current_actor(), queries.live_quiz(db(), slug)
    begun = queries.open_attempts(db(), actor.person_id).get(quiz.document_id)
    earlier = queries.earlier_attempts(db(), actor.person_id, quiz.document_id)
    return render_template(
        "quizzes/intro.html",
        quiz=quiz.model,
        questions=queries.questions_asked(quiz.model),
        minutes=queries.minutes_needed(quiz.model),
        start_url=f"/quizzes/{slug}/start",
        begun=begun,
        earlier=[(one, format_date(local_day(one.submitted_at, site().zone))) for one in earlier],
    )


@bp.post("/quizzes/<slug>/start")
@requires(Permission.LEARN)
def start(slug: str) -> ResponseReturnValue:
    attempt_id = actions.start_attempt(db(), current_actor(), slug, now())
    return redirect(f"/attempts/{attempt_id}", 303)


@bp.get("/attempts/<int:attempt_id>")
@requires(Permission.LEARN)
def attempt(attempt_id: int) -> ResponseReturnValue:
    """The place to go on while the attempt is open, its result afterwards."""
    sitting = queries.sitting_for(db(), current_actor(), attempt_id)
    if sitting.submitted_at is None:
        return redirect(f"/attempts/{attempt_id}/{sitting.sheet.resume_at}", 303)
    return render_template("quizzes/result.html", **_result_page(sitting, sitting.submitted_at))


def _result_page(sitting: queries.Sitting, submitted_at: datetime) -> dict[str, Any]:
    quiz = queries.quiz_of(db(), sitting.version_id)
    found = queries.reviews(queries.questions_of(db(), sitting.form), sitting)
    missed = [one for one in found if not one.right]
    skills = Counter(skill for one in missed for skill in one.question.skills)
    return {
        "title": quiz.title,
        "language": quiz.language,
        "quiz_url": f"/quizzes/{quiz.slug}",
        "start_url": f"/quizzes/{quiz.slug}/start",
        "passed": sitting.passed,
        "day": format_date(local_day(submitted_at, site().zone)),
        "per_cent": per_cent(sitting.score or 0, sitting.max_score or 0),
        "pass_mark": quiz.model.pass_mark,
        "right": len(found) - len(missed),
        "total": len(found),
        "missed": missed,
        "kept": [one for one in found if one.right],
        # Modules know which of their parts teach a skill; the application introduces them, see app.py.
        "read_again": current_app.extensions["places_to_read"](db(), skills) if skills else (),
    }


@bp.get("/attempts/<int:attempt_id>/<int:number>")
@requires(Permission.LEARN)
def question(attempt_id: int, number: int) -> ResponseReturnValue:
    sitting = queries.sitting_for(db(), current_actor(), attempt_id)
    if sitting.submitted_at is not None:
        return redirect(f"/attempts/{attempt_id}", 303)
    return render_template("quizzes/question.html", **_question_page(sitting, number))


def _question_page(sitting: queries.Sitting, number: int, problem: str = "") -> dict[str, Any]:
    item = sitting.form.item(number)
    if item is None:
        raise NotFound
    given, quiz = sitting.given[number - 1], queries.quiz_of(db(), sitting.version_id)
    return {
        "attempt_id": sitting.id,
        "number": number,
        "save_url": f"/attempts/{sitting.id}/{number}/answer",
        "hand_in_url": f"/attempts/{sitting.id}/hand-in",
        "title": quiz.title,
        "language": quiz.language,
        "sheet": sitting.sheet,
        "question": queries.question_of(db(), item),
        "option_order": item.options,
        "chosen": given.response,
        "flagged": given.flagged,
        "sequence": given.sequence,
        "saved_at": given.saved_at if given.response else None,
        "problem": problem,
    }


@bp.post("/attempts/<int:attempt_id>/<int:number>")
@requires(Permission.LEARN)
def go_on(attempt_id: int, number: int) -> ResponseReturnValue:
    """Save by hand and go where the pressed button leads. Works without any script."""
    problem = ""
    try:
        _save(attempt_id, number)
    except HandedIn:
        return redirect(f"/attempts/{attempt_id}", 303)
    except NotAnAnswer:
        problem = _("This cannot be an answer to the question. Choose again")
    sitting = queries.sitting_for(db(), current_actor(), attempt_id)
    then, line = request.form.get("then", "next"), sitting.sheet.lines[number - 1]
    if not problem and then == "leave":
        return redirect("/", 303)
    if not problem and then == "back":
        return redirect(f"/attempts/{attempt_id}/{max(1, number - 1)}", 303)
    if not problem and not line.answered and not line.flagged:
        problem = _("Choose an answer, or flag the question and come back to it")
    if problem:
        return render_template("quizzes/question.html", **_question_page(sitting, number, problem)), 422
    following = number + 1 if number < len(sitting.form) else "hand-in"
    return redirect(f"/attempts/{attempt_id}/{following}", 303)


@bp.post("/attempts/<int:attempt_id>/<int:number>/answer")
@requires(Permission.LEARN)
def save(attempt_id: int, number: int) -> ResponseReturnValue:
    """Save in passing, while the page stays. The reply goes out after the commit."""
    try:
        saved_at = _save(attempt_id, number)
    except HandedIn:
        return jsonify(message=_("This quiz is handed in. Its answers stay as they are.")), 409
    except NotAnAnswer:
        return jsonify(message=_("This cannot be an answer to the question. Load the page again.")), 422
    return jsonify(saved_at=format_time(saved_at))


def _save(attempt_id: int, number: int) -> Any:
    actor, sent = current_actor(), request.form
    try:
        return actions.save_answer(
            db(),
            actor,
            attempt_id,
            number,
            sent.getlist("answer"),
            flagged="flag" in sent,
            sequence=sequence_of(sent.get("sequence", "")),
            key=request.headers.get("Idempotency-Key"),
            now=now(),
        )
    except NotAnAnswer as error:
        log.warning("answer refused", person=actor.person_id, attempt=attempt_id, item=number, reason=str(error))
        raise


@bp.get("/attempts/<int:attempt_id>/hand-in")
@requires(Permission.LEARN)
def before_hand_in(attempt_id: int) -> ResponseReturnValue:
    sitting = queries.sitting_for(db(), current_actor(), attempt_id)
    if sitting.submitted_at is not None:
        return redirect(f"/attempts/{attempt_id}", 303)
    title = queries.quiz_of(db(), sitting.version_id).title
    return render_template("quizzes/hand_in.html", attempt_id=attempt_id, title=title, sheet=sitting.sheet)


@bp.post("/attempts/<int:attempt_id>/hand-in")
@requires(Permission.LEARN)
def hand_in(attempt_id: int) -> ResponseReturnValue:
    actions.hand_in(db(), current_actor(), attempt_id, now())
    return redirect(f"/attempts/{attempt_id}", 303)
