"""What a person may do: ready-made sets, on a team or the whole site."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.accounts.actions_grants import give_grant, withdraw_grant
from training.accounts.forms_grants import SETS, WHOLE_SITE, GrantForm
from training.accounts.queries_grants import grants_of, teams_led
from training.core import permissions
from training.core.auth import current_actor
from training.core.forms import posted
from training.core.i18n import gettext as _
from training.core.permissions import Actor, Permission
from training.core.problems import Problems
from training.core.web import db, now, requires, today
from training.people.models import Person
from training.people.queries import person_for, team_tree
from training.people.rules_grants import sets_to_give

bp = Blueprint("grants", __name__)


@bp.route("/people/<int:person_id>/permissions", methods=["GET", "POST"])
@requires(Permission.GRANT_WRITE)
def index(person_id: int) -> ResponseReturnValue:
    actor = current_actor()
    person = person_for(db(), actor, person_id, Permission.GRANT_WRITE)
    form: GrantForm = posted(GrantForm)
    _offer(form, actor)
    if request.method == "POST" and form.validate():
        try:
            give_grant(db(), actor, person.id, form.wish(), now=now(), today=today())
        except Problems as problems:
            form.refuse_all(problems)
        else:
            flash(_("%(name)s holds it from now on.", name=person.full_name), "good")
            return redirect(url_for("grants.index", person_id=person.id), 303)
    return _page(form, person), 422 if form.errors else 200


def _offer(form: GrantForm, actor: Actor) -> None:
    """Only what the actor may hand on somewhere; the action checks where."""
    reach = actor.reach(Permission.GRANT_WRITE)
    given = {one for path in reach for one in sets_to_give(actor, path)}
    form.permission_set.choices = [(one.value, words) for one, words in SETS.items() if one in given]
    teams = team_tree(db(), actor, Permission.GRANT_WRITE)
    everywhere = [(WHOLE_SITE, _("The whole site"))] if permissions.WHOLE_SITE in reach else []
    form.team_id.choices = [*everywhere, *((team.id, team.indented) for team in teams)]


def _page(form: GrantForm, person: Person, problem: str = "") -> str:
    return render_template(
        "accounts/permissions.html",
        form=form,
        person=person,
        problem=problem,
        grants=grants_of(db(), person.id, today=today()),
        led=teams_led(db(), person.id),
        words={one.value: words for one, words in SETS.items()},
    )


@bp.post("/people/<int:person_id>/permissions/<int:grant_id>/withdraw")
@requires(Permission.GRANT_WRITE)
def withdraw(person_id: int, grant_id: int) -> ResponseReturnValue:
    actor = current_actor()
    try:
        withdraw_grant(db(), actor, person_id, grant_id, now=now())
    except Problems as problems:
        person = person_for(db(), actor, person_id, Permission.GRANT_WRITE)
        form = GrantForm()
        _offer(form, actor)
        said = " ".join(f"{problem.message} {problem.remedy}".strip() for problem in problems.problems)
        return _page(form, person, said), 422
    flash(_("That is withdrawn."), "good")
    if person_id == actor.person_id:
        return redirect("/", 303)  # they may just have taken this page from themselves
    return redirect(url_for("grants.index", person_id=person_id), 303)
