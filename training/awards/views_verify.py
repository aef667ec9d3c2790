"""The check of a certificate by anybody, by its number or by its badge."""

from contextlib import closing
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.awards import places, words
from training.awards.forms import BadgeForm, NumberForm
from training.awards.queries import verified
from training.awards.reading import Proof, read_badge
from training.awards.rules_badge import MAX_SIGNS
from training.certification import words_awards
from training.certification.rules_number import read_number
from training.core.i18n import gettext as _
from training.core.web import database, db, now, public, today

bp = Blueprint("verify", __name__)


@bp.context_processor
def speak() -> dict[str, Any]:
    """The words that these pages are made of."""
    return {"words": words, "award_words": words_awards, "Proof": Proof}


@bp.get("/verify")
@public
def index() -> ResponseReturnValue:
    form = NumberForm(request.args)
    if "number" not in request.args:
        return start(form)
    typed = read_number(form.number.data or "") if form.validate() else None
    if typed is None:
        return start(form), 422
    return redirect(url_for("verify.number", number=typed), 303)


@bp.get("/verify/<number>")
@public
def number(number: str) -> ResponseReturnValue:
    read = read_number(number)
    found = verified(db(), read, today()) if read else None
    page = render_template("awards/verified.html", found=found, number=number, at=now())
    return page, 200 if found else 404


@bp.post("/verify")
@public
def badge() -> ResponseReturnValue:
    form = BadgeForm(request.form)
    token = sent_badge(form) if form.validate() else ""
    if form.errors:
        return start(NumberForm(), form), 422
    with database().reading() as session:  # nothing is written, so nobody who writes shall wait
        found = read_badge(session, token, places.key_id(""), today())
    if found.proof is Proof.UNREADABLE:
        form.refuse("badge", _("This is not a badge. A badge is one long line with two dots in it."))
        return start(NumberForm(), form), 422
    return render_template("awards/badge.html", reading=found, found=found.found, at=now())


def start(form: NumberForm, badge_form: BadgeForm | None = None) -> str:
    return render_template("awards/verify.html", form=form, badge_form=badge_form or BadgeForm())


def sent_badge(form: BadgeForm) -> str:
    """The badge as typed, else the file’s; what is wrong with it stands at the form’s fields."""
    sent = request.files.get("file")
    if form.badge.data or sent is None or not sent.filename:
        if not form.badge.data:
            form.refuse("badge", _("Paste the badge’s text, or choose its file."))
        return form.badge.data or ""
    with closing(sent):
        data = sent.stream.read(MAX_SIGNS + 1)
    if len(data) > MAX_SIGNS:
        form.refuse("file", _("This file is too large for a badge."))
    return data.decode("ascii", errors="replace")
