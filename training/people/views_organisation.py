"""Pages about teams, job roles, and who holds which role when."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from training.core.auth import current_actor
from training.core.forms import accepted, posted
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.problems import Problem, Problems
from training.core.web import NotFound, db, now, requires, row_asked, today
from training.people import actions
from training.people.forms import RoleForm, RolePeriodForm, TeamForm
from training.people.models import Person, Role, TeamLeader
from training.people.queries import (
    list_roles,
    person_by_number,
    person_for,
    role_period_for,
    role_periods,
    team_for,
    team_lines,
    team_tree,
)

bp = Blueprint("organisation", __name__)


@bp.get("/teams")
@requires(Permission.PERSON_READ)
def teams() -> ResponseReturnValue:
    lines = team_lines(db(), current_actor(), Permission.PERSON_READ, today=today())
    return render_template("people/teams.html", lines=lines)


@bp.route("/teams/new", methods=["GET", "POST"])
@requires(Permission.TEAM_WRITE)
def new_team() -> ResponseReturnValue:
    form = team_form(parent_id=row_asked("below"))

    def add() -> None:
        leaders = leaders_named(form.leaders.data)
        added = actions.add_team(db(), current_actor(), form.name.data, form.parent_id.data, now=now())
        if leaders:
            change(added.id, added.name, added.parent_id, leaders)

    if accepted(form, add):
        flash(_("The team is added."), "good")
        return redirect(url_for("organisation.teams"), 303)
    return render_template("people/team.html", form=form, team=None), 422 if form.errors else 200


@bp.route("/teams/<int:team_id>", methods=["GET", "POST"])
@requires(Permission.TEAM_WRITE)
def team(team_id: int) -> ResponseReturnValue:
    found = team_for(db(), current_actor(), team_id, Permission.TEAM_WRITE)
    leading = select(Person.employee_number).join(TeamLeader, TeamLeader.person_id == Person.id)
    numbers = db().scalars(leading.where(TeamLeader.team_id == found.id).order_by(Person.family_name)).all()
    form = team_form(name=found.name, parent_id=found.parent_id or 0, leaders=", ".join(numbers))
    if found.parent_id is None:
        form.parent_id.choices = [(0, _("Nothing: this is the top"))]

    def edit() -> None:
        change(found.id, form.name.data, form.parent_id.data or None, leaders_named(form.leaders.data))

    if accepted(form, edit):
        flash(_("Saved."), "good")
        return redirect(url_for("organisation.teams"), 303)
    return render_template("people/team.html", form=form, team=found), 422 if form.errors else 200


def change(team_id: int, name: str, parent_id: int | None, leaders: set[int]) -> None:
    actions.edit_team(db(), current_actor(), team_id, name=name, parent_id=parent_id, leader_ids=leaders, now=now())


@bp.post("/teams/<int:team_id>/remove")
@requires(Permission.TEAM_WRITE)
def remove_team(team_id: int) -> ResponseReturnValue:
    try:
        actions.remove_team(db(), current_actor(), team_id, now=now())
    except Problems as problems:
        flash(" ".join(f"{problem.message} {problem.remedy}" for problem in problems.problems), "bad")
        return redirect(url_for("organisation.team", team_id=team_id), 303)
    flash(_("The team is removed."), "good")
    return redirect(url_for("organisation.teams"), 303)


@bp.route("/roles", methods=["GET", "POST"])
@requires(Permission.TEAM_WRITE)
def roles() -> ResponseReturnValue:
    form = posted(RoleForm)
    if accepted(form, lambda: actions.add_role(db(), current_actor(), form.name.data, now=now())):
        flash(_("The role is added."), "good")
        return redirect(url_for("organisation.roles"), 303)
    listed = list_roles(db(), today=today())
    return render_template("people/roles.html", form=form, roles=listed), 422 if form.errors else 200


@bp.route("/roles/<int:role_id>", methods=["GET", "POST"])
@requires(Permission.TEAM_WRITE)
def role(role_id: int) -> ResponseReturnValue:
    found = db().get(Role, role_id)
    if found is None:
        raise NotFound
    form = posted(RoleForm, name=found.name)
    if accepted(form, lambda: actions.rename_role(db(), current_actor(), found, form.name.data, now=now())):
        flash(_("Saved."), "good")
        return redirect(url_for("organisation.roles"), 303)
    line = next(line for line in list_roles(db(), today=today()) if line.id == role_id)
    return render_template("people/role.html", form=form, role=line), 422 if form.errors else 200


@bp.post("/roles/<int:role_id>/remove")
@requires(Permission.TEAM_WRITE)
def remove_role(role_id: int) -> ResponseReturnValue:
    found = db().get(Role, role_id)
    if found is None:
        raise NotFound
    try:
        actions.remove_role(db(), current_actor(), found, now=now())
    except Problems as problems:
        flash(" ".join(f"{problem.message} {problem.remedy}" for problem in problems.problems), "bad")
        return redirect(url_for("organisation.role", role_id=role_id), 303)
    flash(_("The role is removed."), "good")
    return redirect(url_for("organisation.roles"), 303)


@bp.route("/people/<int:person_id>/roles", methods=["GET", "POST"])
@requires(Permission.PERSON_WRITE)
def person_roles(person_id: int) -> ResponseReturnValue:
    found = person_for(db(), current_actor(), person_id, Permission.PERSON_WRITE)
    form = period_form(from_on=today())

    def give() -> None:
        first, last = form.from_on.data, form.until_on.data
        actions.give_role(db(), current_actor(), found.id, form.role_id.data, from_on=first, until_on=last, now=now())

    if accepted(form, give):
        flash(_("Saved."), "good")
        return redirect(url_for("organisation.person_roles", person_id=found.id), 303)
    periods = role_periods(db(), found.id)
    return render_template(
        "people/roles_of.html", form=form, person=found, periods=periods
    ), 422 if form.errors else 200


@bp.route("/people/<int:person_id>/roles/<int:period_id>", methods=["GET", "POST"])
@requires(Permission.PERSON_WRITE)
def person_role(person_id: int, period_id: int) -> ResponseReturnValue:
    period = role_period_for(db(), current_actor(), person_id, period_id)
    form = period_form(role_id=period.role_id, from_on=period.from_on, until_on=period.until_on)
    form.role_id.choices = [(period.role_id, period.role.name)]

    def set_days() -> None:
        first, last = form.from_on.data, form.until_on.data
        actions.change_role(db(), current_actor(), period, from_on=first, until_on=last, now=now())

    if accepted(form, set_days):
        flash(_("Saved."), "good")
        return redirect(url_for("organisation.person_roles", person_id=person_id), 303)
    found = person_for(db(), current_actor(), person_id, Permission.PERSON_WRITE)
    return render_template("people/role_of.html", form=form, person=found, period=period), 422 if form.errors else 200


@bp.post("/people/<int:person_id>/roles/<int:period_id>/remove")
@requires(Permission.PERSON_WRITE)
def remove_person_role(person_id: int, period_id: int) -> ResponseReturnValue:
    actions.take_role(db(), current_actor(), role_period_for(db(), current_actor(), person_id, period_id), now=now())
    flash(_("The role is taken back."), "good")
    return redirect(url_for("organisation.person_roles", person_id=person_id), 303)


def period_form(**values: Any) -> Any:
    form = posted(RolePeriodForm, **values)
    form.role_id.choices = [(role.id, role.name) for role in list_roles(db(), today=today())]
    return form


def team_form(**values: Any) -> Any:
    form = posted(TeamForm, **values)
    tree = team_tree(db(), current_actor(), Permission.TEAM_WRITE)
    form.parent_id.choices = [(line.id, line.indented) for line in tree]
    return form


def leaders_named(numbers: str | None) -> set[int]:
    """The ids of the people with these employee numbers, with commas between them. Raises Problems for unknown ones."""
    found: set[int] = set()
    unknown: list[Problem] = []
    for number in filter(None, (part.strip() for part in (numbers or "").split(","))):
        person = person_by_number(db(), number)
        if person is None:
            message = _("Nobody has the employee number %(number)s.", number=number)
            unknown.append(Problem("leaders", None, message))
        else:
            found.add(person.id)
    if unknown:
        raise Problems(unknown)
    return found
