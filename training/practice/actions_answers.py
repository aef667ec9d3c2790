"""Answering: marked here whatever the device thought of it, kept once whatever it is sent, counted once a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from training.core.clock import local_day
from training.core.permissions import Actor
from training.people.models import Person
from training.practice.actions import columns
from training.practice.models import PracticeCard, PracticeReview
from training.practice.queries import Card, cards_for
from training.practice.rules_answers import NotAnAnswer
from training.practice.rules_memory import Memory, answered, counts
from training.practice.rules_reviews import Sent, believed, day_of, in_order


@dataclass(frozen=True)
class Kept:
    """What became of a batch, by key: kept now or before, and what could not be an answer or has no card any more."""

    accepted: tuple[str, ...]
    refused: tuple[str, ...]


def keep_answers(db: Session, actor: Actor, sent: Sequence[Sent], *, now: datetime, zone: ZoneInfo) -> Kept:
    """Keep answers of the actor's, each key once; at most 6 statements however many they are."""
    # One person's answers wait for each other, so that two tabs count one. (SQLite has one writer anyway.)
    db.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update(key_share=True))
    keys = [one.key for one in sent]
    kept_before = set(
        db.scalars(
            select(PracticeReview.key).where(PracticeReview.person_id == actor.person_id, PracticeReview.key.in_(keys))
        )
    )
    fresh = [one for one in in_order(sent) if one.key not in kept_before]
    cards = cards_for(db, actor, {one.card_id for one in fresh}, today=local_day(now, zone)) if fresh else {}
    reviews, changed, refused = mark_answers(actor, fresh, cards, now, zone)
    if reviews:
        db.execute(insert(PracticeReview), reviews)
    if changed:
        db.execute(update(PracticeCard), list(changed.values()))
        for listener in current_app.extensions["after_practice"]:
            listener(db, actor.person_id, now)
    return Kept(tuple(key for key in keys if key not in refused), tuple(refused))


def mark_answers(
    actor: Actor, sent: Sequence[Sent], cards: Mapping[int, Card], now: datetime, zone: ZoneInfo
) -> tuple[list[dict[str, Any]], dict[int, dict[str, Any]], list[str]]:
    """Rows of answers, what they change by card, and the keys of those that are none."""
    memories: dict[int, Memory | None] = {card.id: card.memory for card in cards.values()}
    reviews: list[dict[str, Any]] = []
    changed: dict[int, dict[str, Any]] = {}
    refused: list[str] = []
    for one in sent:
        card = cards.get(one.card_id)
        try:
            response = card.exercise.parse(one.values) if card else None
        except NotAnAnswer:
            response = None
        if card is None or response is None:
            refused.append(one.key)
            continue
        memory, at = memories[card.id], believed(one.at, now=now)
        day = day_of(at, zone=zone, met_on=card.met_on, last_on=memory.last_on if memory else None)
        marked = card.exercise.mark(response, one.confidence)
        counted = counts(memory, day)
        if counted:
            memories[card.id] = memory = answered(memory, marked.rating, day)
            changed[card.id] = {"id": card.id, "asked_on": day, **columns(memory)}
        reviews.append(
            {
                "person_id": actor.person_id,
                "card_id": card.id,
                "key": one.key,
                "at": at,
                "day": day,
                "response": list(response),
                "rating": int(marked.rating),
                "correct": marked.correct,
                "confidence": one.confidence.value if one.confidence else None,
                "seconds": one.seconds,
                "counted": counted,
            }
        )
    return reviews, changed, refused
