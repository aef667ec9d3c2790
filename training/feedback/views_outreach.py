"""Pages about customers who have gone silent: the list, bringing one in, and asking somebody."""

from contextlib import closing

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.core.auth import current_actor
from training.core.forms import posted
from training.core.i18n import gettext as _
from training.core.i18n import ngettext
from training.core.permissions import Permission
from training.core.problems import Problem, Problems
from training.core.web import database, db, now, requires, takes_files, today
from training.feedback import actions_outreach, queries_outreach
from training.feedback.forms_staff import ListForm, SilentForm
from training.feedback.rules_outreach import MOST_LINES, Reading, choose, columns_of, read_lines
from training.people.queries import team_tree
from training.people.roster.tables import read_table

bp = Blueprint("outreach", __name__)

MOST_BYTES = 1_000_000
SHOWN_AT_ONCE = 50
PREVIEWED = 20


@bp.get("/feedback/outreach")
@requires(Permission.FEEDBACK_WRITE)
def index() -> ResponseReturnValue:
    form = SilentForm(request.args)
    if not form.validate():
        form = SilentForm()
    listed = queries_outreach.customers(db(), current_actor())
    named = {customer.id: (name, team) for customer, name, team in listed}
    chosen = choose(
        [customer for customer, _name, _team in listed],
        today=today(),
        silent_days=form.silent.data or 0,
        pause_days=form.pause.data or 0,
    )
    return render_template(
        "feedback/outreach.html",
        form=form,
        total=len(listed),
        chosen=chosen,
        shown=[(customer, *named[customer.id]) for customer in chosen.to_ask[:SHOWN_AT_ONCE]],
    )


@bp.route("/feedback/outreach/import", methods=["GET", "POST"])
@requires(Permission.FEEDBACK_WRITE)
@takes_files(2 * MOST_BYTES)
def bring() -> ResponseReturnValue:
    """A file of customers. What it holds is shown before anything is kept."""
    form = posted(ListForm)
    with database().reading() as session:
        teams = team_tree(session, current_actor(), Permission.FEEDBACK_WRITE)
    form.team_id.choices = [(team.id, team.indented) for team in teams]
    if request.method == "POST" and form.validate():
        read = _read(form)
        if read is not None:
            actor = current_actor()
            draft = actions_outreach.keep_draft(
                db(), actor, form.team_id.data, list(read.lines), now=now(), today=today()
            )
            for sentence in read.refused[:PREVIEWED]:
                flash(sentence, "warn")
            if len(read.refused) > PREVIEWED:
                more = len(read.refused) - PREVIEWED
                flash(ngettext("%(num)s more line was left out.", "%(num)s more lines were left out.", more), "warn")
            return redirect(url_for("outreach.look", outreach_draft=draft), 303)
    return render_template("feedback/outreach_import.html", form=form), 422 if form.errors else 200


def _read(form: ListForm) -> Reading | None:
    """The customers of the file that was sent; None when none can be kept, with the reason at the form's field."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        form.refuse("file", _("Choose a file."))
        return None
    with closing(sent):
        data = sent.read(MOST_BYTES + 1)
    try:
        return _customers(data, sent.filename)
    except Problems as problems:
        for problem in problems.problems:
            form.refuse("file", f"{problem.message} {problem.remedy}".strip())
        return None


def _customers(data: bytes, name: str) -> Reading:
    """The customers of a file. Raises Problems when there are none, or too many."""
    if len(data) > MOST_BYTES:
        raise _unusable(_("This file is larger than 1 MB."))
    table = read_table(data, name)
    if "contact" not in columns_of(table.header.cells):
        raise _unusable(_("No column is called “phone”, “email” or “contact”."))
    if len(table.records) > MOST_LINES:
        raise _unusable(_("This file has more than %(most)s lines. Send those whom you will ask.", most=MOST_LINES))
    read = read_lines(table.header.cells, [(one.line, one.cells) for one in table.records], today=today())
    if not read.lines:
        raise _unusable(" ".join((_("No line can be kept."), *read.refused[:3])))
    return read


def _unusable(message: str) -> Problems:
    return Problems([Problem("file", None, message, "")])


@bp.get("/feedback/outreach/import/<outreach_draft>")
@requires(Permission.FEEDBACK_WRITE)
def look(outreach_draft: str) -> ResponseReturnValue:
    rows = queries_outreach.draft_for(db(), current_actor(), outreach_draft)
    return render_template(
        "feedback/outreach_look.html",
        draft=outreach_draft,
        rows=rows[:PREVIEWED],
        total=len(rows),
        until=rows[0].until_on,
    )


@bp.post("/feedback/outreach/import/<outreach_draft>")
@requires(Permission.FEEDBACK_WRITE)
def keep(outreach_draft: str) -> ResponseReturnValue:
    kept = actions_outreach.confirm(db(), current_actor(), outreach_draft, now=now())
    flash(ngettext("%(num)s customer is on the list.", "%(num)s customers are on the list.", kept), "good")
    return redirect(url_for("outreach.index"), 303)


@bp.post("/feedback/outreach/import/<outreach_draft>/discard")
@requires(Permission.FEEDBACK_WRITE)
def discard(outreach_draft: str) -> ResponseReturnValue:
    actions_outreach.discard(db(), current_actor(), outreach_draft)
    flash(_("Nothing of the file was kept."), "good")
    return redirect(url_for("outreach.index"), 303)


@bp.post("/feedback/outreach/<int:outreach_customer_id>/ask")
@requires(Permission.FEEDBACK_WRITE)
def ask(outreach_customer_id: int) -> ResponseReturnValue:
    """How to reach them and their one-time link: no address of its own, so that each look is written down."""
    try:
        asking = actions_outreach.ask(db(), current_actor(), outreach_customer_id, now=now(), today=today())
    except Problems as problems:
        flash(" ".join(f"{one.message} {one.remedy}" for one in problems.problems), "warn")
        return redirect(url_for("outreach.index"), 303)
    return render_template("feedback/outreach_ask.html", asking=asking, customer=asking.customer)


@bp.post("/feedback/outreach/<int:outreach_customer_id>/leave-in-peace")
@requires(Permission.FEEDBACK_WRITE)
def leave_in_peace(outreach_customer_id: int) -> ResponseReturnValue:
    actions_outreach.leave_in_peace(db(), current_actor(), outreach_customer_id, now=now())
    flash(_("They are on no list any more, and no new list brings them back."), "good")
    return redirect(url_for("outreach.index"), 303)


@bp.post("/feedback/outreach/<int:outreach_customer_id>/remove")
@requires(Permission.FEEDBACK_WRITE)
def remove(outreach_customer_id: int) -> ResponseReturnValue:
    actions_outreach.remove(db(), current_actor(), outreach_customer_id, now=now())
    flash(_("Erased from the list."), "good")
    return redirect(url_for("outreach.index"), 303)
