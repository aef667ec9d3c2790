"""Pages of a refresher: what can be refreshed, the plan and why, one part to read, and what was renewed."""

from dataclasses import dataclass

from flask import Blueprint, flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from training.content.questions import NotAnAnswer
from training.core.auth import current_actor
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import NotFound, db, now, requires, site, today, wants_json
from training.modules.rendering import pieces_of
from training.modules.verdicts import Verdict, verdict_of
from training.refreshers import actions, queries
from training.refreshers.actions import HandedIn, NotOffered, Over, Unanswered
from training.refreshers.queries import Offer
from training.refreshers.queries_questions import block_of
from training.refreshers.queries_sitting import Sitting, answers_of, sitting_for
from training.refreshers.queries_standing import renewed_until
from training.refreshers.rules import Doing, Part, Plan
from training.refreshers.rules_plan import plan_of
from training.refreshers.rules_scope import Offered
from training.refreshers.words import doing_of, place_of, reason_words, reasons_of, title_of

bp = Blueprint("refreshers", __name__)


@dataclass(frozen=True)
class Row:
    """A part as a line of the plan."""

    number: int
    title: str
    document: str
    language: str
    text: str
    url: str
    done: bool
    chip: tuple[str, str] | None
    added: bool


@bp.get("/refresh")
@requires(Permission.LEARN)
def index() -> ResponseReturnValue:
    """What can be refreshed today, what it takes, and when the rest can be."""
    person_id = current_actor().person_id or 0
    found = queries.offers_of(db(), person_id, today=today(), zone=site().zone)
    return render_template(
        "refreshers/index.html",
        ready=[ready for one in found if (ready := _ready(one))],
        full=[one for one in found if one.offered is Offered.FULL and not one.refresher_id],
        later=[one for one in found if one.offered is Offered.LATER and not one.refresher_id],
    )


@dataclass(frozen=True)
class Ready:
    """A refresher that one may begin, or go on with at `url`."""

    offer: Offer
    plan: Plan
    url: str = ""


def _ready(offer: Offer) -> Ready | None:
    """What it comes to today; None when there is nothing to begin or to go on with."""
    if offer.refresher_id is not None:
        sitting = _sitting(offer.refresher_id)
        if sitting.done or sitting.planned_on == today():
            return Ready(offer, sitting.plan, f"/refresh/{sitting.id}") if sitting.left else None
    if offer.offered is not Offered.YES:
        return None
    person_id = current_actor().person_id or 0
    subjects = queries.offered_subjects(db(), person_id, offer, today=today(), zone=site().zone)
    # Which questions are drawn does not matter here.
    return Ready(offer, plan_of(subjects, today=today(), seed=0))


@bp.post("/refresh")
@requires(Permission.LEARN)
def start() -> ResponseReturnValue:
    """Begin, or go on with what is begun."""
    wanted = request.form.get("assignment", "")
    try:
        if not (wanted.isascii() and wanted.isdigit()):
            raise NotOffered
        refresher_id = actions.start(db(), current_actor(), int(wanted), now=now(), zone=site().zone)
    except NotOffered:
        flash(_("There is nothing to refresh there today."), "warn")
        return redirect("/refresh", 303)
    return redirect(f"/refresh/{refresher_id}", 303)


@bp.get("/refresh/<int:refresher_id>")
@requires(Permission.LEARN)
def overview(refresher_id: int) -> ResponseReturnValue:
    """The plan with its reasons; after the last part, what was renewed and until when."""
    sitting = _sitting(refresher_id)
    title, until = renewed_until(db(), sitting)
    page = {
        "sitting": sitting,
        "plan": sitting.plan,
        "title": title,
        "rows": _rows(sitting),
        "until": until,
    }
    if sitting.finished_at is not None:
        return render_template("refreshers/end.html", **page)
    if not sitting.may_go_on(today()):
        return render_template("refreshers/over.html", **page)
    skipped = [(one, reason_words(one.reason)) for one in sitting.plan.skipped]
    return render_template("refreshers/plan.html", skipped=skipped, next_url=next_url(sitting), **page)


def _rows(sitting: Sitting) -> list[Row]:
    """What is done here, what is done elsewhere, and whatever was done although it is not needed any more."""
    parts, own = enumerate(sitting.plan.parts, start=1), sitting.plan.own
    return [
        _row(sitting, number, part)
        for number, part in parts
        if number in own or part.doing is Doing.ELSEWHERE or number in sitting.done
    ]


def _row(sitting: Sitting, number: int, part: Part) -> Row:
    documents = {one.requirement: one.title for one in sitting.plan.renewed}
    return Row(
        number=number,
        title=title_of(part),
        document=documents.get(part.requirement, "") if part.doing is Doing.READ else "",
        language=part.language,
        text=f"{doing_of(part)} {reasons_of(part)}",
        url=place_of(part) if part.doing is Doing.ELSEWHERE else "",
        done=sitting.is_done(number),
        chip=_chip(sitting, number),
        added=number > len(sitting.stored.parts),
    )


def _chip(sitting: Sitting, number: int) -> tuple[str, str] | None:
    """The look and the word of a part that is done, or that came while somebody was at it."""
    done = sitting.done.get(number)
    if done is not None and done.passed is False:
        return "soon", _("Asked again")
    if sitting.is_done(number):
        return "met", _("Done")
    return ("new", _("New")) if number > len(sitting.stored.parts) else None


def _sitting(refresher_id: int) -> Sitting:
    return sitting_for(db(), current_actor(), refresher_id, zone=site().zone)


def next_url(sitting: Sitting) -> str:
    """The part that comes next; the end when none does."""
    left = sitting.left
    return f"/refresh/{sitting.id}/{left[0]}" if left and sitting.finished_at is None else f"/refresh/{sitting.id}"


@bp.get("/refresh/<int:refresher_id>/<int:part_number>")
@requires(Permission.LEARN)
def part(refresher_id: int, part_number: int) -> ResponseReturnValue:
    """A part to read; of a test-out the question to go on with, or its result."""
    sitting = _sitting(refresher_id)
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
    edition, block = block_of(db(), here)
    given = dict(zip((one.id for one in block.questions), answers_of(db(), sitting.id, number), strict=False))
    answers = {item: one.response for item, one in given.items() if one.response}
    return render_template(
        "refreshers/read.html",
        sitting=sitting,
        number=number,
        here=here,
        pieces=pieces_of(edition, block),
        answers=answers,
        verdicts={item.id: verdict_of(item, answers[item.id]) for item in block.questions if item.id in answers},
        reasons=reasons_of(here),
        document=edition.title,
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
    here = _part(_sitting(refresher_id), part_number)
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
    sitting = _sitting(refresher_id)
    here = _part(sitting, number)
    block = block_of(db(), here)[1]
    return _reading_page(sitting, number, here, problem, block.questions[item - 1].id), 422
