"""Pages of the staff about addresses: which there are, a new one, its code on paper."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.accounts.papers import qr_of
from training.content.queries import live_all
from training.core.auth import current_actor
from training.core.forms import accepted, posted
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import db, now, requires
from training.feedback import queries
from training.feedback.actions import url_of
from training.feedback.actions_addresses import make_address, switch
from training.feedback.forms_staff import AddressForm
from training.feedback.models import FeedbackAddress
from training.feedback.page import page_of
from training.feedback.rules import Sort
from training.feedback.words_staff import words_of_sorts
from training.people.models import Person, Team
from training.people.queries import team_tree

bp = Blueprint("feedback", __name__)

LATELY = timedelta(days=30)
PUT_BY_HAND = (Sort.COUNTER, Sort.RECEIPT, Sort.MAIL)


@bp.get("/feedback")
@requires(Permission.FEEDBACK_READ)
def index() -> ResponseReturnValue:
    actor = current_actor()
    return render_template(
        "feedback/index.html",
        lines=queries.addresses(db(), actor, since=now() - LATELY),
        waiting=queries.waiting(db(), actor),
        forms=live_all(db(), "feedback"),
        sorts=words_of_sorts(),
    )


@bp.route("/feedback/new", methods=["GET", "POST"])
@requires(Permission.FEEDBACK_WRITE)
def new() -> ResponseReturnValue:
    form = posted(AddressForm, form_slug=request.args.get("form", ""))
    words = words_of_sorts()
    forms = [one for one in live_all(db(), "feedback").values() if one.model.asks == "anybody"]
    form.form_slug.choices = [(one.slug, one.title) for one in forms]
    form.team_id.choices = [
        (team.id, team.indented) for team in team_tree(db(), current_actor(), Permission.FEEDBACK_WRITE)
    ]
    form.sort.choices = [(sort.value, words[sort]) for sort in PUT_BY_HAND]
    made: list[FeedbackAddress] = []
    if accepted(form, lambda: made.append(make_address(db(), current_actor(), form.wanted(), now=now()))):
        flash(_("It is open. Print its code, or copy the link."), "good")
        return redirect(url_for("feedback.address", feedback_address_id=made[0].id), 303)
    return render_template("feedback/new.html", form=form), 422 if form.errors else 200


@bp.get("/feedback/addresses/<int:feedback_address_id>")
@requires(Permission.FEEDBACK_READ)
def address(feedback_address_id: int) -> ResponseReturnValue:
    found = queries.address_for(db(), current_actor(), feedback_address_id, Permission.FEEDBACK_READ)
    team = db().get_one(Team, found.team_id)
    return render_template(
        "feedback/address.html",
        **_shown(found),
        team=team,
        person=db().get(Person, found.person_id) if found.person_id else None,
        sorts=words_of_sorts(),
        counted=queries.counted(db(), found.id),
        may_write=current_actor().may(Permission.FEEDBACK_WRITE, team.path),
    )


@bp.get("/feedback/addresses/<int:feedback_address_id>/sheet")
@requires(Permission.FEEDBACK_READ)
def sheet(feedback_address_id: int) -> ResponseReturnValue:
    """The code on paper, to stand on a counter or to be cut out."""
    found = queries.address_for(db(), current_actor(), feedback_address_id, Permission.FEEDBACK_READ)
    return render_template("feedback/sheet.html", **_shown(found))


@bp.post("/feedback/addresses/<int:feedback_address_id>/open")
@requires(Permission.FEEDBACK_WRITE)
def open_again(feedback_address_id: int) -> ResponseReturnValue:
    return _switch(feedback_address_id, opens=True)


@bp.post("/feedback/addresses/<int:feedback_address_id>/close")
@requires(Permission.FEEDBACK_WRITE)
def close(feedback_address_id: int) -> ResponseReturnValue:
    return _switch(feedback_address_id, opens=False)


def _switch(feedback_address_id: int, *, opens: bool) -> ResponseReturnValue:
    found = switch(db(), current_actor(), feedback_address_id, opens=opens, now=now())
    flash(
        _("“%(place)s” is open.", place=found.place) if opens else _("“%(place)s” is closed.", place=found.place),
        "good",
    )
    return redirect(url_for("feedback.address", feedback_address_id=found.id), 303)


def _shown(found: FeedbackAddress) -> dict[str, Any]:
    """An address with its form, link and code, for the screen and for paper."""
    form, url = queries.form_of(db(), found), url_of(found)
    return {
        "address": found,
        "edition": form,
        "page": page_of(form.model, form.language),
        "url": url,
        "qr": qr_of(url),
    }
