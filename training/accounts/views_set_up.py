"""The first run: three questions, then an invitation to bring the people in."""

from flask import Blueprint, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from training.accounts import first_run, hashing
from training.accounts.entering import enter
from training.accounts.forms import refuse_weak
from training.accounts.forms_set_up import SetUpForm, time_zones
from training.accounts.rules_passphrases import suggestion
from training.core import i18n
from training.core.auth import current_actor
from training.core.forms import posted
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.problems import Problems
from training.core.web import SAFE_METHODS, database, db, now, public, requires, settings, site

bp = Blueprint("set_up", __name__)


@bp.before_app_request
def wait_for_set_up() -> ResponseReturnValue | None:
    """Until the three questions are answered there is nothing to see but where to find them."""
    if request.method not in SAFE_METHODS or request.blueprint == bp.name or request.endpoint == "static":
        return None
    if request.path in {"/healthz", "/metrics"} or site().is_set_up:
        return None
    return redirect("/set-up", 303)


@bp.get("/set-up")
@public
def waiting() -> ResponseReturnValue:
    if site().is_set_up:
        return redirect("/", 303)
    return render_template("accounts/set_up_waiting.html")


@bp.route("/set-up/<code>", methods=["GET", "POST"])
@public
def questions(code: str) -> ResponseReturnValue:
    with database().reading() as session:
        good = first_run.is_set_up_code(session, code, now=now())
    if not good:
        return redirect("/", 303) if site().is_set_up else (render_template("accounts/set_up_waiting.html"), 410)
    form: SetUpForm = posted(SetUpForm, timezone=settings().timezone)
    if request.method == "GET":
        form.suggested.data = suggestion()
        return _ask(form)
    valid = form.validate()
    passphrase = form.chosen()
    if not passphrase or refuse_weak(form, passphrase, form.personal()) or not valid:
        return _ask(form), 422
    passphrase_hash = hashing.hash_of(passphrase)
    try:
        account = first_run.set_up(
            db(),
            code,
            company=str(form.company.data),
            timezone=str(form.timezone.data),
            who=form.administrator(i18n.language()),
            passphrase_hash=passphrase_hash,
            now=now(),
        )
    except Problems as problems:
        form.refuse_all(problems)
        return _ask(form), 422
    if account is None:
        return redirect("/", 303)
    current_app.extensions["site"].forget()
    enter(account.id, account.person_id)
    return redirect("/set-up/next", 303)


def _ask(form: SetUpForm) -> str:
    # Nobody has said where they are yet, so a script may guess it from the device.
    return render_template("accounts/set_up.html", form=form, zones=time_zones(), guess=settings().timezone == "UTC")


@bp.get("/set-up/next")
@requires(Permission.SITE_WRITE)
def afterwards() -> ResponseReturnValue:
    return render_template("accounts/set_up_next.html", may_load="load_sample" in current_app.extensions)


@bp.post("/set-up/sample")
@requires(Permission.SITE_WRITE)
def sample() -> ResponseReturnValue:
    load = current_app.extensions.get("load_sample")
    if load is None:
        flash(_("This site cannot load the sample by itself. Use the command in the terminal."), "warn")
        return redirect("/set-up/next", 303)
    try:
        load(db(), current_actor(), now())
    except Problems as problems:
        flash(" ".join(f"{problem.message} {problem.remedy}" for problem in problems.problems), "warn")
        return redirect("/set-up/next", 303)
    flash(_("The sample is here. Look around; it goes again in one step."), "good")
    return redirect("/", 303)
