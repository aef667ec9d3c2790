"""What a review comes to: from the answers, their weights, what is critical and what did not come up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from json import dumps

NOT_UP = "not-up"
"""What stands in place of an answer where an item did not come up."""


class State(StrEnum):
    """Where a review stands."""

    DRAFT = "draft"  # its reviewer's alone
    FINISHED = "finished"
    VOID = "void"


class How(StrEnum):
    """How an interaction came to be reviewed. Only of a random one it is known how likely that was."""

    RANDOM = "random"
    PICKED = "picked"
    MYSTERY = "mystery"


class Outcome(StrEnum):
    """How an appeal was answered."""

    UPHELD = "upheld"  # the review stays as it was
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Asked:
    """An item as it is marked. `points` are those of each answer, the fewest first; answers below `needed` miss."""

    id: str
    points: Mapping[str, int]
    needed: str
    weight: int = 1
    critical: bool = False
    optional: bool = False

    def misses(self, answer: str | None) -> bool:
        """Whether an answer is a miss; what did not come up misses nothing."""
        return answer is not None and self.points[answer] < self.points[self.needed]


@dataclass(frozen=True, slots=True)
class Given:
    """What a reviewer said of an item. `answer` None means nothing yet, NOT_UP that it did not come up."""

    answer: str | None
    note: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What answers come to. `score` is in whole per cent of the points, from 0 to 100."""

    score: int
    passed: bool
    missed: tuple[str, ...] = ()
    critical: tuple[str, ...] = ()  # those of the missed that fail the whole


def unanswered(items: Sequence[Asked], answers: Mapping[str, str | None]) -> tuple[str, ...]:
    """The items without an answer of theirs; “did not come up” is one only where the item allows it."""
    found = []
    for item in items:
        answer = answers.get(item.id)
        left_out = answer is None and item.optional and item.id in answers
        if not left_out and (answer is None or answer not in item.points):
            found.append(item.id)
    return tuple(found)


def mark(items: Sequence[Asked], answers: Mapping[str, str | None], pass_mark: int) -> Mark:
    """The mark of a review in which every item is answered.

    Each item gives the share of its own most points, times its weight; what did not come up is left out. The score is
    rounded down, so that nobody reads the pass mark and has not passed. A critical miss fails whatever the score is.
    """
    counted = [(item, answer) for item in items if (answer := answers.get(item.id)) is not None]
    most = sum(item.weight for item, _answer in counted)
    gained = sum(
        (Fraction(item.weight * item.points[answer], max(item.points.values())) for item, answer in counted), Fraction()
    )
    score = int(100 * gained / most) if most else 0
    missed = tuple(item.id for item, answer in counted if item.misses(answer))
    critical = tuple(item.id for item in items if item.critical and item.id in missed)
    return Mark(score, score >= pass_mark and not critical, missed, critical)


def sealed(
    given: Mapping[str, Given], *, comment: str, version: str, interaction: int, person: int, reviewer: int
) -> str:
    """The checksum of everything that a reviewer signs; `version` is that of the scorecard."""
    said = {name: [one.answer, one.note, one.quote] for name, one in given.items()}
    return sha256(
        dumps([version, interaction, person, reviewer, comment, said], sort_keys=True, ensure_ascii=False).encode()
    ).hexdigest()


def may_appeal(
    *, until: date, today: date, asked_before: bool, state: State, is_reviewed: bool, for_practice: bool
) -> bool:
    """Whether somebody may appeal an item: whoever was reviewed, once an item, until a day that is included."""
    return is_reviewed and state is State.FINISHED and not for_practice and not asked_before and today <= until
