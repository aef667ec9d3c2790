"""Which cards are asked today, and when it is enough. About three minutes, however long somebody was away."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from training.practice.rules_memory import Memory, counts, retrievability

MOST_CARDS = 8  # different cards in one sitting
MOST_SECONDS = 200  # that they take together, before anything is asked again
MOST_NEW = 3  # cards of a sitting that were never answered
MOST_ASKED = 12  # times that anything is asked in one sitting


@dataclass(frozen=True, slots=True)
class Waiting:
    """A card that may be asked today. Cards that share one of their `sources` give each other away: one a day will do.

    `memory` is None until its first answer, `due_on` the day from which it may be asked. `asked_on` is the last day on
    which it was asked in practice; a quiz does not count there.
    """

    id: int
    sources: frozenset[tuple[int, str]]
    due_on: date
    seconds: int
    memory: Memory | None = None
    asked_on: date | None = None

    @property
    def is_new(self) -> bool:
        return self.memory is None

    def may_be_asked(self, today: date) -> bool:
        """Never twice a day, unless it was not remembered; and then not for ever."""
        return self.due_on <= today and counts(self.memory, today)


@dataclass(frozen=True, slots=True)
class Sitting:
    """What is still to be asked, in order, and how many different cards were asked already.

    `again` are cards of this sitting that were not remembered; they come after the others. `more` says whether another
    sitting would find something, `left` how many cards stay due in any case, even if only on another day.
    """

    cards: tuple[int, ...]
    again: tuple[int, ...]
    done: int
    more: bool
    left: int

    @property
    def asked_next(self) -> tuple[int, ...]:
        return (*self.cards, *self.again)

    @property
    def is_over(self) -> bool:
        return not self.asked_next


def sitting(waiting: Sequence[Waiting], *, today: date, sittings: int = 1) -> Sitting:
    """The rest of today's sitting. `waiting` are the cards that are due, and those that were asked today.

    `sittings` is how many somebody wants today; each has its room, and what was asked today has used it.
    """
    asked = [card for card in waiting if card.asked_on == today]
    again = sorted(
        (card for card in asked if card.may_be_asked(today)), key=lambda card: (_tries(card), card.due_on, card.id)
    )
    open_cards = _one_of_each([card for card in waiting if card.asked_on != today and card.may_be_asked(today)], asked)
    known = sorted((card for card in open_cards if not card.is_new), key=lambda card: _need(card, today))
    new = sorted((card for card in open_cards if card.is_new), key=lambda card: (card.due_on, card.id))
    room = max(0, MOST_CARDS * sittings - len(asked))
    new_room = max(0, MOST_NEW * sittings - sum(_was_new(card, today) for card in asked))
    time = MOST_SECONDS * sittings - sum(card.seconds for card in asked)
    chosen = tuple(_within(_mixed(known, new[:new_room], room), room, time))
    breath = max(0, MOST_ASKED * sittings - sum(_tries(card) for card in asked) - len(chosen))
    once_more = tuple(card.id for card in again[:breath])
    return Sitting(
        cards=tuple(card.id for card in chosen),
        again=once_more,
        done=len(asked),
        more=len(known) + len(new) + len(again) > len(chosen) + len(once_more),
        left=sum(card.may_be_asked(today) for card in waiting) - len(chosen) - len(once_more),
    )


def _need(card: Waiting, today: date) -> tuple[float, date, int]:
    """What was just not remembered comes first, then what is most likely forgotten."""
    if card.memory is None or card.memory.failed:
        return 0.0, card.due_on, card.id
    return retrievability(card.memory, today), card.due_on, card.id


def _one_of_each(cards: Iterable[Waiting], asked: Iterable[Waiting]) -> list[Waiting]:
    """Without cards that another one gives away: of two, the one that is known and due longer stays."""
    seen = {source for card in asked for source in card.sources}
    kept = []
    for card in sorted(cards, key=lambda card: (card.is_new, card.due_on, card.id)):
        if seen.isdisjoint(card.sources):
            seen |= card.sources
            kept.append(card)
    return kept


def _mixed(known: Sequence[Waiting], new: Sequence[Waiting], room: int) -> Iterator[Waiting]:
    """Two known cards, then a new one, and so on. However much is due, there is room for one new card."""
    few = new[: max(1, room - len(known))]
    rest = iter(few)
    for place, card in enumerate(known[: max(0, room - len(few))], start=1):
        yield card
        if place % 2 == 0:
            yield from _next_of(rest)
    yield from rest


def _next_of(rest: Iterator[Waiting]) -> Iterator[Waiting]:
    found = next(rest, None)
    if found is not None:
        yield found


def _within(cards: Iterable[Waiting], room: int, time: int) -> Iterator[Waiting]:
    """As many as there is room and time for."""
    for place, card in enumerate(cards):
        time -= card.seconds
        if place >= room or time < 0:
            return
        yield card


def _tries(card: Waiting) -> int:
    return card.memory.tries if card.memory and card.memory.last_on == card.asked_on else 1


def _was_new(card: Waiting, today: date) -> bool:
    """Whether all that is known of it was learned today."""
    return card.memory is not None and card.memory.last_on == today and card.memory.reps == card.memory.tries


def minutes(seconds: int) -> int:
    """Whole minutes, at least 1."""
    return max(1, round(seconds / 60))
