"""What customers do at an address: they answer, once for each page, and may erase it."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from decimal import Decimal

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from training.accounts.rules_codes import hashed
from training.content.library import Edition
from training.content.queries import edition, live_all
from training.core.clock import local_day
from training.feedback import rules
from training.feedback.files import Feedback
from training.feedback.models import ASIDE, COUNTED, FeedbackAddress, FeedbackAnswer, OutreachRefusal
from training.feedback.queries_say import Found, same_lately
from training.feedback.rules import Sort, Token
from training.feedback.rules_values import Said, value_of
from training.metrics import actions as metrics
from training.metrics.actions import Observed

SOURCE = "feedback"
ONCE_FOR = timedelta(days=30)
"""How long an address for one answer waits for it."""


def say(
    db: Session,
    found: Found,
    said: Said,
    token: Token,
    *,
    trap: str,
    many: bool,
    language: str,
    now: datetime,
    today: date,
) -> str | None:
    """Keep what a customer said; returns the code of their receipt. The same page sent twice is kept once.

    `many` says that a lot came from the same place lately. What is doubtful is set aside. None when the address was
    closed meanwhile, as one for a single answer is by the first.
    """
    address, version, key = found.address, found.edition, secret_key()
    receipt = rules.receipt_of(key, address.say_code, token.nonce)
    nonce_hash = hashed(f"{address.say_code}.{token.nonce}")
    if db.scalar(select(FeedbackAnswer.id).where(FeedbackAnswer.nonce_hash == nonce_hash)) is not None:
        return receipt
    if version is None or not found.is_open(today):
        return None
    form: Feedback = version.model
    likeness = rules.likeness(key, said.words)
    doubt = rules.doubts(
        trap=trap,
        waited=now - token.opened_at,
        texts=said.words,
        same_lately=same_lately(db, likeness, now),
        many=many,
    )
    answer = FeedbackAnswer(
        address_id=address.id,
        version_id=version.id,
        team_id=address.team_id,
        person_id=address.person_id,
        at=now,
        language=language,
        state=ASIDE if doubt else COUNTED,
        doubt=doubt or "",
        marks=said.marks,
        texts=said.texts,
        texts_left=bool(said.words),
        thanks_name=said.thanks_name,
        may_show=said.may_show,
        likeness=likeness or None,
        text_until=form.keep_text.after(today),
        contact=said.contact,
        contact_until=form.keep_contact.after(today) if said.contact else None,
        nonce_hash=nonce_hash,
        receipt_hash=hashed(receipt),
    )
    db.add(answer)
    if address.once:
        address.is_open = False
    db.flush()
    if not doubt:
        count(db, [answer], now=now)
    return receipt


def count(db: Session, answers: Collection[FeedbackAnswer], *, now: datetime) -> None:
    """Let answers be readings of the standards that their questions name. Done twice it is as done once."""
    readings = [reading for answer in answers for reading in _readings(db, answer)]
    if readings:
        metrics.keep(db, SOURCE, readings, now=now)


def uncount(db: Session, answer: FeedbackAnswer) -> None:
    """Take an answer out of the figures."""
    metrics.withdraw(db, SOURCE, [_external_id(answer, one) for one in answer.marks])


def _readings(db: Session, answer: FeedbackAnswer) -> list[Observed]:
    form: Feedback = edition(db, answer.version_id).model
    asked = {one.id: one for one in form.questions if one.standard and one.id in answer.marks}
    standards = live_all(db, "standard", {one.standard or "" for one in asked.values()}) if asked else {}
    sort = db.scalar(select(FeedbackAddress.sort).where(FeedbackAddress.id == answer.address_id)) or ""
    found = []
    for question in asked.values():
        known = standards.get(question.standard or "")
        if known is None:
            continue
        value: Decimal | None = value_of(
            answer.marks[question.id],
            good=question.good,
            measure=known.model.measure,
            met_from=known.model.met_from,
        )
        if value is not None:
            found.append(
                Observed(
                    external_id=_external_id(answer, question.id),
                    standard=known.slug,
                    at=answer.at,
                    value=value,
                    person_id=answer.person_id,
                    team_id=answer.team_id,
                    stratum=sort,
                )
            )
    return found


def _external_id(answer: FeedbackAnswer, question: str) -> str:
    return f"{answer.id}.{question}"


def ask_again(
    db: Session, *, about_team_id: int, reference: str, contact: str = "", service: str = "", now: datetime
) -> str:
    """A one-time address that asks “how did we do?” after a complaint; “” when nobody is to be asked.

    Nobody is asked when no live form says `asks: after-complaint`, or when `contact` wants to be asked no more. A form
    of this `service` goes before one of none. `reference` is the complaint's number; asked twice, the address is the
    same. Runs inside a request or the application's context.
    """
    key, day = secret_key(), local_day(now, current_app.extensions["site"].get(db).zone)
    if contact and is_refused(db, contact, key):
        return ""
    known = select(FeedbackAddress).where(
        FeedbackAddress.reference == reference,
        FeedbackAddress.team_id == about_team_id,
        FeedbackAddress.sort == Sort.COMPLAINT.value,
    )
    found = db.scalars(known).first() if reference else None
    if found is None:
        form = form_that_asks(db, "after-complaint", service)
        if form is None:
            return ""
        found = once_for(db, form, about_team_id, Sort.COMPLAINT, reference=reference, by=None, now=now, today=day)
    return url_of(found)


def once_for(
    db: Session,
    form: Edition,
    team_id: int,
    sort: Sort,
    *,
    reference: str = "",
    by: int | None,
    now: datetime,
    today: date,
) -> FeedbackAddress:
    """An address for one answer."""
    address = FeedbackAddress(
        say_code=rules.new_code(),
        document_id=form.document_id,
        team_id=team_id,
        service=form.model.service or "",
        sort=sort.value,
        place=reference,
        once=True,
        reference=reference,
        ends_on=today + ONCE_FOR,
        made_by_id=by,
        made_at=now,
    )
    db.add(address)
    db.flush()
    return address


def form_that_asks(db: Session, asks: str, service: str = "") -> Edition | None:
    """The live form that asks so: one of the service, else one of no service, else none."""
    fitting = [one for one in live_all(db, "feedback").values() if one.model.asks == asks]
    ranked = sorted(fitting, key=lambda one: (one.model.service != service, one.model.service is not None, one.slug))
    return next((one for one in ranked if one.model.service in (service, None) or not service), None)


def is_refused(db: Session, contact: str, key: str) -> bool:
    """Whether whoever is reached there wants to be asked no more."""
    read = rules.read_contact(contact)
    return read is not None and db.get(OutreachRefusal, rules.contact_mark(key, read)) is not None


def secret_key() -> str:
    """The site's secret, with which marks and tokens are made."""
    key: str = current_app.extensions["settings"].secret_key
    return key


def url_of(address: FeedbackAddress) -> str:
    """The whole address, for a QR code or a mail."""
    base: str = current_app.extensions["settings"].base_url
    return f"{base.rstrip('/')}/say/{address.say_code}"
