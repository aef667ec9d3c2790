"""The page on which a customer says how it was: no account, no cookie, no script."""

from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from math import ceil

from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.content.queries import edition
from training.core import throttle
from training.core.i18n import speaking
from training.core.throttle import Limit
from training.core.web import database, db, now, public, settings, today
from training.feedback import actions, rules
from training.feedback.actions_erasing import erase_answer
from training.feedback.files import Feedback
from training.feedback.forms import Sheet, read_sheet
from training.feedback.page import Page, page_of
from training.feedback.queries_say import Found, answer_with_receipt, found_by
from training.feedback.rules_values import Said
from training.feedback.words import day_in, first_wished, languages_of

bp = Blueprint("say", __name__)

# A shop's customers share its network, and a till's tablet one address: generous for people, tiresome for a bot.
BY_ADDRESS = Limit("say-address", 30, timedelta(minutes=10))
BY_NETWORK = Limit("say-network", 120, timedelta(minutes=10))
BY_FORM = Limit("say-form", 400, timedelta(hours=1))
OFTEN = 10
"""So many from one address in a short while are set aside, and not yet refused."""


@bp.get("/say/<say_code>")
@public
def form(say_code: str) -> ResponseReturnValue:
    found = found_by(db(), say_code)
    if found is None or not found.is_open(today()):
        return _shut(found)
    return _page(found, _language_for(found.form), Sheet(Said({}, {}), {}), _new_token(found))


@bp.post("/say/<say_code>")
@public
def send(say_code: str) -> ResponseReturnValue:
    with database().reading() as session:
        found = found_by(session, say_code)
    if found is None or not found.is_open(today()):
        return _shut(found)
    token = rules.read_token(actions.secret_key(), found.address.say_code, request.form.get("token", ""))
    if token is None or request.headers.get("Sec-Fetch-Site") == "cross-site":
        abort(400)
    sheet, language = read_sheet(found.form, request.form), _language_for(found.form)
    one, many = rules.sender_marks(actions.secret_key(), today(), request.remote_addr or "")
    refused = _refused(found, sheet, token, language, ((BY_ADDRESS, one), (BY_NETWORK, many)))
    if refused is not None:
        return refused
    found = found_by(db(), say_code)  # once more, now that nobody else writes: it may be used up meanwhile
    often = throttle.left(db(), BY_ADDRESS, one) < BY_ADDRESS.size - OFTEN
    receipt = found and actions.say(
        db(), found, sheet.said, token, trap=sheet.trap, many=often, language=language, now=now(), today=today()
    )
    if not receipt:
        return _shut(found)
    return redirect(url_for("say.receipt", receipt_code=receipt), 303)


def _refused(
    found: Found, sheet: Sheet, token: rules.Token, language: str, keys: tuple[tuple[Limit, str], ...]
) -> ResponseReturnValue | None:
    """The page once more with everything that was typed and what is wrong; None when all is well."""
    if sheet.errors:
        return _page(found, language, sheet, request.form["token"]), 422
    if now() - token.opened_at > rules.OPEN_FOR:
        sheet.errors[""] = ("again", 0)
        return _page(found, language, sheet, _new_token(found)), 422
    wait = throttle.take(database(), (*keys, (BY_FORM, str(found.address.id))), now())
    if wait is None:
        return None
    sheet.errors[""] = ("too_many", 0)
    answer = make_response(_page(found, language, sheet, request.form["token"]), 429)
    answer.headers["Retry-After"] = str(ceil(wait.total_seconds()))
    return answer


@bp.get("/say/receipt/<receipt_code>")
@public
def receipt(receipt_code: str) -> ResponseReturnValue:
    answer = answer_with_receipt(db(), receipt_code)
    if answer is None:
        return _shut(None)
    page = _in(edition(db(), answer.version_id).model, answer.language)
    token = rules.token_for(actions.secret_key(), receipt_code, now())
    return render_template(
        "feedback/thanks.html",
        page=page,
        token=token,
        is_erased=answer.erased_at is not None,
        can_erase=answer.texts_left or answer.contact is not None,
        address=settings().base_url + url_for("say.receipt", receipt_code=receipt_code),
    )


@bp.post("/say/receipt/<receipt_code>")
@public
def erase(receipt_code: str) -> ResponseReturnValue:
    if rules.read_token(actions.secret_key(), receipt_code, request.form.get("token", "")) is None:
        abort(400)
    answer = answer_with_receipt(db(), receipt_code)
    if answer is None:
        return _shut(None)
    erase_answer(db(), answer, by=None, now=now())
    return redirect(url_for("say.receipt", receipt_code=receipt_code), 303)


def _new_token(found: Found) -> str:
    return rules.token_for(actions.secret_key(), found.address.say_code, now())


def _language_for(form: Feedback) -> str:
    """The language that was chosen, else the first of the browser's that the form has, else the form's own."""
    offered = languages_of(form)
    chosen = request.values.get("language", "")
    if chosen in offered:
        return chosen
    return first_wished(request.accept_languages.values(), offered) or form.language


def _speaking(language: str) -> AbstractContextManager[None]:
    """What comes from the site's own catalogue is in the language of the page."""
    return nullcontext() if current_app.config.get("FORCED_LANGUAGE") else speaking(language)


def _in(form: Feedback, language: str) -> Page:
    with _speaking(language):
        return page_of(form, language)


def _page(found: Found, language: str, sheet: Sheet, token: str) -> str:
    page, kept = _in(found.form, language), found.form.keep_text.after(today())
    return render_template(
        "feedback/say.html",
        page=page,
        form=None,
        asks=found.form,
        place="" if found.address.once else found.address.place,
        sheet=sheet,
        token=token,
        says=lambda name: _said(page, sheet, name),
        kept=page.words["kept"].replace("{day}", day_in(language, kept)),
        contact_kept=page.words["get_back_note"].replace(
            "{day}", day_in(language, found.form.keep_contact.after(today()))
        ),
    )


def _said(page: Page, sheet: Sheet, name: str) -> str:
    """What is wrong at a field, in words; “” when nothing is."""
    word, most = sheet.errors.get(name, ("", 0))
    return page.words[word].replace("{most}", str(most)) if word else ""


def _shut(found: Found | None) -> ResponseReturnValue:
    """Nothing is asked here: not any more (410), or never (404)."""
    return render_template("feedback/shut.html", was_open=found is not None), 410 if found else 404
