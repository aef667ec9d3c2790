"""Pages about one certificate: the sheet itself, as a file, as a badge, and whether outsiders may check it."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from training.accounts.papers import qr_of
from training.awards import actions, actions_keys, places, words
from training.awards.models import AwardPaper
from training.awards.papers import badge_of, pdf_of
from training.awards.queries import is_hidden, last_day_of, own_award, state_until
from training.awards.rules_badge import claims
from training.certification import words_awards
from training.certification.models import Award
from training.certification.queries_record import award_for
from training.core.auth import current_actor
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.typeset import Undrawable
from training.core.web import database, db, now, requires, settings, site, today

bp = Blueprint("awards", __name__)

BADGE_TYPE = "application/jwt"


@bp.context_processor
def speak() -> dict[str, Any]:
    """The words that these pages are made of."""
    return {"words": words, "award_words": words_awards}


@bp.get("/certificates/<int:award_id>")
@requires(Permission.LEARN)
def certificate(award_id: int) -> ResponseReturnValue:
    award = award_for(db(), current_actor(), award_id)
    address, until = places.check_of(award.public_id), last_day_of(db(), award)
    return render_template(
        "awards/certificate.html",
        award=award,
        paper=paper_for(award),
        state=state_until(award, until, today()),
        moved_to=until if until != award.until else None,
        address=address,
        qr=qr_of(address),
        is_own=award.person_id == current_actor().person_id,
        is_hidden=is_hidden(db(), award.id),
        back_url=url_for("certification.record", person_id=award.person_id),
    )


@bp.get("/certificates/<int:award_id>.pdf")
@requires(Permission.LEARN)
def certificate_pdf(award_id: int) -> ResponseReturnValue:
    award = award_for(db(), current_actor(), award_id)
    try:
        data = pdf_of(paper_for(award), award, places.check_of(award.public_id))
    except Undrawable as missing:
        flash(_("There is no font for “%(text)s” here yet. Print this page instead.", text=missing.text), "warn")
        return redirect(url_for("awards.certificate", award_id=award.id), 303)
    return as_file(data, "application/pdf", f"{award.public_id}.pdf")


@bp.get("/certificates/<int:award_id>.jwt")
@requires(Permission.LEARN)
def badge(award_id: int) -> ResponseReturnValue:
    award = own_award(db(), current_actor(), award_id)
    return as_file(token_of(award).encode(), BADGE_TYPE, f"{award.public_id}.jwt")


@bp.post("/certificates/<int:award_id>/hide")
@requires(Permission.LEARN)
def hide(award_id: int) -> ResponseReturnValue:
    actions.hide(db(), current_actor(), award_id, now=now())
    flash(_("Outsiders see neither your name nor the title any more. You can change that here at any time."), "good")
    return redirect(url_for("awards.certificate", award_id=award_id), 303)


@bp.post("/certificates/<int:award_id>/show")
@requires(Permission.LEARN)
def show(award_id: int) -> ResponseReturnValue:
    actions.show(db(), current_actor(), award_id, now=now())
    flash(_("Whoever has its number can check the certificate again."), "good")
    return redirect(url_for("awards.certificate", award_id=award_id), 303)


def paper_for(award: Award) -> AwardPaper:
    """What was fixed of a certificate at its issue."""
    return actions.kept_paper(database(), db(), award, site(), now=now())


def token_of(award: Award) -> str:
    """The badge of a certificate, signed by the key of today. The same certificate and key give the same token."""
    paper = paper_for(award)
    signer = actions_keys.signer(database(), secret=settings().secret_key, now=now())
    found = places.of_programme(paper.badge["slug"], paper.badge["version"])
    return signer.token(claims(badge_of(paper, award), found), places.key_id(signer.thumbprint))


def as_file(data: bytes, media_type: str, name: str) -> Response:
    """An answer that a browser keeps as a file."""
    answer = Response(data, mimetype=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
