"""Pages of practice: what waits, one card at a time, its verdict, and the end. And the place where devices send to."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from flask import Blueprint, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from training.content.labels import skill_name
from training.core.auth import current_actor
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import db, now, requires, site, today
from training.practice import queries
from training.practice.actions_answers import keep_answers
from training.practice.forms import answer_from, batch_from
from training.practice.queries import Card, Given
from training.practice.queries_recall import recall
from training.practice.rules_answers import NotAnAnswer, Option, Order, Say, arranged, outcome_of
from training.practice.rules_memory import MOST_A_DAY
from training.practice.rules_queue import MOST_ASKED
from training.practice.words import level_chip, recall_words

bp = Blueprint("practice", __name__)
log = structlog.get_logger()

MOST_SITTINGS = 9  # on one day; whoever wants more has tomorrow


@dataclass(frozen=True)
class Asked:
    """A card as a page asks it. `tries` is how often it may still be answered today."""

    card: Card
    options: Sequence[Option]
    key: str
    tries: int

    @staticmethod
    def of(card: Card) -> "Asked":
        tried = card.memory.tries if card.memory and card.memory.last_on == today() else 0
        return Asked(card, _arranged(card), secrets.token_hex(16), MOST_A_DAY - tried)


def _arranged(card: Card) -> Sequence[Option]:
    """Options as they stand all day, so that a verdict shows them where they stood."""
    return arranged(card.exercise, f"{card.id} {today()}")


@bp.get("/practice")
@requires(Permission.LEARN)
def start() -> ResponseReturnValue:
    """What waits today, what is remembered, and where else to practise."""
    actor = current_actor()
    found = queries.today_of(db(), actor, today=today())
    rhythm = queries.rhythm_of(db(), actor, today=today())
    return render_template(
        "practice/index.html",
        found=found,
        rhythm=rhythm,
        next_on=queries.next_day(found, rhythm, today=today()),
        skills=[
            (skill_name(one.skill), recall_words(one), level_chip(one.level))
            # What can be told comes first.
            for one in sorted(recall(db(), actor.person_id, at=today()), key=lambda one: one.expected is None)
        ],
        person_id=actor.person_id,
    )


@bp.get("/practice/cards")
@requires(Permission.LEARN)
def cards() -> ResponseReturnValue:
    """The next card, with the others of the sitting for a script that goes on without the network; else the end."""
    actor, sittings = current_actor(), _sittings(request.args.get("sitting"))
    found = queries.today_of(db(), actor, today=today(), sittings=sittings)
    if not found.cards:
        return redirect(f"/practice/end?sitting={sittings}", 303)
    return _card_page(found, sittings)


def _card_page(found: queries.Today, sittings: int, problem: str = "", first: Card | None = None) -> str:
    order = [card for card in found.cards if first is None or card.id != first.id]
    asked = [Asked.of(card) for card in ([first] if first else []) + order]
    return render_template(
        "practice/card.html",
        asked=asked,
        number=found.sitting.done + 1,
        total=found.sitting.done + len(found.sitting.cards),
        most_asked=MOST_ASKED,
        sittings=sittings,
        person_id=current_actor().person_id,
        problem=problem,
    )


@bp.post("/practice/<int:card_id>")
@requires(Permission.LEARN)
def answer(card_id: int) -> ResponseReturnValue:
    """Answer by hand. Sent twice it is one answer; the verdict is shown either way."""
    actor, sittings = current_actor(), _sittings(request.form.get("sitting"))
    card = queries.card_for(db(), actor, card_id, today=today())
    try:
        sent = answer_from(request.form, card_id, now=now())
        kept = keep_answers(db(), actor, [sent], now=now(), zone=site().zone)
    except NotAnAnswer:
        kept = None
    if kept is None or kept.refused:
        found = queries.today_of(db(), actor, today=today(), sittings=sittings)
        if isinstance(card.exercise, Order):
            problem = _("Give each line a place of its own")
        else:
            problem = _("Answer first, then say how sure you are")
        return _card_page(found, sittings, problem, card), 422
    if isinstance(card.exercise, Say):  # its line was shown already
        return redirect(f"/practice/cards?sitting={sittings}", 303)
    return redirect(f"/practice/{card_id}?sitting={sittings}", 303)


@bp.get("/practice/<int:card_id>")
@requires(Permission.LEARN)
def verdict(card_id: int) -> ResponseReturnValue:
    """What the last answer of today to a card was worth, and why."""
    actor, sittings = current_actor(), _sittings(request.args.get("sitting"))
    card = queries.card_for(db(), actor, card_id, today=today())
    given = queries.given_today(db(), actor, card_id, today=today())
    if given is None or not _still_fits(card, given):
        return redirect(f"/practice/cards?sitting={sittings}", 303)
    return render_template(
        "practice/verdict.html",
        card=card,
        options=_arranged(card),
        given=given,
        outcome=outcome_of(card.exercise, given.response),
        sittings=sittings,
        person_id=actor.person_id,
    )


def _still_fits(card: Card, given: Given) -> bool:
    """Whether the answer can be shown; the document may have changed since it was given."""
    try:
        card.exercise.parse(given.response)
    except NotAnAnswer:
        return False
    return True


@bp.get("/practice/end")
@requires(Permission.LEARN)
def end() -> ResponseReturnValue:
    """Enough for today: what was practised, and when the next is worth it."""
    actor, sittings = current_actor(), _sittings(request.args.get("sitting"))
    shift = queries.practised_on(db(), actor, today())
    if not shift.cards:
        return redirect("/practice", 303)
    found = queries.today_of(db(), actor, today=today(), sittings=sittings)
    rhythm = queries.rhythm_of(db(), actor, today=today())
    return render_template(
        "practice/end.html",
        shift=shift,
        found=found,
        rhythm=rhythm,
        next_on=queries.next_day(found, rhythm, today=today()),
        more_url=f"/practice/cards?sitting={sittings + 1}" if sittings < MOST_SITTINGS else "",
        sittings=sittings,
        person_id=actor.person_id,
    )


@bp.post("/practice/reviews")
@requires(Permission.LEARN)
def reviews() -> ResponseReturnValue:
    """Answers that a device has kept. The reply goes out after the commit, so it may forget what is named there."""
    actor = current_actor()
    try:
        person_id, sent = batch_from(request.get_json(silent=True))
    except NotAnAnswer as error:
        log.warning("answers refused", person=actor.person_id, reason=str(error))
        return jsonify(message=_("These cannot be answers from our pages.")), 422
    if person_id != actor.person_id:
        return jsonify(message=_("These answers are somebody else’s.")), 409
    kept = keep_answers(db(), actor, sent, now=now(), zone=site().zone)
    if kept.refused:
        log.warning("answers refused", person=actor.person_id, keys=len(kept.refused))
    return jsonify(accepted=kept.accepted, refused=kept.refused)


def _sittings(text: str | None) -> int:
    """How many sittings somebody wants today, from an address that may say anything."""
    return min(MOST_SITTINGS, int(text)) if text and text.isascii() and text.isdigit() and text[:1] != "0" else 1
