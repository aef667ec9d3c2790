"""Pages for holders: what is asked, what they handed in, and handing in; and the file, for those who may see it."""

from contextlib import closing

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from training.content.library import Edition
from training.content.media import path_of
from training.core.auth import current_actor
from training.core.clock import local_day
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.problems import Problems
from training.core.web import NotFound, database, db, now, requires, site, takes_files, today
from training.credentials import actions, queries
from training.credentials.drafts import draft_of, keep_draft, looked_at
from training.credentials.forms import HandInForm, hand_in_form
from training.credentials.queries_checks import waits_for
from training.credentials.rules_files import ENDINGS, MOST_BYTES
from training.credentials.words import CHIPS, words_of_states

bp = Blueprint("credentials", __name__)

# A file that is somewhat too large is told so beside its form, and nothing that was typed is lost.
ROOM = 2 * MOST_BYTES


@bp.get("/credentials")
@requires(Permission.LEARN)
def index() -> ResponseReturnValue:
    actor = current_actor()
    listed = queries.credentials_for(db(), actor, today=today())
    return render_template(
        "credentials/index.html",
        asked=[one for one in listed if one.is_asked or one.holding.uploads],
        others=[one for one in listed if not one.is_asked and not one.holding.uploads],
        to_check=waits_for(db(), actor) if actor.may(Permission.CREDENTIAL_CHECK) else 0,
        day_of=lambda moment: local_day(moment, site().zone),
    )


@bp.get("/credentials/<credential_slug>/hand-in")
@requires(Permission.LEARN)
def hand_in(credential_slug: str) -> ResponseReturnValue:
    found = queries.credential_for(db(), current_actor(), credential_slug, today=today())
    return _page(found, hand_in_form(found.model.issuers))


@bp.post("/credentials/<credential_slug>/hand-in")
@requires(Permission.LEARN)
@takes_files(ROOM)
def send(credential_slug: str) -> ResponseReturnValue:
    with database().reading() as session:
        found = queries.credential_for(session, current_actor(), credential_slug, today=today())
    form = hand_in_form(found.model.issuers, request.form)
    in_order = form.validate()
    in_order = _keep_file(form) and in_order
    try:
        if in_order:
            actions.hand_in(db(), current_actor(), credential_slug, form.wanted(), now=now(), today=today())
            flash(_("Handed in. You see here when it has been checked."), "good")
            return redirect(url_for("credentials.index"), 303)
    except Problems as problems:
        form.refuse_all(problems)
    return _page(found, form), 422


def _keep_file(form: HandInForm) -> bool:
    """Keep what was sent, whatever else is wrong: browsers forget a file when a form comes back."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return True
    with closing(sent):
        data = sent.read()
    try:
        looked = looked_at(sent.filename, data)
    except Problems as problems:
        form.refuse_all(problems)
        return False
    with database().writing() as session:
        form.draft.data = keep_draft(session, current_actor(), looked, now=now())
    return True


def _page(found: Edition, form: HandInForm) -> str:
    actor = current_actor()
    holding = queries.holding_of(db(), actor, found, today=today())
    return render_template(
        "credentials/hand_in.html",
        form=form,
        edition=found,
        credential=found.model,
        holding=holding,
        draft=draft_of(db(), actor, form.draft.data),
        words=words_of_states(),
        chips=CHIPS,
        accept=",".join(ENDINGS),
        day_of=lambda moment: local_day(moment, site().zone),
    )


@bp.get("/credentials/uploads/<int:upload_id>")
@requires(Permission.LEARN)
def file(upload_id: int) -> ResponseReturnValue:
    """The file as it was handed in, to its holder and to those who may check it. It is never drawn as a page."""
    upload = queries.upload_for(db(), current_actor(), upload_id)
    path = path_of(queries.folder(), upload.sha256)
    if not path.exists():
        raise NotFound
    name = f"certificate-{upload.id}{ENDINGS[upload.media_type]}"
    response = send_file(path, mimetype=upload.media_type, as_attachment=True, download_name=name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
