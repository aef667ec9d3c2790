"""What is known of somebody's memory of one card, and what an answer tells about it. The only file that knows FSRS.

Days are the site's business days: one sleeps between two of them, whatever the hour was. An answer counts once a day,
but a card that was not remembered may be asked again on the same day.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum

from fsrs import Card, Scheduler, State
from fsrs import Rating as Grade

RETENTION = 0.9  # asked again when the chance to remember has fallen to this
LONGEST_INTERVAL = 365  # days
MOST_A_DAY = 3  # times that one card is answered on one day: once, and twice more while it is not remembered


class Rating(IntEnum):
    """How well it was remembered, in the four steps of FSRS. AGAIN means that it was not."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Memory:
    """A card that was answered at least once. `stability` is in days, `difficulty` from 1 to 10 (both FSRS).

    `due_on` is the day from which it is worth asking again. `tries` are the answers that counted on `last_on`, and
    `failed` says whether the last of them was wrong. `lapses` are days that ended so, after it had been remembered.

    `expected`, `information` and `remembered` add up over answers with at least a night before them: how many were
    expected to be right, the sum of R·(1 − R), and how many were right. They tell how well the model fits.
    """

    stability: float
    difficulty: float
    due_on: date
    last_on: date
    reps: int = 1
    lapses: int = 0
    tries: int = 1
    failed: bool = False
    expected: float = 0.0
    information: float = 0.0
    remembered: int = 0


# Without steps of minutes a card comes at most daily; without chance the same answers lead to the same day.
_SCHEDULER = Scheduler(
    desired_retention=RETENTION,
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=LONGEST_INTERVAL,
    enable_fuzzing=False,
)


def retrievability(memory: Memory, day: date) -> float:
    """The chance to remember it on a day, from 0 to 1: the forgetting curve of FSRS-6, R = (1 + F·t/S)^(−w20).

    t is in days since the last answer and S the stability; F makes R = 0.9 at t = S. Source: the FSRS algorithm,
    https://github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm.
    """
    return float(_SCHEDULER.get_card_retrievability(_card(memory), max(_noon(day), _noon(memory.last_on))))


def counts(memory: Memory | None, day: date) -> bool:
    """Whether an answer on this day tells something new: the first of the day, or one after a failure."""
    if memory is None or day > memory.last_on:
        return True
    return day == memory.last_on and memory.failed and memory.tries < MOST_A_DAY


def answered(memory: Memory | None, rating: Rating, day: date) -> Memory:
    """The memory after an answer that counts. Raises ValueError for one that does not."""
    if not counts(memory, day):
        raise ValueError("This card has been answered on this day")
    failed = rating == Rating.AGAIN
    again_today = memory is not None and memory.last_on == day
    card, _log = _SCHEDULER.review_card(_card(memory), Grade(int(rating)), _noon(day))
    if card.stability is None or card.difficulty is None:
        raise ValueError("FSRS did not rate the card")  # it does for every answer
    tries = memory.tries + 1 if memory and again_today else 1
    chance = retrievability(memory, day) if memory and not again_today else 0.0
    return Memory(
        stability=card.stability,
        difficulty=card.difficulty,
        due_on=day if failed and tries < MOST_A_DAY else card.due.date(),
        last_on=day,
        reps=memory.reps + 1 if memory else 1,
        lapses=(memory.lapses if memory else 0) + (failed and memory is not None and not again_today),
        tries=tries,
        failed=failed,
        expected=(memory.expected if memory else 0.0) + chance,
        information=(memory.information if memory else 0.0) + chance * (1 - chance),
        remembered=(memory.remembered if memory else 0) + (not failed and memory is not None and not again_today),
    )


def day_after(day: date) -> date:
    return day + timedelta(days=1)


def _card(memory: Memory | None) -> Card:
    if memory is None:
        return Card(card_id=1, due=_noon(date(2000, 1, 1)))
    return Card(
        card_id=1,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_noon(memory.due_on),
        last_review=_noon(memory.last_on),
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
