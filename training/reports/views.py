"""The manager's board: who may serve, who is due, and what to do about it."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from training.core.auth import current_actor
from training.core.forms import posted
from training.core.i18n import gettext as _
from training.core.i18n import ngettext
from training.core.permissions import Permission
from training.core.web import db, now, requires, row_asked, site, today
from training.people.queries import team_tree
from training.reminders.site import custom, house
from training.reports.actions import Reminded, assign_all, remind
from training.reports.forms import AssignForm
from training.reports.queries import ORDERS, Board, BoardFilter, assignable, board, programmes, roles
from training.reports.queries_export import export
from training.reports.spreadsheet import csv_of
from training.reports.words import CHIPS, words_of_states

bp = Blueprint("reports", __name__)


@bp.get("/board")
@requires(Permission.STANDING_READ)
def index() -> ResponseReturnValue:
    wanted = wanted_from_address()
    found = board(db(), current_actor(), wanted, today=today(), page=request.args.get("page", 1, type=int))
    kept: dict[str, Any] = {key: value for key, value in request.args.items() if key != "page" and value}
    return render_template(
        "reports/board.html",
        found=found,
        finding=finding(found),
        wanted=wanted,
        teams=team_tree(db(), current_actor(), Permission.STANDING_READ),
        roles=roles(db()),
        programmes=programmes(db()),
        words=words_of_states(),
        chips=CHIPS,
        orders={"urgency": _("Most urgent first"), "due": _("Next due first"), "name": _("Name"), "team": _("Team")},
        kept=kept,
        url_of_page=lambda number: url_for("reports.index", **kept, page=number),
        url_of_state=lambda state: url_for("reports.index", **{**kept, "state": state}),
        record_base=url_for("reports.index").removesuffix("board") + "record",
    )


@bp.get("/board.csv")
@requires(Permission.STANDING_READ)
def download() -> ResponseReturnValue:
    found = export(db(), current_actor(), wanted_from_address(), today=today())
    answer = Response(csv_of(found, dict(programmes(db()))), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="board-{today().isoformat()}.csv"'
    return answer


@bp.post("/board/remind")
@requires(Permission.REMINDER_SEND)
def send_reminders() -> ResponseReturnValue:
    chosen = chosen_people(request.form)
    if not chosen:
        flash(_("Choose the people to remind first."), "warn")
    else:
        for words, kind in outcome(remind(db(), current_actor(), chosen, custom(), house(), now=now())):
            flash(words, kind)
    return redirect(back_to_board(), 303)


@bp.route("/board/assign", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_ASSIGN)
def assign() -> ResponseReturnValue:
    people = assignable(db(), current_actor(), chosen_people(request.values), today=today())
    if not people:
        flash(_("Choose the people to assign a programme to first."), "warn")
        return redirect(url_for("reports.index"), 303)
    form = posted(AssignForm)
    form.programme.choices = programmes(db())
    if request.method == "POST" and form.validate():
        done, already = assign_all(db(), current_actor(), people, form.programme.data, now=now(), zone=site().zone)
        title = dict(form.programme.choices)[form.programme.data]
        if done:
            words = ngettext(
                "“%(title)s” is asked of %(num)s person from today.",
                "“%(title)s” is asked of %(num)s people from today.",
                len(done),
                title=title,
            )
            flash(words, "good")
        if already:
            flash(_("Asked of them already: %(names)s.", names=", ".join(already)), "")
        return redirect(url_for("reports.index"), 303)
    return render_template("reports/assign.html", form=form, people=people), 422 if form.errors else 200


def chosen_people(values: MultiDict[str, str]) -> set[int]:
    """The ids of the ticked rows."""
    return {int(value) for value in values.getlist("who") if value.isdecimal() and len(value) < 19}


def wanted_from_address() -> BoardFilter:
    """What the address asks for; whatever makes no sense narrows nothing."""
    state, order = request.args.get("state", ""), request.args.get("order", "")
    return BoardFilter(
        text=request.args.get("q", "")[:100],
        team_id=row_asked("team"),
        role_id=row_asked("role"),
        programme_id=row_asked("programme"),
        state=state if state in CHIPS else "",
        order=order if order in ORDERS else ORDERS[0],
    )


def back_to_board() -> str:
    """The board as it was filtered when the form was sent."""
    kept: dict[str, Any] = {key: value for key, value in request.args.items() if value}
    return url_for("reports.index", **kept)


def finding(found: Board) -> str:
    """What the board says, in one sentence."""
    late = found.counts.get("overdue", 0) + found.counts.get("expired", 0)
    soon = found.counts.get("soon", 0)
    if not found.people:
        return _("Nobody to look after yet")
    if late:
        return ngettext("%(num)s person is overdue or expired", "%(num)s people are overdue or expired", late)
    if soon:
        return ngettext("%(num)s person is due soon", "%(num)s people are due soon", soon)
    return _("Nobody is late")


def outcome(result: Reminded) -> list[tuple[str, str]]:
    """What became of the reminders, as notices."""
    notices: list[tuple[str, str]] = []
    if result.sent:
        notices.append(
            (ngettext("%(num)s reminder is on its way.", "%(num)s reminders are on their way.", result.sent), "good")
        )
    if result.already:
        notices.append((_("Reminded today already: %(names)s.", names=", ".join(result.already)), ""))
    if result.nothing_open:
        notices.append((_("Nothing is open for %(names)s.", names=", ".join(result.nothing_open)), ""))
    if result.away:
        notices.append((_("Not at work now, so not reminded: %(names)s.", names=", ".join(result.away)), ""))
    if result.without_mail:
        names = ", ".join(result.without_mail)
        words = _(
            "No e-mail address, so they find it when they sign in: %(names)s. Please tell them, too.", names=names
        )
        notices.append((words, "warn"))
    return notices
