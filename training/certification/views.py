"""Pages: a person's record on any day, and programmes beyond their roles."""

from collections.abc import Collection
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.certification import actions, words, words_awards, words_history
from training.certification.forms import AssignForm, PastDayForm
from training.certification.queries_record import may_on, offered, record_of
from training.core.auth import current_actor
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.problems import Problems
from training.core.web import db, now, requires, site, today

bp = Blueprint("certification", __name__)


@bp.context_processor
def speak() -> dict[str, Any]:
    """The words that these pages are made of."""
    return {"words": words, "award_words": words_awards, "history_words": words_history}


@bp.get("/record")
@requires(Permission.LEARN)
def own_record() -> ResponseReturnValue:
    return show_record(current_actor().person_id or 0)


@bp.get("/record/<int:person_id>")
@requires(Permission.LEARN)
def record(person_id: int) -> ResponseReturnValue:
    return show_record(person_id)


def show_record(person_id: int, assigning: AssignForm | None = None) -> ResponseReturnValue:
    """The page of a record; `assigning` is a form in which something was wrong."""
    actor = current_actor()
    form = PastDayForm(request.args, on=today())
    day = (form.on.data if "on" in request.args and form.validate() else None) or today()
    found = record_of(db(), actor, person_id, day, site().zone)
    is_own, is_today = person_id == actor.person_id, day == today()
    may_assign = is_today and may_on(db(), actor, person_id, Permission.PROGRAMME_ASSIGN)
    if may_assign and assigning is None:
        assigning = assign_form(except_for={part.document_id for part in found.parts})
    page = render_template(
        "certification/record.html",
        record=found,
        form=form,
        has_errors=bool(form.errors or (assigning and assigning.errors)),
        is_own=is_own,
        is_past=not is_today,
        may_read_person=may_on(db(), actor, person_id, Permission.PERSON_READ),
        may_assign=may_assign,
        may_decide=is_today and not is_own and may_on(db(), actor, person_id, Permission.STANDING_WRITE),
        may_withdraw=is_today and not is_own and may_on(db(), actor, person_id, Permission.AWARD_WRITE),
        assigning=assigning if assigning and assigning.programme.choices else None,
    )
    return page, 422 if form.errors or (assigning and assigning.errors) else 200


def assign_form(*, except_for: Collection[int] = ()) -> AssignForm:
    """The form to assign a programme, with those that there are."""
    form = AssignForm(request.form)
    form.programme.choices = [pair for pair in offered(db(), today(), site().zone) if pair[0] not in except_for]
    return form


@bp.post("/record/<int:person_id>/programmes")
@requires(Permission.PROGRAMME_ASSIGN)
def assign_programme(person_id: int) -> ResponseReturnValue:
    form = assign_form()
    if form.validate():
        try:
            live = actions.assign(db(), current_actor(), person_id, form.programme.data, now=now(), zone=site().zone)
        except Problems as problems:
            form.refuse_all(problems)
        else:
            flash(_("“%(title)s” is assigned.", title=live.title), "good")
            return redirect(url_for("certification.record", person_id=person_id), 303)
    return show_record(person_id, form)


@bp.post("/record/<int:person_id>/programmes/<int:assignment_id>/withdraw")
@requires(Permission.PROGRAMME_ASSIGN)
def withdraw_programme(person_id: int, assignment_id: int) -> ResponseReturnValue:
    actions.withdraw(db(), current_actor(), person_id, assignment_id, now=now(), zone=site().zone)
    flash(_("It is asked for no more. What was proven stays in the record."), "good")
    return redirect(url_for("certification.record", person_id=person_id), 303)
