"""Pages of observations: one's own, one of them, and what is signed, remarked and taken back there."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from training.accounts.confirming import confirms
from training.checklists import actions_signing, queries_observations
from training.checklists.forms import RemarkForm, SecondForm, SignForm, VoidForm
from training.checklists.queries import is_outdated
from training.checklists.queries_observations import Seen, observation_for
from training.checklists.rules import State
from training.checklists.words import CHIPS, state_word
from training.content.library import library
from training.content.media import path_of
from training.core.auth import current_actor
from training.core.forms import accepted, cleaned, posted
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import NotFound, db, now, requires, site, today

bp = Blueprint("observations", __name__)

# A photo can do nothing and reach nothing, whatever it holds.
POLICY = "default-src 'none'; sandbox"


@bp.get("/observations")
@requires(Permission.LEARN)
def index() -> ResponseReturnValue:
    """What was seen of oneself."""
    actor = current_actor()
    found = queries_observations.observations_of(db(), actor.person_id or 0)
    latest = queries_observations.latest_of(db(), {one.row.document_id for one in found}, [actor.person_id or 0])
    last = {row.id for row in latest.values()}
    return render_template(
        "checklists/observations.html",
        found=found,
        ahead=[one for one in found if one.row.id in last and one.state is State.NOT_YET],
        chips=CHIPS,
        word=state_word,
    )


@bp.get("/observations/<int:observation_id>")
@requires(Permission.LEARN)
def observation(observation_id: int) -> ResponseReturnValue:
    return _page(_found(observation_id))


def _found(observation_id: int) -> Seen:
    return observation_for(db(), current_actor(), observation_id, today=today())


def _page(found: Seen, **forms: Any) -> str:
    """Everything about an observation, and what the actor may do with it."""
    actor, row = current_actor(), found.row
    suggested = row.next_on or found.checklist.again_after.after(today())
    filled: dict[str, Any] = {
        "sign_form": SignForm(plan=row.plan, next_on=suggested, seen=str(row.revision)),
        "second_form": SecondForm(),
        "void_form": VoidForm(),
        "remark_form": RemarkForm(),
    } | forms
    return render_template(
        "checklists/observation.html",
        found=found,
        row=row,
        checklist=found.checklist,
        verdict=found.verdict,
        is_learner=actor.person_id == row.learner_id,
        is_observer=actor.person_id == row.observer_id,
        may_second=queries_observations.may_second(db(), actor, row, today=today()),
        may_void=queries_observations.may_void(db(), actor, row),
        may_remark=actor.person_id in {row.learner_id, *(one.person_id for one in found.signatures)},
        outdated=is_outdated(db(), found.edition),
        chips=CHIPS,
        word=state_word,
        states=State,
        problems=[form for form in forms.values() if form.errors],
        **filled,
    )


@bp.post("/observations/<int:observation_id>/sign")
@requires(Permission.LEARN)
def sign(observation_id: int) -> ResponseReturnValue:
    """Sign as whoever observed. The passphrase is looked at before anything is held for writing."""
    form: SignForm = posted(SignForm)
    if form.validate() and not confirms(str(form.passphrase.data)):
        form.refuse("passphrase", _("This is not your passphrase. Nothing is signed yet."))
    seen, told = str(form.seen.data or ""), []

    def act() -> None:
        told.append(
            actions_signing.sign(
                db(),
                current_actor(),
                observation_id,
                revision=int(seen) if seen.isdecimal() else 0,
                plan=cleaned(form.plan.data),
                next_on=form.next_on.data,
                now=now(),
                zone=site().zone,
            )
        )

    if form.errors or not accepted(form, act):
        return _page(_found(observation_id), sign_form=form), 422
    flash(_told_after_signing(told[0]), "good")
    return redirect(url_for("observations.observation", observation_id=observation_id), 303)


def _told_after_signing(state: State) -> str:
    if state is State.SECOND:
        return _("Signed. It waits for a second observer now.")
    if state is State.NOT_YET:
        return _("Signed. You both see the plan and the day to look again.")
    return _("Signed. It counts from today.")


@bp.post("/observations/<int:observation_id>/second")
@requires(Permission.LEARN)
def second(observation_id: int) -> ResponseReturnValue:
    form: SecondForm = posted(SecondForm)
    if form.validate() and not confirms(str(form.passphrase.data)):
        form.refuse("passphrase", _("This is not your passphrase. Nothing is signed yet."))

    def act() -> None:
        actions_signing.sign_second(
            db(),
            current_actor(),
            observation_id,
            agrees=form.agrees.data == "yes",
            words=cleaned(form.words.data),
            now=now(),
            zone=site().zone,
        )

    if form.errors or not accepted(form, act):
        return _page(_found(observation_id), second_form=form), 422
    flash(_("Signed. Thank you for looking too."), "good")
    return redirect(url_for("observations.observation", observation_id=observation_id), 303)


@bp.post("/observations/<int:observation_id>/void")
@requires(Permission.LEARN)
def void(observation_id: int) -> ResponseReturnValue:
    form: VoidForm = posted(VoidForm)
    if not form.validate():
        return _page(_found(observation_id), void_form=form), 422
    actions_signing.void(db(), current_actor(), observation_id, reason=cleaned(form.reason.data), now=now())
    flash(_("It is taken back, and stays readable with your reason."), "good")
    return redirect(url_for("observations.observation", observation_id=observation_id), 303)


@bp.post("/observations/<int:observation_id>/remarks")
@requires(Permission.LEARN)
def remark(observation_id: int) -> ResponseReturnValue:
    found, form = _found(observation_id), posted(RemarkForm)
    if not form.validate():
        return _page(found, remark_form=form), 422
    actions_signing.remark(db(), current_actor(), found, text=cleaned(form.text.data), now=now())
    flash(_("Your remark stands below it."), "good")
    return redirect(url_for("observations.observation", observation_id=observation_id), 303)


@bp.get("/observations/<int:observation_id>/photo")
@requires(Permission.LEARN)
def photo(observation_id: int) -> ResponseReturnValue:
    """The photo, for those who may see the observation and nobody else; no cache keeps it for the next person."""
    found = _found(observation_id).photo
    if found is None or not (path := path_of(library().media_dir, found.sha256)).exists():
        raise NotFound
    response = send_file(path, mimetype=found.media_type, etag=found.sha256, conditional=True)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, no-cache"
    return response
