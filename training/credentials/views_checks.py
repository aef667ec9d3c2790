"""Pages for those who check: what waits, and one certificate to accept or to refuse."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.core.auth import current_actor
from training.core.clock import local_day
from training.core.forms import posted
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.problems import Problems
from training.core.web import db, now, requires, site, today
from training.credentials import actions
from training.credentials.forms import CheckForm
from training.credentials.queries import full_names
from training.credentials.queries_checks import Check, check_for, queue
from training.credentials.rules import State
from training.credentials.words import CHIPS, words_of_states

bp = Blueprint("credential_checks", __name__)


@bp.get("/credentials/checks")
@requires(Permission.CREDENTIAL_CHECK)
def index() -> ResponseReturnValue:
    found = queue(db(), current_actor(), page=request.args.get("page", 1, type=int))
    return render_template(
        "credentials/checks.html",
        found=found,
        day_of=lambda moment: local_day(moment, site().zone),
        url_of_page=lambda number: url_for(".index", page=number),
    )


@bp.get("/credentials/checks/<int:upload_id>")
@requires(Permission.CREDENTIAL_CHECK)
def check(upload_id: int) -> ResponseReturnValue:
    return _page(check_for(db(), current_actor(), upload_id), CheckForm())


@bp.post("/credentials/checks/<int:upload_id>")
@requires(Permission.CREDENTIAL_CHECK)
def decide(upload_id: int) -> ResponseReturnValue:
    form: CheckForm = posted(CheckForm)
    if not form.validate():
        return _page(check_for(db(), current_actor(), upload_id), form), 422
    try:
        found, words = _decided(upload_id, form)
    except actions.Settled as settled:
        return _page(settled.check, form, too_late=True), 409
    except Problems as problems:
        form.refuse_all(problems)
        return _page(check_for(db(), current_actor(), upload_id), form), 422
    flash(words % {"title": found.edition.title, "name": found.person.full_name}, "good")
    return redirect(url_for(".index"), 303)


def _decided(upload_id: int, form: CheckForm) -> tuple[Check, str]:
    if request.form.get("decision") == State.ACCEPTED:
        found = actions.accept(db(), current_actor(), upload_id, now=now(), today=today())
        return found, _("“%(title)s” of %(name)s counts from now on.")
    found = actions.refuse(db(), current_actor(), upload_id, form.reason.data or "", now=now())
    return found, _("Refused. %(name)s reads your reason and can hand in “%(title)s” again.")


def _page(found: Check, form: CheckForm, **more: Any) -> str:
    upload = found.upload
    decided_by = full_names(db(), [upload.decided_by_id])
    return render_template(
        "credentials/check.html",
        check=found,
        upload=upload,
        form=form,
        waits=upload.state == State.WAITING,
        is_picture=upload.media_type.startswith("image/"),
        decided_by=decided_by.get(upload.decided_by_id or 0, ""),
        word=words_of_states()[State(upload.state)],
        chip_state=CHIPS[State(upload.state)],
        handed_in_on=local_day(upload.at, site().zone),
        **more,
    )
