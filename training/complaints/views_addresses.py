"""Where customers can complain: addresses with a code to print, for each team."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from training.accounts.papers import qr_of
from training.complaints import actions_addresses
from training.complaints.forms import AddressForm
from training.core.auth import current_actor
from training.core.forms import accepted, posted
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import db, now, requires, settings
from training.people.queries import team_tree

bp = Blueprint("complaint_addresses", __name__)


@bp.route("/complaints/addresses", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_WRITE)
def addresses() -> ResponseReturnValue:
    actor, form = current_actor(), posted(AddressForm)
    form.team.choices = [(one.id, one.indented) for one in team_tree(db(), actor, Permission.COMPLAINT_WRITE)]

    def make() -> None:
        actions_addresses.make(db(), actor, form.team.data, form.name.data or "", now=now())

    if accepted(form, make):
        flash(_("Made. Print its card, or copy the link."), "good")
        return redirect(url_for("complaint_addresses.addresses"), 303)
    page = render_template(
        "complaints/addresses.html",
        form=form,
        listed=actions_addresses.list_addresses(db(), actor),
        base_url=settings().base_url,
    )
    return page, 422 if form.errors else 200


@bp.get("/complaints/addresses/<int:complaint_address_id>")
@requires(Permission.COMPLAINT_WRITE)
def card(complaint_address_id: int) -> ResponseReturnValue:
    """One card to print."""
    found = actions_addresses.address_for(db(), current_actor(), complaint_address_id)
    url = f"{settings().base_url}/complain/{found.code}"
    return render_template("complaints/card.html", address=found, url=url, qr=qr_of(url))


@bp.post("/complaints/addresses/<int:complaint_address_id>/close")
@requires(Permission.COMPLAINT_WRITE)
def close(complaint_address_id: int) -> ResponseReturnValue:
    actions_addresses.close(db(), current_actor(), complaint_address_id, now=now())
    flash(_("Closed. The link leads nowhere any more; what was written stays."), "good")
    return redirect(url_for("complaint_addresses.addresses"), 303)
