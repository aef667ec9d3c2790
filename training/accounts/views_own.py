"""One's own account: language, passphrase, open visits, and somebody to stand in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.accounts import actions, actions_own, hashing, limits
from training.accounts.forms import about, refuse_weak
from training.accounts.forms_own import ChangePassphraseForm, LanguageForm, StandInForm
from training.accounts.models import Account
from training.accounts.queries_own import (
    leads_a_team,
    open_visits,
    own_stand_ins,
    possible_stand_ins,
    standing_in_for,
)
from training.accounts.rules_devices import browser_and_system
from training.accounts.rules_passphrases import LONGEST, suggestion
from training.core import throttle
from training.core.auth import current_actor
from training.core.forms import posted
from training.core.i18n import gettext as _
from training.core.i18n import languages, ngettext
from training.core.permissions import Permission
from training.core.problems import Problems
from training.core.web import NotFound, database, db, now, requires, site, today
from training.people.models import Person

bp = Blueprint("account", __name__)


@bp.get("/account")
@requires(Permission.LEARN)
def index() -> ResponseReturnValue:
    return _account(LanguageForm(language=current_actor().language))


def _account(form: LanguageForm) -> str:
    person_id, account_id = _me()
    visits = open_visits(db(), account_id, now=now())
    return render_template(
        "accounts/account.html",
        form=form,
        several_languages=len(languages()) > 1,
        person=db().get_one(Person, person_id),
        visits=[(visit, device_in_words(visit.device), visit.id == current_actor().session_id) for visit in visits],
        leads=leads_a_team(db(), person_id),
        own=own_stand_ins(db(), person_id, today=today()),
        others=standing_in_for(db(), person_id, today=today()),
    )


def _me() -> tuple[int, int]:
    """Ids of the signed-in person and their account."""
    actor = current_actor()
    if actor.person_id is None or actor.account_id is None:
        raise NotFound
    return actor.person_id, actor.account_id


def device_in_words(user_agent: str) -> str:
    """“Chrome on Android”, as far as it can be told."""
    browser, system = browser_and_system(user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or system or _("A browser we do not know")


@bp.post("/account/language")
@requires(Permission.LEARN)
def language() -> ResponseReturnValue:
    form: LanguageForm = posted(LanguageForm)
    if not form.validate():
        return _account(form), 422
    person_id, _account_id = _me()
    actions_own.choose_language(db(), person_id, str(form.language.data), now=now())
    return redirect(url_for("account.index"), 303)


@bp.get("/account/passphrase")
@requires(Permission.LEARN)
def passphrase() -> ResponseReturnValue:
    form = ChangePassphraseForm(suggested=suggestion())
    return render_template("accounts/passphrase.html", form=form, person=db().get_one(Person, _me()[0]))


@bp.post("/account/passphrase")
@requires(Permission.LEARN)
def change_passphrase() -> ResponseReturnValue:
    person_id, account_id = _me()
    limit = (limits.CONFIRM_BY_ACCOUNT, str(account_id))
    limits.count_try(limit)
    with database().reading() as session:
        person, kept = session.get_one(Person, person_id), session.get_one(Account, account_id).passphrase_hash
    form: ChangePassphraseForm = posted(ChangePassphraseForm)
    valid = form.validate()
    chosen = form.chosen()
    weak = bool(chosen) and refuse_weak(form, chosen, about(person, site().company))
    if valid and not hashing.matches(kept, str(form.current.data)[: LONGEST + 1]):
        form.refuse("current", _("This is not your passphrase until now."))
    if weak or form.errors:
        return render_template("accounts/passphrase.html", form=form, person=person), 422
    new = hashing.hash_of(chosen)
    visit_id = current_actor().session_id
    actions.change_passphrase(db(), account_id=account_id, visit_id=visit_id, passphrase_hash=new, now=now())
    throttle.forgive(db(), *limit)
    flash(_("Your new passphrase is saved. You are signed out everywhere else."), "good")
    return redirect(url_for("account.index"), 303)


@bp.post("/account/visits/<int:visit_id>/end")
@requires(Permission.LEARN)
def end_visit(visit_id: int) -> ResponseReturnValue:
    person_id, account_id = _me()
    actions.end_visits(db(), account_id, only=visit_id, actor_id=person_id, reason="by its owner", now=now())
    return redirect(url_for("account.index"), 303)


@bp.post("/account/visits/end-others")
@requires(Permission.LEARN)
def end_other_visits() -> ResponseReturnValue:
    person_id, account_id = _me()
    here = current_actor().session_id
    ended = actions.end_visits(db(), account_id, but=here, actor_id=person_id, reason="by its owner", now=now())
    flash(ngettext("%(num)s other visit was ended.", "%(num)s other visits were ended.", ended), "good")
    return redirect(url_for("account.index"), 303)


@bp.route("/account/stand-in", methods=["GET", "POST"])
@requires(Permission.LEARN)
def stand_in() -> ResponseReturnValue:
    form: StandInForm = posted(StandInForm, from_on=today())
    if request.method == "POST" and form.validate():
        first, last = form.days()
        named = str(form.stand_in.data)
        try:
            actions_own.name_stand_in(
                db(), current_actor(), named, from_on=first, until_on=last, now=now(), today=today()
            )
        except Problems as problems:
            form.refuse_all(problems)
        else:
            flash(_("Your stand-in is named."), "good")
            return redirect(url_for("account.stand_in"), 303)
    person_id, _account_id = _me()
    leads = leads_a_team(db(), person_id)
    page = render_template(
        "accounts/stand_in.html",
        form=form,
        leads=leads,
        offered=possible_stand_ins(db(), current_actor(), today=today()) if leads else (),
        own=own_stand_ins(db(), person_id, today=today()),
        others=standing_in_for(db(), person_id, today=today()),
    )
    return page, 422 if form.errors else 200


@bp.post("/account/stand-in/<int:delegation_id>/withdraw")
@requires(Permission.LEARN)
def withdraw_stand_in(delegation_id: int) -> ResponseReturnValue:
    actions_own.withdraw_stand_in(db(), current_actor(), delegation_id, now=now())
    flash(_("That is withdrawn."), "good")
    return redirect(url_for("account.stand_in"), 303)
