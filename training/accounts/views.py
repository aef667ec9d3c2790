"""The door: sign in, sign out, accept an invitation, get a new passphrase."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from training.accounts import actions, hashing, jobs, kept, limits
from training.accounts.entering import close_present_visit, enter
from training.accounts.forms import NameForm, PassphraseForm, SignInForm, about, refuse_weak, say_wrong
from training.accounts.queries import Claim, Welcome, claim_of, person_named, welcome_of
from training.accounts.rules_addresses import own_path
from training.accounts.rules_passphrases import LONGEST, suggestion
from training.core import auth, throttle
from training.core.forms import posted
from training.core.i18n import gettext as _
from training.core.jobs import enqueue
from training.core.permissions import Permission
from training.core.web import database, db, now, public, requires, site, today

bp = Blueprint("accounts", __name__)


@bp.url_value_preprocessor
def allow_what_was_kept(endpoint: str | None, _values: object) -> None:
    """Before anything reads the form: what somebody typed elsewhere comes along, see kept.py."""
    if endpoint == "accounts.sign_in":
        request.max_content_length = request.max_form_memory_size = 2 * kept.MOST_BYTES


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    onward = own_path(request.values.get("next", ""))
    form: SignInForm = posted(SignInForm)
    if request.method == "GET":
        if auth.present_actor():
            return redirect(onward, 303)
        form.next.data = onward
        return render_template("accounts/sign_in.html", form=form)
    if not form.validate():
        return render_template("accounts/sign_in.html", form=form), 422
    name, passphrase = str(form.name.data), str(form.passphrase.data)
    tried = limits.name_key(name)
    limits.count_try((limits.SIGN_IN_BY_ADDRESS, limits.here()), (limits.SIGN_IN_BY_NAME, tried))
    claim = _proven(name, passphrase)
    if claim is None:
        say_wrong(form)
        return render_template("accounts/sign_in.html", form=form), 422
    rehashed = hashing.hash_of(passphrase) if hashing.is_outdated(claim.passphrase_hash or "") else ""
    if rehashed:
        actions.keep_rehashed(db(), claim.account_id, old=claim.passphrase_hash or "", new=rehashed)
    enter(claim.account_id, claim.person_id, shared=form.shared.data)
    # In the order in which the try was counted, so that two sign-ins of one person never wait for each other.
    throttle.give_back(db(), limits.SIGN_IN_BY_ADDRESS, limits.here())
    throttle.forgive(db(), limits.SIGN_IN_BY_NAME, tried)
    waiting = kept.unsealed(str(form.kept.data or ""))
    if waiting is not None:
        return render_template("accounts/send_again.html", kept=waiting, onward=onward)
    return redirect(onward, 303)


def _proven(name: str, passphrase: str) -> Claim | None:
    """The account whose name and passphrase these are. Slow on purpose, so no transaction is open meanwhile."""
    with database().reading() as session:
        claim = claim_of(session, name, today=today())
    fits = hashing.matches(claim.passphrase_hash if claim else None, passphrase[: LONGEST + 1])
    return claim if fits else None


@bp.post("/sign-out")
@requires(Permission.LEARN)
def sign_out() -> ResponseReturnValue:
    close_present_visit(reason="signed out")
    auth.leave()
    flash(_("You are signed out."), "good")
    return redirect("/sign-in", 303)


@bp.route("/forgot", methods=["GET", "POST"])
@public
def forgot() -> ResponseReturnValue:
    form: NameForm = posted(NameForm)
    if request.method == "GET":
        return render_template("accounts/forgot.html", form=form)
    if not form.validate():
        return render_template("accounts/forgot.html", form=form), 422
    name = str(form.name.data)
    limits.count_try((limits.RESET_BY_ADDRESS, limits.here()), (limits.RESET_BY_NAME, limits.name_key(name)))
    with database().reading() as session:
        person_id = person_named(session, name, today=today())
    # The same job for everybody, so that neither the answer nor its time tells whether the name exists.
    enqueue(db(), jobs.RESET, {"person": person_id}, now=now())
    return redirect("/forgot/sent", 303)


@bp.get("/forgot/sent")
@public
def forgot_sent() -> ResponseReturnValue:
    return render_template("accounts/forgot_sent.html")


@bp.route("/welcome/<code>", methods=["GET", "POST"])
@public
def welcome(code: str) -> ResponseReturnValue:
    # Looking does not use the code up: scanners of mail open every link.
    with database().reading() as session:
        found = welcome_of(session, code, now=now(), today=today())
    if found is None:
        return render_template("accounts/code_over.html"), 410
    form: PassphraseForm = posted(PassphraseForm)
    if request.method == "GET":
        form.suggested.data = suggestion()
        return _ask_for_passphrase(form, found)
    passphrase = form.chosen()
    if form.errors or refuse_weak(form, passphrase, about(found.person, site().company)):
        return _ask_for_passphrase(form, found), 422
    passphrase_hash = hashing.hash_of(passphrase)
    account_id = actions.accept_welcome(db(), found, passphrase_hash=passphrase_hash, now=now())
    if account_id is None:
        return render_template("accounts/code_over.html"), 410
    enter(account_id, found.person.id)
    flash(_("Your passphrase is saved and you are signed in."), "good")
    return redirect("/", 303)


def _ask_for_passphrase(form: PassphraseForm, found: Welcome) -> str:
    return render_template("accounts/welcome.html", form=form, person=found.person, purpose=found.purpose.value)
