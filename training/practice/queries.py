"""What is to be practised today, as its pages and the home page show it. Everybody sees only their own cards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, bindparam, distinct, func, or_, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.models import Document
from training.content.queries import editions, open_to, open_to_person
from training.core.permissions import Actor, Permission
from training.core.web import NotFound
from training.practice.models import MEMORY, PracticeCard, PracticeReview, memory_of
from training.practice.rules_answers import AnyExercise, Confidence, Order, Response
from training.practice.rules_exercises import Key, exercises_of
from training.practice.rules_memory import Memory, day_after
from training.practice.rules_queue import Sitting, Waiting, minutes, sitting

_EXERCISES: dict[str, Mapping[Key, AnyExercise]] = {}
_EXERCISES_KEPT = 1000


def exercises_in(edition: Edition) -> Mapping[Key, AnyExercise]:
    """What can be practised of a version. It is worked out once, as a version never changes."""
    found = _EXERCISES.get(edition.sha256)
    if found is None:
        found = exercises_of(edition.model)
        if len(_EXERCISES) >= _EXERCISES_KEPT:
            _EXERCISES.clear()
        _EXERCISES[edition.sha256] = found
    return found


@dataclass(frozen=True)
class Card:
    """A card with what it asks, in the words of the live version of its document."""

    id: int
    key: Key
    document_id: int
    edition: Edition
    exercise: AnyExercise
    memory: Memory | None
    due_on: date
    met_on: date
    asked_on: date | None

    @property
    def waiting(self) -> Waiting:
        # Lines to put in order are all read, so none of them can be recalled afterwards.
        items = self.exercise.right if isinstance(self.exercise, Order) else (self.key[1],)
        sources = frozenset((self.document_id, item) for item in items)
        return Waiting(self.id, sources, self.due_on, self.exercise.seconds, self.memory, self.asked_on)


# What the home page asks too, so it is composed once: for those who may see every document, and for everybody else.
_MINE = (
    select(
        PracticeCard.id,
        PracticeCard.kind,
        PracticeCard.item,
        PracticeCard.document_id,
        PracticeCard.met_on,
        PracticeCard.asked_on,
        *MEMORY,
        Document.live_version_id,
    )
    .join(Document, Document.id == PracticeCard.document_id)
    .where(PracticeCard.person_id == bindparam("person"), Document.live_version_id.is_not(None))
)
_MINE_AND_OPEN = _MINE.where(open_to_person(bindparam("person"), bindparam("today", type_=Date)))
_THESE = PracticeCard.id.in_(bindparam("cards", expanding=True))
_WORTH_ASKING = or_(
    PracticeCard.due_on <= bindparam("today", type_=Date), PracticeCard.asked_on == bindparam("today", type_=Date)
)
_CARDS = {
    (which, sees_all): mine.where(condition)
    for sees_all, mine in ((True, _MINE), (False, _MINE_AND_OPEN))
    for which, condition in (("these", _THESE), ("worth asking", _WORTH_ASKING))
}


def _cards(db: Session, actor: Actor, which: str, *, today: date, **values: Any) -> list[Card]:
    """The actor's cards that can be asked: their document is live and for them, and the item is still in it."""
    query = _CARDS[which, actor.may(Permission.DOCUMENT_READ)]
    rows = db.connection().execute(query, {"person": actor.person_id, "today": today, **values}).all()
    found = editions(db, {row.live_version_id for row in rows}) if rows else {}
    cards = []
    for row in rows:
        edition, key = found[row.live_version_id], (row.kind, row.item)
        exercise = exercises_in(edition).get(key)
        if exercise is not None:
            memory = memory_of(row)
            cards.append(
                Card(row.id, key, row.document_id, edition, exercise, memory, row.due_on, row.met_on, row.asked_on)
            )
    return cards


def cards_for(db: Session, actor: Actor, card_ids: Iterable[int], *, today: date) -> dict[int, Card]:
    """The actor's cards by their ids; others, and those that cannot be asked any more, are left out."""
    found = _cards(db, actor, "these", cards=sorted(set(card_ids)), today=today)
    return {card.id: card for card in found}


def card_for(db: Session, actor: Actor, card_id: int, *, today: date) -> Card:
    """One of the actor's cards. Raises NotFound for anybody else's, and for one that cannot be asked any more."""
    found = cards_for(db, actor, [card_id], today=today).get(card_id)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Today:
    """Today's sitting with the cards that are still to be asked, in order."""

    sitting: Sitting
    cards: tuple[Card, ...]

    @property
    def minutes(self) -> int:
        return minutes(sum(card.exercise.seconds for card in self.cards))


def today_of(db: Session, actor: Actor, *, today: date, sittings: int = 1) -> Today:
    """What the actor is to practise today, in one query once the documents are known."""
    cards = {card.id: card for card in _cards(db, actor, "worth asking", today=today)}
    planned = sitting([card.waiting for card in cards.values()], today=today, sittings=sittings)
    return Today(planned, tuple(cards[card_id] for card_id in planned.asked_next))


@dataclass(frozen=True)
class WaitingNow:
    """What the home page says: how many cards, never more than a sitting holds, and about how many minutes."""

    cards: int
    minutes: int


def waiting(db: Session, actor: Actor, *, today: date) -> WaitingNow:
    """How much is worth recalling today: 0 cards when all is done."""
    found = today_of(db, actor, today=today)
    return WaitingNow(len(found.cards), found.minutes if found.cards else 0)


@dataclass(frozen=True)
class Given:
    """An answer that was given to a card today, for its verdict."""

    response: Response
    confidence: Confidence | None
    counted: bool


def given_today(db: Session, actor: Actor, card_id: int, *, today: date) -> Given | None:
    """The last answer of the day to a card."""
    query = (
        select(PracticeReview.response, PracticeReview.confidence, PracticeReview.counted)
        .where(
            PracticeReview.person_id == actor.person_id,
            PracticeReview.card_id == card_id,
            PracticeReview.day == today,
        )
        .order_by(PracticeReview.id.desc())
        .limit(1)
    )
    row = db.execute(query).first()
    if row is None:
        return None
    return Given(tuple(row.response), Confidence(row.confidence) if row.confidence else None, row.counted)


@dataclass(frozen=True)
class Shift:
    """What was practised on one day: different cards, how many of them were remembered at last, and of what."""

    cards: int
    remembered: int
    titles: tuple[str, ...]


def practised_on(db: Session, actor: Actor, day: date) -> Shift:
    """What the actor practised on a day."""
    query = (
        select(PracticeReview.card_id, PracticeReview.rating, Document.live_version_id)
        .join(PracticeCard, PracticeCard.id == PracticeReview.card_id)
        .join(Document, Document.id == PracticeCard.document_id)
        .where(PracticeReview.person_id == actor.person_id, PracticeReview.day == day, PracticeReview.counted)
        .order_by(PracticeReview.id)
    )
    rows = db.execute(query).all()
    last = {row.card_id: row.rating for row in rows}
    live = dict.fromkeys(row.live_version_id for row in rows if row.live_version_id is not None)
    found = editions(db, live)
    return Shift(len(last), sum(rating > 1 for rating in last.values()), tuple(found[item].title for item in live))


@dataclass(frozen=True)
class Rhythm:
    """How many days somebody has practised on, how many cards they have, and when the next one is due by itself."""

    days: int
    cards: int
    next_on: date | None


def rhythm_of(db: Session, actor: Actor, *, today: date) -> Rhythm:
    """Shifts with practice, counted one by one and never in a row: days off change nothing."""
    days = select(func.count(distinct(PracticeReview.day))).where(PracticeReview.person_id == actor.person_id)
    query = (
        select(
            days.scalar_subquery().label("days"),
            func.count().label("cards"),
            func.min(PracticeCard.due_on).filter(PracticeCard.due_on > today).label("next_on"),
        )
        .join(Document, Document.id == PracticeCard.document_id)
        .where(
            PracticeCard.person_id == actor.person_id,
            Document.live_version_id.is_not(None),
            open_to(actor, today=today),
        )
    )
    row = db.execute(query).one()
    return Rhythm(row.days, row.cards, row.next_on)


def next_day(found: Today, rhythm: Rhythm, *, today: date) -> date | None:
    """When practising is worth it next, after today's sitting; None when there is nothing yet."""
    return day_after(today) if found.sitting.left else rhythm.next_on
