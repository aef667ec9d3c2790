"""Writing a complaint down while the customer stands there: one page, under a minute."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from training.accounts.rules_codes import new_secret
from training.complaints import actions
from training.complaints.forms import NoteForm
from training.complaints.models import Complaint
from training.complaints.queries_people import names_of
from training.complaints.queries_rules import RulesNow, names_of_roles, rules_now
from training.complaints.rules_authority import authority_of
from training.complaints.words import near_words
from training.content.queries import live_all
from training.core.auth import current_actor
from training.core.forms import accepted, posted
from training.core.i18n import gettext as _
from training.core.i18n import language
from training.core.permissions import Permission
from training.core.web import db, now, requires, today
from training.people.models import Person, Team
from training.people.queries import roles_held
from training.people.queries_leading import leaders_by_team, nearest
from training.standards.files import SERVICE, TRANSACTION

bp = Blueprint("complaint_noting", __name__)


@bp.route("/complaints/new", methods=["GET", "POST"])
@requires(Permission.LEARN)
def new() -> ResponseReturnValue:
    actor, rules, kept = current_actor(), rules_now(db()), []
    form = posted(NoteForm, key=new_secret())
    form.offer(rules)
    form.service.choices = [("", _("As usual for it")), *_titles(SERVICE.name)]
    form.step.choices = {_("If you do not know"): [("", _("As usual for it"))], **_steps()}
    leaders = _leaders()
    form.owner.choices = [(actor.person_id, _("I do")), *leaders.items()]

    def keep() -> None:
        noted = replace(form.noted(), language=language())
        kept.append(actions.note_down(db(), actor, noted, now=now()))

    if accepted(form, keep):
        complaint: Complaint = kept[0]
        flash(_("Noted as %(reference)s. Tell the customer this number.", reference=complaint.reference), "good")
        return redirect(url_for("complaint.show", complaint_id=complaint.id), 303)
    if form.owner.data is None:
        form.owner.data = actor.person_id
    page = render_template("complaints/new.html", form=form, rules=rules, leads=leaders, **_promises(rules))
    return page, 422 if form.errors else 200


def _titles(kind: str) -> list[tuple[str, str]]:
    return [(slug, one.title) for slug, one in live_all(db(), kind).items()]


def _steps() -> dict[str, list[tuple[str, str]]]:
    """Every step of every transaction, under the name of the transaction."""
    return {
        one.title: [(f"{slug}/{step.id}", step.title) for step in one.model.steps]
        for slug, one in live_all(db(), TRANSACTION.name).items()
    }


def _leaders() -> dict[int, str]:
    """The leaders to whom a complaint may be given at once."""
    query = select(Team.path).join(Person, Person.team_id == Team.id).where(Person.id == current_actor().person_id)
    path = db().scalar(query) or ""
    return names_of(db(), nearest(path, leaders_by_team(db()), but=current_actor().person_id))


def _promises(rules: RulesNow) -> dict[str, Any]:
    """What each severity promises from now on, and what this person may offer alone."""
    model, near = rules.model, near_words(today())
    held = roles_held(db(), current_actor().person_id, today=today())
    return {
        "notes": {
            one.id: _(
                "Call back by %(call_back)s, decision by %(decide)s.",
                call_back=near(rules.due(one.call_back, now())),
                decide=near(rules.due(one.decide, now())),
            )
            for one in model.severities
        },
        "authority": authority_of(held, model.authority),
        "role_names": names_of_roles(db(), model),
    }
