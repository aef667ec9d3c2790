"""Pages of checklists: the list, one to read, one on paper, who may observe by it, and how observers rate."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from training.checklists import actions_assessors, queries, queries_observers
from training.checklists.forms import AssessorForm
from training.checklists.queries_observations import observations_of
from training.checklists.words import CHIPS, state_word
from training.content.library import Edition
from training.core.auth import current_actor
from training.core.clock import local_day
from training.core.forms import accepted, posted
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import db, now, requires, site, today

bp = Blueprint("checklists", __name__)


@bp.get("/checklists")
@requires(Permission.LEARN)
def index() -> ResponseReturnValue:
    listed = queries.checklists_for(db(), current_actor(), today=today())
    return render_template(
        "checklists/index.html",
        mine=[one for one in listed if one.is_mine],
        others=[one for one in listed if not one.is_mine],
    )


def _found(checklist_slug: str) -> Edition:
    return queries.checklist_for(db(), current_actor(), checklist_slug, today=today())


def _about(found: Edition) -> dict[str, Any]:
    """What every page of one checklist wants to know."""
    return {"edition": found, "checklist": found.model, "url": f"/checklists/{found.slug}"}


@bp.get("/checklists/<checklist_slug>")
@requires(Permission.LEARN)
def checklist(checklist_slug: str) -> ResponseReturnValue:
    actor, found = current_actor(), _found(checklist_slug)
    mine = [one for one in observations_of(db(), actor.person_id or 0) if one.row.document_id == found.document_id]
    return render_template(
        "checklists/checklist.html",
        **_about(found),
        mine=mine,
        chips=CHIPS,
        word=state_word,
        roles=queries.role_names(db(), found.model.roles),
        observers=queries.role_names(db(), found.model.observers),
        may_observe=found.document_id in queries.assesses(db(), actor.person_id, {found.slug: found}),
    )


@bp.get("/checklists/<checklist_slug>/paper")
@requires(Permission.LEARN)
def paper(checklist_slug: str) -> ResponseReturnValue:
    found = _found(checklist_slug)
    return render_template("checklists/paper.html", **_about(found), published_on=local_day(found.at, site().zone))


@bp.get("/checklists/<checklist_slug>/observers")
@requires(Permission.DOCUMENT_READ)
def observers(checklist_slug: str) -> ResponseReturnValue:
    """How observers rate: those who are far from the others, by name; the others as a number."""
    found = _found(checklist_slug)
    return render_template(
        "checklists/observers.html", **_about(found), found=queries_observers.how_observers_rate(db(), found)
    )


@bp.route("/checklists/<checklist_slug>/assessors", methods=["GET", "POST"])
@requires(Permission.LEARN)
def assessors(checklist_slug: str) -> ResponseReturnValue:
    """Who may observe by it without having passed; whoever may appoint people does it here."""
    actor, found, form = current_actor(), _found(checklist_slug), posted(AssessorForm)
    appointed: list[str] = []

    def appoint() -> None:
        appointed.append(actions_assessors.appoint(db(), actor, found, form.person.data or "", now=now()).full_name)

    if accepted(form, appoint):
        flash(_("%(name)s may observe by this checklist.", name=appointed[0]), "good")
        return redirect(url_for("checklists.assessors", checklist_slug=checklist_slug), 303)
    page = render_template(
        "checklists/assessors.html",
        **_about(found),
        form=form,
        listed=queries.list_assessors(db(), actor, found),
        may_appoint=actor.may(Permission.DOCUMENT_PUBLISH) or actor.may(Permission.STANDING_WRITE),
    )
    return page, 422 if form.errors else 200


@bp.post("/checklists/<checklist_slug>/assessors/<int:assessor_id>/withdraw")
@requires(Permission.LEARN)
def withdraw(checklist_slug: str, assessor_id: int) -> ResponseReturnValue:
    actions_assessors.withdraw(db(), current_actor(), _found(checklist_slug), assessor_id, now=now())
    flash(_("That is withdrawn. What they observed stays."), "good")
    return redirect(url_for("checklists.assessors", checklist_slug=checklist_slug), 303)
