"""Pages about people: the list, a person, and what can be done to them."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.core import i18n
from training.core.auth import current_actor
from training.core.forms import accepted, posted
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.problems import Problem, Problems
from training.core.web import db, now, requires, row_asked, today
from training.people import actions
from training.people.forms import LastDayForm, NewPersonForm, PersonForm
from training.people.models import Person
from training.people.queries import (
    PeopleFilter,
    delegations_of,
    list_people,
    list_roles,
    person_by_number,
    person_for,
    reports_of,
    role_periods,
    status_of,
    team_tree,
)

bp = Blueprint("people", __name__)


@bp.get("/people")
@requires(Permission.PERSON_READ)
def index() -> ResponseReturnValue:
    actor = current_actor()
    wanted = PeopleFilter(
        text=request.args.get("q", "")[:100],
        team_id=row_asked("team"),
        role_id=row_asked("role"),
        status=request.args.get("status", "here"),
    )
    page = list_people(db(), actor, wanted, today=today(), page=request.args.get("page", 1, type=int))
    teams = team_tree(db(), actor, Permission.PERSON_READ)
    kept: dict[str, Any] = {key: value for key, value in request.args.items() if key != "page"}
    return render_template(
        "people/index.html",
        page=page,
        wanted=wanted,
        teams=teams,
        roles=list_roles(db(), today=today()),
        status_words=status_words(),
        url_of_page=lambda number: url_for("people.index", **kept, page=number),
        person_base=url_for("people.index"),
    )


@bp.route("/people/new", methods=["GET", "POST"])
@requires(Permission.PERSON_WRITE)
def new() -> ResponseReturnValue:
    form = posted(NewPersonForm, hired_on=today(), team_id=row_asked("team"))
    offer_choices(form)
    added: list[Person] = []

    def add() -> None:
        facts, role_id = form.facts(manager_named(form.manager.data)), form.role_id.data or None
        added.append(actions.add_person(db(), current_actor(), facts, role_id=role_id, now=now(), today=today()))

    if accepted(form, add):
        flash(_("%(name)s is added. Invite them when you are ready.", name=added[0].full_name), "good")
        return redirect(url_for("people.person", person_id=added[0].id), 303)
    return render_template("people/edit.html", form=form, person=None), 422 if form.errors else 200


@bp.get("/people/<int:person_id>")
@requires(Permission.PERSON_READ)
def person(person_id: int) -> ResponseReturnValue:
    actor = current_actor()
    found = person_for(db(), actor, person_id, Permission.PERSON_READ)
    panels = [panel(db(), actor, found, now()) for panel in current_app.extensions["person_panels"]]
    return render_template(
        "people/person.html",
        person=found,
        status=status_of(db(), found.id, today()),
        status_words=status_words(),
        periods=role_periods(db(), found.id),
        reports=reports_of(db(), found.id, today=today()),
        delegations=delegations_of(db(), found.id, today=today()),
        panels=[panel for panel in panels if panel],
        may_write=actor.may(Permission.PERSON_WRITE, found.team.path),
    )


@bp.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
@requires(Permission.PERSON_WRITE)
def edit(person_id: int) -> ResponseReturnValue:
    found = person_for(db(), current_actor(), person_id, Permission.PERSON_WRITE)
    number = found.manager.employee_number if found.manager else ""
    form = posted(PersonForm, **{name: getattr(found, name) for name in PERSON_FIELDS}, manager=number)
    offer_choices(form)

    def edit_them() -> None:
        facts = form.facts(manager_named(form.manager.data))
        actions.edit_person(db(), current_actor(), found.id, facts, now=now(), today=today())

    if accepted(form, edit_them):
        flash(_("Saved."), "good")
        return redirect(url_for("people.person", person_id=found.id), 303)
    return render_template("people/edit.html", form=form, person=found), 422 if form.errors else 200


@bp.route("/people/<int:person_id>/end", methods=["GET", "POST"])
@requires(Permission.PERSON_WRITE)
def end(person_id: int) -> ResponseReturnValue:
    found = person_for(db(), current_actor(), person_id, Permission.PERSON_WRITE)
    form = posted(LastDayForm, last_day=today())

    def end_it() -> None:
        day = form.last_day.data
        actions.end_employment(db(), current_actor(), found.id, last_day=day, now=now(), today=today())

    if accepted(form, end_it):
        flash(_("%(name)s leaves on that day. Their record is kept.", name=found.full_name), "good")
        return redirect(url_for("people.person", person_id=found.id), 303)
    return render_template("people/end.html", form=form, person=found), 422 if form.errors else 200


@bp.post("/people/<int:person_id>/resume")
@requires(Permission.PERSON_WRITE)
def resume(person_id: int) -> ResponseReturnValue:
    found = actions.resume_employment(db(), current_actor(), person_id, now=now())
    flash(_("%(name)s is back. Give them a role if they have none.", name=found.full_name), "good")
    return redirect(url_for("people.person", person_id=found.id), 303)


PERSON_FIELDS = (
    "employee_number",
    "given_name",
    "family_name",
    "preferred_name",
    "email",
    "phone",
    "language",
    "team_id",
    "hired_on",
    "leave_from",
    "leave_until",
)


def offer_choices(form: Any) -> None:
    """Fill the lists to choose from: languages, the teams this actor may write in, roles."""
    # People may speak a language that the site does not speak yet: it is kept for the day when it does.
    codes = dict.fromkeys((*i18n.languages(), form.language.data or i18n.SOURCE_LANGUAGE))
    form.language.choices = [(code, i18n.language_name(code)) for code in codes]
    teams = team_tree(db(), current_actor(), Permission.PERSON_WRITE)
    form.team_id.choices = [(team.id, team.indented) for team in teams]
    if "role_id" in form:
        roles = [(role.id, role.name) for role in list_roles(db(), today=today())]
        form.role_id.choices = [(0, _("No role yet")), *roles]


def manager_named(number: str | None) -> int | None:
    """The id of the person with an employee number; None without one. Raises Problems when nobody has it."""
    if not number:
        return None
    manager = person_by_number(db(), number)
    if manager is None:
        message = _("Nobody has this employee number.")
        raise Problems([Problem("manager", None, message, _("Look it up in the list of people."))])
    return manager.id


def status_words() -> dict[str, str]:
    return {"active": _("Active"), "leave": _("On leave"), "future": _("Starts later"), "left": _("Left")}
