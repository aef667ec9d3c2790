"""How much of a skill somebody remembers, and how sure that is. docs/practice.md says it with an example.

Each card of the skill that was answered at least once has a chance Rᵢ to be remembered on a day (FSRS). The number
remembered is a sum of such chances, each 0 or 1: a Poisson binomial.

The model may be too kind or too strict with this person in this skill. So all Rᵢ are shifted together, on the scale of
log odds, by an unknown δ. Before anything is seen δ is Normal(0, SPREAD²). Answers with a night before them tell: with
y right where E were expected and information I = Σ R(1 − R), one Newton step on the log posterior from 0 gives

    mean = (y − E) / (I + 1/SPREAD²),    variance = 1 / (I + 1/SPREAD²)

The interval holds 90 % of the number remembered, over δ and over chance. Few answers leave δ wide, few cards leave
chance wide; both make it wide, as they should.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import exp
from statistics import NormalDist

from training.practice.rules_memory import Memory, retrievability

SPREAD = 0.5
"""Of δ: where 90 % are expected, the truth then lies between 80 and 95 % for nine people of ten. An assumption."""

ENOUGH = 3  # cards that were answered, before anything is said
COVERED = 0.9
LARGEST_SHIFT = 2.0
# A normal distribution in five points with their weights, which is exact for polynomials up to the ninth degree
# (Gauss-Hermite; Abramowitz and Stegun, table 25.10, scaled to a variance of 1).
_POINTS = ((-2.856970, 0.011257), (-1.355626, 0.222076), (0.0, 0.533333), (1.355626, 0.222076), (2.856970, 0.011257))
_SURE = 1e-6
_NOTHING = 1e-7  # of a probability


@dataclass(frozen=True, slots=True)
class Recall:
    """What somebody remembers of a skill on a day.

    Of `cards`, `answered` were answered at least once; of these `expected` are remembered on average, and between
    `low` and `high` in nine cases of ten. All three are None while there is not enough to tell.
    """

    skill: str
    cards: int
    answered: int
    expected: float | None = None
    low: int | None = None
    high: int | None = None

    @property
    def share(self) -> float | None:
        """The expected part, from 0 to 1."""
        return None if self.expected is None else self.expected / self.answered

    @property
    def level(self) -> "Level":
        share = self.share
        if share is None:
            return Level.UNKNOWN
        return next(level for level, least in _LEAST if share >= least)


class Level(StrEnum):
    """The share in words."""

    UNKNOWN = "unknown"
    FRESH = "fresh"
    MOSTLY = "mostly"
    FADING = "fading"
    FADED = "faded"


_LEAST = ((Level.FRESH, 0.9), (Level.MOSTLY, 0.75), (Level.FADING, 0.5), (Level.FADED, 0.0))


@dataclass(frozen=True, slots=True)
class Remembered:
    """A card as recall sees it; `memory` is None while it was never answered."""

    skills: tuple[str, ...]
    memory: Memory | None


def recall_by_skill(cards: Iterable[Remembered], day: date) -> tuple[Recall, ...]:
    """What is remembered on a day, by skill, in the order of their names. Pure: the day may lie ahead."""
    by_skill: dict[str, list[Memory | None]] = {}
    for card in cards:
        for skill in card.skills:
            by_skill.setdefault(skill, []).append(card.memory)
    return tuple(recall_of(skill, by_skill[skill], day) for skill in sorted(by_skill))


def recall_of(skill: str, memories: Sequence[Memory | None], day: date) -> Recall:
    """What is remembered of one skill on a day."""
    known = [memory for memory in memories if memory is not None]
    if len(known) < ENOUGH:
        return Recall(skill, len(memories), len(known))
    shift = _shift(known)
    odds = [_odds(retrievability(memory, day)) for memory in known]
    times = [exp(max(-LARGEST_SHIFT, min(LARGEST_SHIFT, shift.mean + at * shift.stdev))) for at, _weight in _POINTS]
    shifted = [[one * by / (1 + one * by) for one in odds] for by in times]
    low, high = _interval([forgotten(one) for one in shifted], len(known))
    expected = sum(sum(one) * weight for one, (_at, weight) in zip(shifted, _POINTS, strict=True))
    return Recall(skill, len(memories), len(known), expected, low, high)


def _shift(memories: Iterable[Memory]) -> NormalDist:
    """What the answers so far tell about δ."""
    surprise, information = 0.0, 1 / SPREAD**2
    for memory in memories:
        surprise += memory.remembered - memory.expected
        information += memory.information
    return NormalDist(surprise / information, information**-0.5)


def _odds(chance: float) -> float:
    sure = min(1 - _SURE, max(_SURE, chance))
    return sure / (1 - sure)


def forgotten(chances: Sequence[float]) -> list[float]:
    """The probability of each number of cards forgotten, from 0 on: the Poisson binomial, one card after another.

    It is cut off where what is left has no weight.
    """
    weights = [1.0]
    for chance in chances:
        lost = 1 - chance
        weights = [one * chance + other * lost for one, other in zip([*weights, 0.0], [0.0, *weights], strict=True)]
        while len(weights) > 1 and weights[-1] < _NOTHING:
            weights.pop()
    return weights


def _interval(numbers: Sequence[Sequence[float]], cards: int) -> tuple[int, int]:
    """From the fewest to the most remembered, with half of what is not covered on each side.

    Numbers of cards are coarse: a number at an end is counted half on either side (mid-p), else the interval of a few
    cards would cover nearly everything and say nothing.
    """
    tail, below = (1 - COVERED) / 2, 0.0
    fewest, most = cards, 0
    for number in range(cards + 1):
        weight = sum(
            one[number] * times for one, (_at, times) in zip(numbers, _POINTS, strict=True) if number < len(one)
        )
        if below + weight / 2 > tail:
            fewest = min(fewest, number)
        if 1 - below - weight / 2 > tail:
            most = number
        below += weight
    return cards - max(fewest, most), cards - min(fewest, most)
