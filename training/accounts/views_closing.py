"""What an administrator does about somebody's account: end visits, close it, open it again."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from training.accounts import actions_closing as actions
from training.core.auth import current_actor
from training.core.i18n import gettext as _
from training.core.i18n import ngettext
from training.core.permissions import Permission
from training.core.problems import Problems
from training.core.web import db, now, requires, today

bp = Blueprint("closing", __name__)


@bp.post("/people/<int:person_id>/end-visits")
@requires(Permission.PERSON_WRITE)
def end_visits(person_id: int) -> ResponseReturnValue:
    ended = actions.sign_out_everywhere(db(), current_actor(), person_id, now=now())
    flash(ngettext("%(num)s visit was ended.", "%(num)s visits were ended.", ended), "good")
    return _back(person_id)


@bp.post("/people/<int:person_id>/close-account")
@requires(Permission.PERSON_WRITE)
def close(person_id: int) -> ResponseReturnValue:
    try:
        person = actions.close_account(db(), current_actor(), person_id, now=now(), today=today())
    except Problems as problems:
        for problem in problems.problems:
            flash(f"{problem.message} {problem.remedy}".strip(), "bad")
    else:
        flash(_("%(name)s is signed out and cannot sign in until you open the account again.", name=person.full_name))
    return _back(person_id)


@bp.post("/people/<int:person_id>/open-account")
@requires(Permission.PERSON_WRITE)
def reopen(person_id: int) -> ResponseReturnValue:
    person = actions.open_account(db(), current_actor(), person_id, now=now())
    flash(_("%(name)s can sign in again.", name=person.full_name), "good")
    return _back(person_id)


def _back(person_id: int) -> ResponseReturnValue:
    return redirect(url_for("people.person", person_id=person_id), 303)
