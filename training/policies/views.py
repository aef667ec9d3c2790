"""Pages to read and sign policies, and the receipt of a signature."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from training.content.rendering import html_of
from training.core.auth import current_actor
from training.core.clock import local_day
from training.core.forms import posted
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import db, now, requires, site, today
from training.people.queries import role_names
from training.policies import actions, queries
from training.policies.forms import SignForm
from training.policies.queries import Reading
from training.policies.rules import State
from training.policies.words import CHIPS, words_of_sorts, words_of_states, words_of_weights

bp = Blueprint("policies", __name__)


@bp.get("/policies")
@requires(Permission.LEARN)
def index() -> ResponseReturnValue:
    listed = queries.policies_for(db(), current_actor(), today=today())
    return render_template(
        "policies/index.html",
        waiting=[one for one in listed if one.waits],
        signed=[one for one in listed if one.signature and not one.waits],
        others=[one for one in listed if not one.signature and not one.waits],
        sorts=words_of_sorts(),
        words=words_of_states(),
        chips=CHIPS,
    )


@bp.get("/policies/<policy_slug>")
@requires(Permission.LEARN)
def policy(policy_slug: str) -> ResponseReturnValue:
    return _page(queries.reading(db(), current_actor(), policy_slug, today=today()))


@bp.post("/policies/<policy_slug>")
@requires(Permission.LEARN)
def sign(policy_slug: str) -> ResponseReturnValue:
    form: SignForm = posted(SignForm)
    number, sha256 = form.signed
    actor = current_actor()
    try:
        anew = actions.sign(db(), actor, policy_slug, number=number, sha256=sha256, now=now(), today=today())
    except actions.Outdated as outdated:
        found = queries.reading(db(), actor, policy_slug, today=today())
        changes = queries.changes_since(db(), outdated.read, outdated.live) if outdated.read else found.changes
        return _page(found, refused=True, changes=changes), 409
    flash(_("Signed. Thank you.") if anew else _("You have signed this already."), "good" if anew else "")
    return redirect(url_for("policies.policy", policy_slug=policy_slug), 303)


def _page(found: Reading, **more: Any) -> str:
    edition, signature = found.edition, found.signature
    actor = current_actor()
    review_on = found.policy.review_on
    signed_on = local_day(signature.at, site().zone) if signature else None
    about = {
        "found": found,
        "edition": edition,
        "policy": found.policy,
        "changes": found.changes,
        "blocks": [(block, html_of(edition, block.text, first_heading=3)) for block in found.policy.blocks],
        "roles": role_names(db(), found.policy.roles),
        "published_on": local_day(edition.at, site().zone),
        "signed_on": signed_on,
        "may_sign": found.state is not State.SIGNED or (signed_on is not None and signed_on < today()),
        "overdue": review_on is not None and review_on < today() and actor.may(Permission.DOCUMENT_READ),
        "sorts": words_of_sorts(),
        "weights": words_of_weights(),
        "refused": False,
    }
    return render_template("policies/policy.html", **{**about, **more})


@bp.get("/policies/receipts/<int:signature_id>")
@requires(Permission.LEARN)
def receipt(signature_id: int) -> ResponseReturnValue:
    found = queries.receipt_for(db(), current_actor(), signature_id)
    blocks = [(block, html_of(found.edition, block.text, first_heading=4)) for block in found.edition.model.blocks]
    return render_template("policies/receipt.html", receipt=found, edition=found.edition, blocks=blocks)
