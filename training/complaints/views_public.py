"""Where a customer complains, sees how it stands, and has their data erased: no account and no cookie."""

from dataclasses import replace
from datetime import timedelta
from math import ceil
from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.complaints import actions, actions_customer
from training.complaints.forms import TellForm
from training.complaints.keys import secret_of
from training.complaints.models import Complaint, ComplaintAddress
from training.complaints.queries_customer import Status, address_by, complaint_by, status_of
from training.complaints.queries_rules import rules_now
from training.complaints.words import near_words
from training.core import throttle
from training.core.forms import accepted, cleaned
from training.core.i18n import gettext as _
from training.core.i18n import language
from training.core.throttle import Limit
from training.core.web import database, db, now, public, settings, today
from training.feedback import rules as guard

bp = Blueprint("complain", __name__)

# The same thoughts as for feedback: a shop's customers share its network; a complaint takes longer to write.
BY_ADDRESS = Limit("complain-address", 10, timedelta(minutes=10))
BY_NETWORK = Limit("complain-network", 60, timedelta(minutes=10))
BY_FORM = Limit("complain-form", 200, timedelta(hours=1))
TRAP = "website"


@bp.route("/complain/<complain_code>", methods=["GET", "POST"])
@public
def tell(complain_code: str) -> ResponseReturnValue:
    with database().reading() as session:
        address = address_by(session, complain_code)
    if address is None or address.closed_at is not None:
        return render_template("complaints/shut.html"), 404 if address is None else 410
    if request.method == "GET":
        return _page(address, TellForm(key=_token(address)))
    token = guard.read_token(settings().secret_key, address.code, request.form.get("key", ""))
    if token is None or request.headers.get("Sec-Fetch-Site") == "cross-site":
        abort(400)
    form, kept = TellForm(request.form), []
    if refused := _refused(address, form, token):
        return refused
    form.offer(rules_now(db()))

    def keep() -> None:
        noted = replace(form.noted(), key=token.nonce, language=language())
        kept.append(actions.hear(db(), address, noted, now=now()))

    if accepted(form, keep):
        complaint: Complaint = kept[0]
        return redirect(url_for("complain.status", complaint_secret=secret_of(complaint.reference)), 303)
    return _page(address, form), 422


def _refused(address: ComplaintAddress, form: TellForm, token: guard.Token) -> ResponseReturnValue | None:
    """The page once more with all that was typed, where a program seems to have sent it, or too much comes at once."""
    if request.form.get(TRAP):
        form.form_errors.append(_("A field that people do not see was filled in. Send it once more without it."))
        return _page(address, form), 422
    if now() - token.opened_at < guard.QUICKEST:
        form.form_errors.append(_("That was very quick. Look at it once more, and send it again."))
        return _page(address, form), 422
    if now() - token.opened_at > guard.OPEN_FOR:
        form.key.data = _token(address)
        form.form_errors.append(_("This page was open for long. Send it once more."))
        return _page(address, form), 422
    one, many = guard.sender_marks(settings().secret_key, today(), request.remote_addr or "")
    limits = ((BY_ADDRESS, one), (BY_NETWORK, many), (BY_FORM, str(address.id)))
    wait = throttle.take(database(), limits, now())
    if wait is None:
        return None
    form.form_errors.append(
        _("Much came from here at once. Wait a few minutes, and send it again; it is all still here.")
    )
    answer = make_response(_page(address, form), 429)
    answer.headers["Retry-After"] = str(ceil(wait.total_seconds()))
    return answer


@bp.get("/complain/status/<complaint_secret>")
@public
def status(complaint_secret: str) -> ResponseReturnValue:
    return _status_page(_found(complaint_secret), complaint_secret)


@bp.post("/complain/status/<complaint_secret>")
@public
def act(complaint_secret: str) -> ResponseReturnValue:
    """The customer adds something, or has their data erased."""
    if guard.read_token(settings().secret_key, complaint_secret, request.form.get("key", "")) is None:
        abort(400)
    complaint = _found(complaint_secret).complaint
    if request.form.get("then") == "erase":
        actions_customer.erase(db(), complaint, now=now())
    else:
        text = cleaned(request.form.get("text"))
        if not text or len(text) > actions_customer.MOST_WORDS:
            return _status_page(_found(complaint_secret), complaint_secret, typed=text, is_wrong=True), 422
        actions_customer.say_more(db(), complaint, text, now=now())
    return redirect(url_for("complain.status", complaint_secret=complaint_secret), 303)


def _found(secret: str) -> Status:
    complaint = complaint_by(db(), secret)
    if complaint is None:
        abort(404)
    return status_of(db(), complaint, now=now())


def _status_page(found: Status, secret: str, **more: Any) -> str:
    return render_template(
        "complaints/status.html",
        found=found,
        near=near_words(today()),
        key=guard.token_for(settings().secret_key, secret, now()),
        most=actions_customer.MOST_WORDS,
        **more,
    )


def _token(address: ComplaintAddress) -> str:
    return guard.token_for(settings().secret_key, address.code, now())


def _page(address: ComplaintAddress, form: TellForm) -> str:
    rules = rules_now(db())
    form.offer(rules)
    return render_template("complaints/complain.html", form=form, rules=rules.model, address=address, trap=TRAP)
