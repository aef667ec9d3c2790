"""Pages of the staff about what customers said: the list, one answer, the file, and erasing."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.core.auth import current_actor
from training.core.clock import local_day
from training.core.forms import posted
from training.core.i18n import gettext as _
from training.core.i18n import ngettext
from training.core.permissions import Actor, Permission
from training.core.web import db, now, requires, site, today
from training.feedback import actions_answers, queries
from training.feedback.actions_erasing import erase_customer
from training.feedback.forms_staff import EraseForm
from training.feedback.queries import AnswerLine, Wanted
from training.feedback.words_staff import said, words_of_doubts, words_of_sorts
from training.people.models import Team
from training.people.queries import team_tree
from training.people.roster.guards import guarded

bp = Blueprint("feedback_answers", __name__)

SHOWN = ("open", "all", "aside")
FIRST_YEAR, LAST_YEAR = 2000, 2999
LAST_ROW = 2**31 - 1


@bp.get("/feedback/answers")
@requires(Permission.FEEDBACK_READ)
def index() -> ResponseReturnValue:
    wanted = _wanted()
    found = queries.answers(db(), current_actor(), wanted, _day_begins, page=request.args.get("page", 1, type=int))
    kept: dict[str, Any] = {key: value for key, value in request.args.items() if key != "page" and value}
    return render_template(
        "feedback/answers.html",
        found=found,
        wanted=wanted,
        waiting=queries.waiting(db(), current_actor()),
        teams=team_tree(db(), current_actor(), Permission.FEEDBACK_READ),
        sorts=words_of_sorts(),
        doubts=words_of_doubts(),
        marked=lambda line: said(line.edition.model, line.answer.marks, {}),
        kept=kept,
        url_of_page=lambda number: url_for("feedback_answers.index", **kept, page=number),
    )


@bp.get("/feedback/answers.csv")
@requires(Permission.FEEDBACK_READ)
def download() -> ResponseReturnValue:
    """What was said as a table, a line for each question. It holds no way to reach anybody."""
    found = queries.answers(db(), current_actor(), _wanted(), _day_begins, page=None)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["answer", "day", "team", "person", "place", "channel", "form", "question", "said", "language"])
    for line in found.lines:
        for cells in _rows(line):
            writer.writerow([guarded(cell) for cell in cells])
    answer = Response(out.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="feedback-{today().isoformat()}.csv"'
    return answer


def _rows(line: AnswerLine) -> list[list[str]]:
    answer, day = line.answer, local_day(line.answer.at, site().zone).isoformat()
    pairs = {**answer.marks, **answer.texts}
    pairs |= {"thanks": answer.thanks_name} if answer.thanks_name else {}
    return [
        [
            *(str(answer.id), day, line.team, line.person or "", line.place, line.sort),
            *(line.edition.slug, question, str(told), answer.language),
        ]
        for question, told in pairs.items()
    ]


@bp.get("/feedback/answers/<int:feedback_answer_id>")
@requires(Permission.FEEDBACK_READ)
def answer(feedback_answer_id: int) -> ResponseReturnValue:
    return _page(feedback_answer_id)


@bp.post("/feedback/answers/<int:feedback_answer_id>/contact")
@requires(Permission.FEEDBACK_WRITE)
def contact(feedback_answer_id: int) -> ResponseReturnValue:
    """How to reach the customer: no address of its own, so that each look is one that was written down."""
    found = actions_answers.look_at_contact(db(), current_actor(), feedback_answer_id, now=now())
    return _page(feedback_answer_id, contact=found.contact)


@bp.post("/feedback/answers/<int:feedback_answer_id>/done")
@requires(Permission.FEEDBACK_WRITE)
def done(feedback_answer_id: int) -> ResponseReturnValue:
    words = _("Done. How to reach them is deleted.")
    return _act(actions_answers.mark_done, feedback_answer_id, words)


@bp.post("/feedback/answers/<int:feedback_answer_id>/let-in")
@requires(Permission.FEEDBACK_WRITE)
def let_in(feedback_answer_id: int) -> ResponseReturnValue:
    return _act(actions_answers.let_in, feedback_answer_id, _("It counts from now on."))


@bp.post("/feedback/answers/<int:feedback_answer_id>/set-aside")
@requires(Permission.FEEDBACK_WRITE)
def set_aside(feedback_answer_id: int) -> ResponseReturnValue:
    words = _("It is set aside and counts in no figure. It goes after 30 days unless you let it in.")
    return _act(actions_answers.set_aside, feedback_answer_id, words)


@bp.post("/feedback/answers/<int:feedback_answer_id>/erase")
@requires(Permission.FEEDBACK_WRITE)
def erase(feedback_answer_id: int) -> ResponseReturnValue:
    words = _("What they wrote and how to reach them is gone. The numbers stay.")
    return _act(actions_answers.erase, feedback_answer_id, words)


def _act(act: Callable[..., None], answer_id: int, words: str) -> ResponseReturnValue:
    act(db(), current_actor(), answer_id, now=now())
    flash(words, "good")
    return redirect(url_for("feedback_answers.answer", feedback_answer_id=answer_id), 303)


@bp.route("/feedback/erase", methods=["GET", "POST"])
@requires(Permission.FEEDBACK_WRITE)
def erase_one() -> ResponseReturnValue:
    """Everything of one customer, who asked for it."""
    form = posted(EraseForm)
    if request.method == "POST" and form.validate():
        erased = erase_customer(db(), current_actor(), form.whose.data, now=now())
        if erased is None:
            form.refuse("whose", _("This is no phone number, no mail address and no receipt."))
        else:
            answers = ngettext("%(num)s answer", "%(num)s answers", erased.answers)
            customers = ngettext("%(num)s line of a list", "%(num)s lines of lists", erased.customers)
            flash(_("Erased: %(answers)s, %(customers)s.", answers=answers, customers=customers), "good")
            return redirect(url_for("feedback_answers.erase_one"), 303)
    return render_template("feedback/erase.html", form=form), 422 if form.errors else 200


def _page(answer_id: int, *, contact: str | None = None) -> str:
    actor: Actor = current_actor()
    found = queries.answer_for(db(), actor, answer_id, Permission.FEEDBACK_READ)
    line = queries.answer_line(db(), found)
    return render_template(
        "feedback/answer.html",
        line=line,
        answer=found,
        pairs=_said(line),
        contact=contact,
        sorts=words_of_sorts(),
        doubts=words_of_doubts(),
        may_write=actor.may(Permission.FEEDBACK_WRITE, db().get_one(Team, found.team_id).path),
    )


def _said(line: AnswerLine) -> list[tuple[str, str]]:
    return said(line.edition.model, line.answer.marks, line.answer.texts)


def _wanted() -> Wanted:
    args = request.args
    shown = args.get("show", "all")
    return Wanted(
        team_id=args.get("team", type=_row),
        since=args.get("since", type=_day),
        until=args.get("until", type=_day),
        show=shown if shown in SHOWN else "all",
        address_id=args.get("address", type=_row),
    )


def _day(text: str) -> date:
    """A day of an address, as far as clocks and time zones can be asked about it. Raises ValueError."""
    day = date.fromisoformat(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(text)
    return day


def _row(text: str) -> int:
    """A number that a row can have. Raises ValueError."""
    number = int(text)
    if not 0 < number <= LAST_ROW:
        raise ValueError(text)
    return number


def _day_begins(day: date) -> datetime:
    """The moment at which a day of the site begins."""
    return datetime.combine(day, time(), site().zone).astimezone(UTC)
