"""What people keep in mind: cards that came from what they did, and how they practised them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.core.clock import local_day
from training.core.permissions import Actor
from training.demo.rows import write_rows
from training.demo.story import Recalling
from training.practice.actions import Met, columns
from training.practice.actions_answers import mark_answers
from training.practice.models import PracticeCard, PracticeReview
from training.practice.queries import Card, exercises_in
from training.practice.rules_answers import AnyExercise, Choose, Confidence, Gap, Order, Response, Said, Say
from training.practice.rules_exercises import Key
from training.practice.rules_memory import Memory, Rating, answered, counts, day_after, retrievability
from training.practice.rules_queue import MOST_ASKED, sitting
from training.practice.rules_reviews import Sent

AT_FIRST = 0.6  # the chance to know what was never asked before
AT_WORK = 0.4  # of what would be forgotten comes up at work, and so is remembered
TALENT = (-0.12, 0.08)  # by which people differ beside that
FADED = 0.15  # the chance to know what does not stick
HASTE = (0.5, 1.0)  # of the time that an answer takes
SURE = {Confidence.SURE: 5, Confidence.THINK: 4, Confidence.GUESSED: 1}


@dataclass
class Mind:
    """One person’s cards while their past goes by. Numbers of cards stand for ids until they are written.

    Exercises of the skills in `fades` do not stay with them.
    """

    person_id: int
    live: Mapping[int, Edition]
    zone: ZoneInfo
    random: Random
    fades: frozenset[str] = frozenset()
    cards: dict[tuple[int, Key], Card] = field(default_factory=dict)
    reviews: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.talent = self.random.uniform(*TALENT)

    def live_through(self, met: Iterable[tuple[datetime, Iterable[Met]]], sittings: Iterable[Recalling]) -> None:
        """Meet and practise in the order of time."""
        past: list[tuple[datetime, Iterable[Met] | Recalling]] = [*met, *((item.began_at, item) for item in sittings)]
        for at, what in sorted(past, key=lambda moment: moment[0]):
            if isinstance(what, Recalling):
                self.practise(what)
            else:
                self.meet(what, local_day(at, self.zone))

    def meet(self, met: Iterable[Met], day: date) -> None:
        """As `practice.actions.meet` does it in the database."""
        for one in met:
            key = (one.document_id, one.key)
            due_on = day if one.soon else day_after(day)
            card = self.cards.get(key)
            if card is None:
                edition = self.live.get(one.document_id)
                exercise = exercises_in(edition).get(one.key) if edition else None
                if edition is None or exercise is None:
                    continue  # it is not taught any more
                number = len(self.cards)
                card = Card(number, one.key, one.document_id, edition, exercise, None, due_on, day, None)
            elif one.soon and due_on < card.due_on:
                card = _with_due(card, due_on)
            if one.right is not None and counts(card.memory, day):
                card = _after(card, answered(card.memory, Rating.GOOD if one.right else Rating.AGAIN, day))
            self.cards[key] = card

    def practise(self, item: Recalling) -> None:
        """One sitting, as its pages would have gone, as far as the time reached."""
        day, at = local_day(item.began_at, self.zone), item.began_at
        by_number = {card.id: (key, card) for key, card in self.cards.items() if card.due_on <= day}
        planned = sitting([card.waiting for _key, card in by_number.values()], today=day)
        waiting, asked = list(planned.cards), 0
        while waiting and asked < MOST_ASKED:
            number = waiting.pop(0)
            key, card = by_number[number]
            seconds = round(card.exercise.seconds * self.random.uniform(*HASTE))
            at += timedelta(seconds=seconds)
            if at > item.ended_at:
                return
            asked += 1
            after = self._answer(card, at, day, seconds)
            by_number[number], self.cards[key] = (key, after), after
            if after.memory is not None and after.memory.failed and counts(after.memory, day):
                waiting.append(number)

    def _answer(self, card: Card, at: datetime, day: date, seconds: int) -> Card:
        chance = AT_FIRST
        if card.memory is not None:
            # Who was just told the answer knows it.
            kept = retrievability(card.memory, day)
            chance = 0.9 if card.memory.last_on == day else kept + AT_WORK * (1 - kept) + self.talent
        if self.fades.intersection(card.exercise.skills):
            chance = FADED
        values = response_to(card.exercise, self.random, right=self.random.random() < chance)
        confidence = self.random.choices(list(SURE), list(SURE.values()))[0]
        sent = Sent(
            key=f"{self.random.getrandbits(128):032x}",
            card_id=card.id,
            values=values,
            at=at,
            confidence=confidence if isinstance(card.exercise, Choose | Gap) else None,
            seconds=seconds,
        )
        actor = Actor(person_id=self.person_id)
        reviews, changed, _refused = mark_answers(actor, [sent], {card.id: card}, at, self.zone)
        self.reviews += reviews
        memory = {name: value for name, value in changed[card.id].items() if name not in ("id", "asked_on")}
        return replace(_after(card, Memory(**memory)), asked_on=day)


def _with_due(card: Card, due_on: date) -> Card:
    memory = replace(card.memory, due_on=due_on) if card.memory else None
    return replace(card, due_on=due_on, memory=memory)


def _after(card: Card, memory: Memory) -> Card:
    return replace(card, memory=memory, due_on=memory.due_on)


def response_to(exercise: AnyExercise, random: Random, *, right: bool) -> Response:
    """An answer that is right, or one that people give who do not remember."""
    if isinstance(exercise, Say):
        return (Said.HAD if right else random.choice((Said.NEARLY, Said.NOT_YET)),)
    if isinstance(exercise, Gap):
        return (exercise.phrase if right else exercise.phrase.split()[0] + " …",)
    if right:
        return exercise.right
    if isinstance(exercise, Order):
        place = random.randrange(len(exercise.right) - 1)
        swapped = list(exercise.right)
        swapped[place : place + 2] = reversed(swapped[place : place + 2])
        return tuple(swapped)
    others = [option.id for option in exercise.options if option.id not in exercise.right]
    if len(exercise.right) > 1:
        return exercise.right[1:]
    return (random.choice(others),)


def write(db: Session, minds: Sequence[Mind]) -> None:
    """Write cards and answers, in few statements."""
    rows = [_row(mind.person_id, card) for mind in minds for card in mind.cards.values()]
    write_rows(db, PracticeCard, rows)
    ids: dict[tuple[int, int, str, str], int] = {
        (person, document, kind, item): number
        for number, person, document, kind, item in db.execute(
            select(
                PracticeCard.id, PracticeCard.person_id, PracticeCard.document_id, PracticeCard.kind, PracticeCard.item
            )
        )
    }
    reviews = []
    for mind in minds:
        by_number = {card.id: ids[mind.person_id, card.document_id, *card.key] for card in mind.cards.values()}
        reviews += [{**review, "card_id": by_number[review["card_id"]]} for review in mind.reviews]
    write_rows(db, PracticeReview, reviews)


_NEVER_ANSWERED: Mapping[str, Any] = {
    "stability": None,
    "difficulty": None,
    "last_on": None,
    "reps": 0,
    "lapses": 0,
    "tries": 0,
    "failed": False,
    "expected": 0.0,
    "information": 0.0,
    "remembered": 0,
}


def _row(person_id: int, card: Card) -> dict[str, Any]:
    kind, item = card.key
    return {
        "person_id": person_id,
        "document_id": card.document_id,
        "kind": str(kind),
        "item": item,
        "met_on": card.met_on,
        "asked_on": card.asked_on,
        **(columns(card.memory) if card.memory else _NEVER_ANSWERED),
        "due_on": card.due_on,
    }
