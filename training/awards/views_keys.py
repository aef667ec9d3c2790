"""The keys that sign badges, for whoever looks after them."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.awards import actions_keys, places, words
from training.awards.forms import WithdrawKeyForm
from training.awards.keys import new_key
from training.awards.queries_keys import key_named, keys
from training.awards.rules_keys import KeyState
from training.core.auth import current_actor
from training.core.forms import accepted, posted
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import db, now, requires, settings, today

bp = Blueprint("award_keys", __name__, url_prefix="/awards/keys")


@bp.context_processor
def speak() -> dict[str, Any]:
    """The words that these pages are made of."""
    return {"words": words, "KeyState": KeyState}


@bp.get("")
@requires(Permission.AWARD_WRITE)
def index() -> ResponseReturnValue:
    return render_template("awards/keys.html", lines=keys(db(), today()), key_set_url=places.full("badges.key_set"))


@bp.post("/rotate")
@requires(Permission.AWARD_WRITE)
def rotate() -> ResponseReturnValue:
    fresh = new_key(settings().secret_key)  # slow: before the database is held
    actions_keys.rotate(db(), current_actor(), fresh, now=now())
    flash(_("A new key signs from now on. What was signed before holds."), "good")
    return redirect(url_for("award_keys.index"), 303)


@bp.route("/<thumbprint>/withdraw", methods=["GET", "POST"])
@requires(Permission.AWARD_WRITE)
def withdraw(thumbprint: str) -> ResponseReturnValue:
    form: WithdrawKeyForm = posted(WithdrawKeyForm)
    fresh = new_key(settings().secret_key) if request.method == "POST" else None
    line = key_named(db(), thumbprint, today())
    if accepted(
        form,
        lambda: actions_keys.withdraw_key(db(), current_actor(), thumbprint, form.reason.data, fresh, now=now()),  # type: ignore[arg-type] # there is one when it is posted
    ):
        flash(_("The key is withdrawn. Badges that it signed hold no more; their holders can fetch them anew."), "good")
        return redirect(url_for("award_keys.index"), 303)
    return render_template("awards/withdraw_key.html", form=form, line=line), 422 if form.errors else 200
