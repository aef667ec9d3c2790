"""What there is to recall and what an answer to it is worth: choosing, putting in order, typing, saying."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import ClassVar, Protocol

from training.practice.rules_memory import Rating
from training.practice.rules_typing import LONGEST, Typed, compare

Response = tuple[str, ...]
"""Ids of what was chosen, ids in the order they were put, the words typed, or how well it was said."""


class NotAnAnswer(ValueError):
    """What was sent cannot be an answer to this card."""


class Confidence(StrEnum):
    """How sure somebody was before they knew whether it was right."""

    GUESSED = "guessed"
    THINK = "think"
    SURE = "sure"


class Said(StrEnum):
    """How somebody says that a line came."""

    HAD = "had"
    NEARLY = "nearly"
    NOT_YET = "not-yet"


@dataclass(frozen=True, slots=True)
class Marked:
    """Whether it was right, and how well it was remembered; NEARLY right is remembered with HARD."""

    correct: bool
    rating: Rating


class Exercise(Protocol):
    """One thing to recall. `seconds` is about how long it takes, `skills` what it is about."""

    way: ClassVar[str]

    @property
    def seconds(self) -> int: ...
    @property
    def skills(self) -> tuple[str, ...]: ...

    def parse(self, values: Sequence[str]) -> Response:
        """The response that a form sent. Raises NotAnAnswer for nothing, and for what was never on offer."""
        ...

    def mark(self, response: Response, confidence: Confidence | None) -> Marked: ...


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose or to put in its place. `text` is None where the page has its own words (true, false)."""

    id: str
    text: str | None
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Choose:
    """Which of these? `right` are the ids of the right ones, several only when `several`.

    `asks` is “question” or “turn”: a turn of a scenario is answered as the one whom `who` speaks to.
    """

    way: ClassVar = "choose"

    asks: str
    prompt: str
    options: tuple[Option, ...]
    right: Response
    several: bool = False
    who: str = ""
    explanation: str = ""
    skills: tuple[str, ...] = ()

    @property
    def seconds(self) -> int:
        return 25 if self.several or self.asks == "turn" else 20

    @property
    def keeps_order(self) -> bool:
        """Whether the order of the options means something."""
        return any(option.text is None for option in self.options)

    def parse(self, values: Sequence[str]) -> Response:
        chosen = tuple(option.id for option in self.options if option.id in values)
        if not chosen or set(values) != set(chosen) or (len(chosen) > 1 and not self.several):
            raise NotAnAnswer(f"{sorted(values)[:9]} of {[option.id for option in self.options]}")
        return chosen

    def mark(self, response: Response, confidence: Confidence | None) -> Marked:
        right = set(response) == set(self.right)
        # Choosing shows the answer, so being sure of it proves no more than having thought so.
        return Marked(right, _remembered(right, confidence, best=Rating.GOOD))


@dataclass(frozen=True, slots=True)
class Order:
    """In which order? `steps` stand in the right one."""

    way: ClassVar = "order"

    title: str
    steps: tuple[Option, ...]
    skills: tuple[str, ...] = ()
    seconds: int = 40

    @property
    def right(self) -> Response:
        return tuple(step.id for step in self.steps)

    def parse(self, values: Sequence[str]) -> Response:
        if sorted(values) != sorted(self.right):
            raise NotAnAnswer(f"{list(values)[:9]} in place of {self.right}")
        return tuple(values)

    def mark(self, response: Response, confidence: Confidence | None) -> Marked:  # noqa: ARG002 -- not asked for here
        if response == self.right:
            return Marked(correct=True, rating=Rating.GOOD)
        return Marked(correct=False, rating=Rating.HARD if one_swap(response, self.right) else Rating.AGAIN)


@dataclass(frozen=True, slots=True)
class Gap:
    """Which words are missing? The line is `before`, `phrase`, `after`; it answers the `cue`."""

    way: ClassVar = "type"

    cue: str
    before: str
    phrase: str
    after: str
    why: str = ""
    skills: tuple[str, ...] = ()
    seconds: int = 25

    def parse(self, values: Sequence[str]) -> Response:
        typed = " ".join(" ".join(values).split())
        if not typed or len(typed) > LONGEST:
            raise NotAnAnswer(f"{len(typed)} signs")
        return (typed,)

    def mark(self, response: Response, confidence: Confidence | None) -> Marked:
        right = compare(response[0], self.phrase) != Typed.OTHER
        return Marked(right, _remembered(right, confidence, best=Rating.EASY))


@dataclass(frozen=True, slots=True)
class Say:
    """What do you say to this `cue`? Whoever said it compares it with the `line` and tells honestly."""

    way: ClassVar = "say"

    cue: str
    line: str
    why: str = ""
    skills: tuple[str, ...] = ()
    seconds: int = 20

    def parse(self, values: Sequence[str]) -> Response:
        if len(values) != 1 or values[0] not in set(Said):
            raise NotAnAnswer(f"{list(values)[:9]} as a rating")
        return (values[0],)

    def mark(self, response: Response, confidence: Confidence | None) -> Marked:  # noqa: ARG002 -- not asked for here
        said = Said(response[0])
        return Marked(said == Said.HAD, _SAID[said])


_SAID = {Said.HAD: Rating.GOOD, Said.NEARLY: Rating.HARD, Said.NOT_YET: Rating.AGAIN}

AnyExercise = Choose | Order | Gap | Say


def _remembered(right: bool, confidence: Confidence | None, *, best: Rating) -> Rating:
    """A lucky guess is neither remembered nor forgotten, so the time to the next one grows the least it can."""
    if not right:
        return Rating.AGAIN
    if confidence == Confidence.GUESSED:
        return Rating.HARD
    return best if confidence == Confidence.SURE else Rating.GOOD


class Outcome(StrEnum):
    """What a verdict says."""

    RIGHT = "right"
    CLOSE = "close"  # typed, but for a letter
    SWAPPED = "swapped"  # in order, but for two neighbours
    WRONG = "wrong"


def outcome_of(exercise: AnyExercise, response: Response) -> Outcome:
    """The verdict on a response. static/js/practice.js comes to the same."""
    if isinstance(exercise, Gap):
        how = compare(response[0], exercise.phrase)
        return {Typed.SAME: Outcome.RIGHT, Typed.CLOSE: Outcome.CLOSE, Typed.OTHER: Outcome.WRONG}[how]
    if exercise.mark(response, None).correct:
        return Outcome.RIGHT
    return Outcome.SWAPPED if isinstance(exercise, Order) and one_swap(response, exercise.right) else Outcome.WRONG


def one_swap(response: Response, right: Response) -> bool:
    """Whether only two neighbours have changed places."""
    wrong = [place for place, (one, other) in enumerate(zip(response, right, strict=True)) if one != other]
    if len(wrong) != 2 or wrong[1] != wrong[0] + 1:
        return False
    first, second = wrong
    return response[first] == right[second] and response[second] == right[first]


def arranged(exercise: AnyExercise, seed: str) -> tuple[Option, ...]:
    """What there is to choose or to order, as it is shown: the same for the same seed, and steps never in order."""
    options = exercise.options if isinstance(exercise, Choose) else ()
    if isinstance(exercise, Order):
        options = exercise.steps
    if isinstance(exercise, Choose) and exercise.keeps_order:
        return options
    shown = list(options)
    Random(seed).shuffle(shown)  # noqa: S311 -- so that nobody learns places by heart; nothing is secret
    if isinstance(exercise, Order) and tuple(shown) == exercise.steps:
        shown = [*shown[1:], shown[0]]
    return tuple(shown)
