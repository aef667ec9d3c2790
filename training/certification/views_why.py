"""The page that says why a requirement stands as it does, on any day, and leads to the decisions about it."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.certification import words, words_history, words_why
from training.certification.forms import PastDayForm
from training.certification.queries_decisions import Case, Place, case_for
from training.certification.queries_record import may_on
from training.certification.queries_why import chain_of
from training.certification.rules import EXEMPTED, EXTENDED, REINSTATED, REVOKED
from training.core.auth import current_actor
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import db, now, requires, site, today

bp = Blueprint("why", __name__)


@bp.get("/record/<int:person_id>/why/<int:assignment_id>/<requirement_id>")
@requires(Permission.LEARN)
def why(person_id: int, assignment_id: int, requirement_id: str) -> ResponseReturnValue:
    actor, place = current_actor(), Place(person_id, assignment_id, requirement_id)
    form = PastDayForm(request.args, on=today())
    day = (form.on.data if "on" in request.args and form.validate() else None) or today()
    chain = chain_of(db(), actor, place, day=day, zone=site().zone)
    is_own, is_today = person_id == actor.person_id, day == today()
    may_decide = is_today and not is_own and may_on(db(), actor, person_id, Permission.STANDING_WRITE)
    case = case_for(db(), actor, place, now=now(), zone=site().zone) if may_decide else None
    page = render_template(
        "certification/why.html",
        chain=chain,
        form=form,
        is_own=is_own,
        is_past=not is_today,
        decisions=offered(case) if case else (),
        words=words,
        history_words=words_history,
        why_words=words_why,
    )
    return page, 422 if form.errors else 200


def offered(case: Case) -> list[tuple[str, str]]:
    """What may be decided about a requirement today: label and address."""
    return [
        (label, url_for(f"decisions.{endpoint}", **vars(case.place)))
        for endpoint, label in (
            ("exempt", _("Exempt from it")),
            ("extend", _("Give more time")),
            ("revoke", _("Take back the exemption") if case.is_exempt else _("Take back what was proven")),
            ("reinstate", _("Let it count again")),
        )
        if case.allows(DECISIONS[endpoint])
    ]


DECISIONS = {"exempt": EXEMPTED, "extend": EXTENDED, "revoke": REVOKED, "reinstate": REINSTATED}
