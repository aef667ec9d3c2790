"""Who has signed a policy and who has not: a page, and the same as a file."""

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.core.auth import current_actor
from training.core.clock import local_day
from training.core.permissions import Permission
from training.core.web import db, requires, row_asked, site, today
from training.people.queries import role_names, team_tree
from training.policies.queries_signatures import MISSING, STATES, SignatureFilter, all_signatures
from training.policies.queries_signatures import signatures as signatures_page
from training.policies.spreadsheet import csv_of
from training.policies.words import CHIPS, words_of_states

bp = Blueprint("policy_signatures", __name__)


@bp.get("/policies/<policy_slug>/signatures")
@requires(Permission.STANDING_READ)
def index(policy_slug: str) -> ResponseReturnValue:
    wanted, actor = wanted_from_address(), current_actor()
    page = request.args.get("page", 1, type=int)
    found = signatures_page(db(), actor, policy_slug, wanted, today=today(), page=page)
    kept: dict[str, Any] = {
        key: value for key, value in request.args.items() if key in ("q", "team", "state") and value
    }
    return render_template(
        "policies/signatures.html",
        found=found,
        edition=found.edition,
        wanted=wanted,
        missing=MISSING,
        teams=team_tree(db(), actor, Permission.STANDING_READ),
        roles=role_names(db(), found.edition.model.roles),
        words=words_of_states(),
        chips=CHIPS,
        signed_on={line.person_id: local_day(line.at, site().zone) for line in found.lines if line.at},
        url_of_page=lambda number: url_for(".index", policy_slug=policy_slug, **kept, page=number),
        download=url_for(".download", policy_slug=policy_slug, **kept),
    )


@bp.get("/policies/<policy_slug>/signatures.csv")
@requires(Permission.STANDING_READ)
def download(policy_slug: str) -> ResponseReturnValue:
    edition, lines = all_signatures(db(), current_actor(), policy_slug, wanted_from_address(), today=today())
    answer = Response(csv_of(lines, site().zone), mimetype="text/csv")
    name = f"signatures-{edition.slug}-{today().isoformat()}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def wanted_from_address() -> SignatureFilter:
    """What the address asks for; whatever makes no sense narrows nothing."""
    state = request.args.get("state", "")
    return SignatureFilter(
        text=request.args.get("q", "")[:100],
        team_id=row_asked("team"),
        state=state if state in STATES else "",
    )
