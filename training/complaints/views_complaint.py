"""A complaint: how it stands, all that happened, and what somebody may do about it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.complaints import actions_ending, actions_entries, actions_erasing, asking
from training.complaints.forms import AddForm, ChangeForm, CloseForm, HandOverForm, ReasonForm
from training.complaints.keys import secret_of
from training.complaints.models import Complaint
from training.complaints.queries import Told, complaint_for, may_write, told
from training.complaints.queries_people import may_be_given
from training.complaints.queries_rules import names_of_roles
from training.complaints.rules import Cause, NotPossible, Outcome, Sort
from training.complaints.rules_authority import Authority, authority_of, who_decides
from training.complaints.words import (
    STANDING_CHIPS,
    STATE_CHIPS,
    near_words,
    words_of_causes,
    words_of_outcomes,
    words_of_promises,
    words_of_sorts,
    words_of_standings,
    words_of_states,
)
from training.core.auth import current_actor
from training.core.forms import SiteForm, accepted
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import db, now, requires, settings, today
from training.people.queries import roles_held

bp = Blueprint("complaint", __name__)


@bp.get("/complaints/<int:complaint_id>")
@requires(Permission.LEARN)
def show(complaint_id: int) -> ResponseReturnValue:
    return _page(complaint_id)


@bp.post("/complaints/<int:complaint_id>/contact")
@requires(Permission.LEARN)
def contact(complaint_id: int) -> ResponseReturnValue:
    """Who the customer is and how to reach them; that somebody looked who does not look after it is kept."""
    actions_erasing.look(db(), current_actor(), complaint_id, now=now())
    return _page(complaint_id, sees_contact=True)


@bp.post("/complaints/<int:complaint_id>/add")
@requires(Permission.LEARN)
def add(complaint_id: int) -> ResponseReturnValue:
    form = AddForm(request.form)
    return _done(
        complaint_id,
        form,
        "add",
        lambda: actions_entries.add(db(), current_actor(), complaint_id, form.added(), now=now()),
        _("Kept."),
    )


@bp.post("/complaints/<int:complaint_id>/promises/<int:promise_id>")
@requires(Permission.LEARN)
def kept(complaint_id: int, promise_id: int) -> ResponseReturnValue:
    return _done(
        complaint_id,
        SiteForm(request.form),
        "",
        lambda: actions_entries.keep_promise(db(), current_actor(), complaint_id, promise_id, now=now()),
        _("Kept. Well done."),
    )


@bp.post("/complaints/<int:complaint_id>/hand-over")
@requires(Permission.LEARN)
def hand_over(complaint_id: int) -> ResponseReturnValue:
    form, actor = HandOverForm(request.form), current_actor()
    complaint = complaint_for(db(), actor, complaint_id)
    _offer_people(form, complaint, writes=may_write(db(), actor, complaint))

    def give() -> None:
        actions_ending.hand_over(db(), actor, complaint_id, form.to.data, form.note.data or "", now=now())

    return _done(complaint_id, form, "hand_over", give, _("Handed over. They find it on their first page."))


@bp.post("/complaints/<int:complaint_id>/close")
@requires(Permission.COMPLAINT_WRITE)
def close(complaint_id: int) -> ResponseReturnValue:
    form = CloseForm(request.form)

    def end() -> None:
        complaint = actions_ending.close(db(), current_actor(), complaint_id, form.ending(), now=now())
        asking.ask(db(), complaint, now=now())

    return _done(complaint_id, form, "close", end, _("Closed."))


@bp.post("/complaints/<int:complaint_id>/reopen")
@requires(Permission.COMPLAINT_WRITE)
def reopen(complaint_id: int) -> ResponseReturnValue:
    form = ReasonForm(request.form)
    actor = current_actor()

    def again() -> None:
        actions_ending.reopen(db(), actor, complaint_id, form.reason.data or "", now=now())

    return _done(complaint_id, form, "reopen", again, _("Open again. A new decision is promised."))


@bp.post("/complaints/<int:complaint_id>/void")
@requires(Permission.COMPLAINT_WRITE)
def void(complaint_id: int) -> ResponseReturnValue:
    form = ReasonForm(request.form)
    actor = current_actor()

    def away() -> None:
        actions_ending.void(db(), actor, complaint_id, form.reason.data or "", now=now())

    return _done(complaint_id, form, "void", away, _("It counts in no figure any more."))


@bp.post("/complaints/<int:complaint_id>/change")
@requires(Permission.LEARN)
def change(complaint_id: int) -> ResponseReturnValue:
    form = ChangeForm(request.form)
    form.offer(told(db(), complaint_for(db(), current_actor(), complaint_id), now=now()).rules_today)
    actor = current_actor()

    def correct() -> None:
        actions_ending.change(db(), actor, complaint_id, form.category.data, form.severity.data, now=now())

    return _done(complaint_id, form, "change", correct, _("Corrected."))


@bp.post("/complaints/<int:complaint_id>/erase")
@requires(Permission.COMPLAINT_WRITE)
def erase(complaint_id: int) -> ResponseReturnValue:
    return _done(
        complaint_id,
        SiteForm(request.form),
        "",
        lambda: actions_erasing.erase(db(), current_actor(), complaint_id, now=now()),
        _("Erased. What it was about and how it ended stays, without the customer."),
    )


def _done(complaint_id: int, form: SiteForm, name: str, act: Callable[[], Any], said: str) -> ResponseReturnValue:
    """Act and go back to the complaint; what is wrong is said in the form, with everything that was typed."""
    try:
        if accepted(form, act):
            flash(said, "good")
            return redirect(url_for("complaint.show", complaint_id=complaint_id), 303)
    except NotPossible:
        complaint_for(db(), current_actor(), complaint_id)
        flash(_("Somebody has closed or reopened it meanwhile. Nothing was changed."), "warn")
        return redirect(url_for("complaint.show", complaint_id=complaint_id), 303)
    return _page(complaint_id, {name: form}), 422


def _offer_people(form: HandOverForm, complaint: Complaint, *, writes: bool) -> None:
    form.to.choices = may_be_given(db(), current_actor(), complaint, writes=writes, today=today())


def _page(complaint_id: int, forms: Mapping[str, Any] = MappingProxyType({}), *, sees_contact: bool = False) -> str:
    actor = current_actor()
    complaint = complaint_for(db(), actor, complaint_id)
    found = told(db(), complaint, now=now())
    is_owner, writes = complaint.owner_id == actor.person_id, may_write(db(), actor, complaint)
    hand = forms.get("hand_over") or HandOverForm()
    if "hand_over" not in forms:
        _offer_people(hand, complaint, writes=writes)
    changing = forms.get("change") or ChangeForm(category=complaint.category, severity=complaint.severity)
    changing.offer(found.rules_today)
    return render_template(
        "complaints/complaint.html",
        told=found,
        complaint=complaint,
        is_owner=is_owner,
        sees_contact=sees_contact or is_owner or complaint.logged_by_id == actor.person_id,
        may_write=writes,
        add_form=forms.get("add") or AddForm(),
        hand_form=hand,
        close_form=forms.get("close") or CloseForm(),
        reopen_form=forms.get("reopen") or ReasonForm(),
        void_form=forms.get("void") or ReasonForm(),
        change_form=changing,
        opened=next(iter(forms), ""),
        wrong_form=next(iter(forms.values()), None),
        status_url=f"{settings().base_url}/complain/status/{secret_of(complaint.reference)}",
        asked_url=asking.address_of(db(), complaint),
        **_authority(found),
        **_words(),
    )


def _authority(found: Told) -> dict[str, Any]:
    """What the reader may offer alone, and who decides on each offer that was more than its maker may give."""
    ladder = found.rules.model.authority
    deciders = {
        entry.id: who_decides(entry.amount, Authority(entry.role, entry.up_to, _then(ladder, entry.role)), ladder)
        for entry in found.entries
        if entry.sort == Sort.OFFERED and entry.sufficed is False and entry.amount is not None
    }
    held = roles_held(db(), current_actor().person_id, today=today())
    return {
        "authority": authority_of(held, ladder),
        "deciders": deciders,
        "role_names": names_of_roles(db(), found.rules.model),
    }


def _then(ladder: Any, role: str) -> str:
    lowest = ladder[0].role if ladder else ""
    return next((rung.then or "" for rung in ladder if rung.role == role), lowest)


def _words() -> dict[str, Any]:
    return {
        "near": near_words(today()),
        "state_chips": STATE_CHIPS,
        "standing_chips": STANDING_CHIPS,
        "states": words_of_states(),
        "standings": words_of_standings(),
        "promise_words": words_of_promises(),
        "sorts": words_of_sorts(),
        "outcomes": {one.value: words_of_outcomes()[one] for one in Outcome},
        "causes": {one.value: words_of_causes()[one] for one in Cause},
    }
