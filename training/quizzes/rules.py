"""A sitting, decided: which questions are asked and in which order, what the answers are worth, which save counts.

Whatever is drawn is frozen in a form, so that a later publish never touches a sitting that has begun.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any, Protocol

PER_CENT = 100
LARGEST_SEQUENCE = 2**53 - 1  # the largest whole number that a browser counts to without gaps


class NothingToAsk(Exception):
    """The banks hold none of the questions that the quiz asks for."""


class Worth(Protocol):
    """What an answer earned: a share from 0 to 1, exact."""

    @property
    def fraction(self) -> Fraction: ...


class Marked(Protocol):
    """A question as marking sees it: how many points it carries, and what a response earns of them."""

    @property
    def points(self) -> int: ...

    def mark(self, response: Iterable[str]) -> Worth: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be asked. `options` are ids in the author's order, () where their order means something."""

    id: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bank:
    """The questions to choose from, and the version of the bank that holds them."""

    version: int
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Pick:
    """One line of a recipe: a question by its id, or how many to draw from the rest of the bank."""

    bank: str
    question: str | None = None
    draw: int = 0


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a quiz asks. With `shuffle` the order of questions, and of options where it may, differs each time."""

    picks: tuple[Pick, ...]
    shuffle: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a form: the version of its bank, its id there, and the order in which its options stand."""

    version: int
    question: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """What one person is asked in one sitting, in order. Items are counted from 1."""

    items: tuple[Item, ...]

    def __len__(self) -> int:
        return len(self.items)

    def item(self, number: int) -> Item | None:
        """The item with this number, or None where the form has no such."""
        return self.items[number - 1] if 1 <= number <= len(self.items) else None

    def as_json(self) -> list[Any]:
        """[[version, question, [option, …]], …], as it is kept."""
        return [[item.version, item.question, list(item.options)] for item in self.items]

    @staticmethod
    def from_json(value: Iterable[Any]) -> "Form":
        return Form(tuple(Item(version, question, tuple(options)) for version, question, options in value))


def build_form(recipe: Recipe, banks: Mapping[str, Bank], seed: int) -> Form:
    """The form of a recipe. The same seed over the same banks gives the same form.

    A bank that was made smaller after the quiz was published gives what it has. Raises NothingToAsk for no item.
    """
    random = Random(seed)  # noqa: S311 -- chance, not secrecy: the form itself is never shown before it is asked
    named = {(pick.bank, pick.question) for pick in recipe.picks}
    chosen: list[tuple[int, Candidate]] = []
    for pick in recipe.picks:
        bank = banks.get(pick.bank)
        if bank is None:
            continue
        if pick.question is not None:
            found = [candidate for candidate in bank.candidates if candidate.id == pick.question]
        else:
            rest = [candidate for candidate in bank.candidates if (pick.bank, candidate.id) not in named]
            drawn = set(random.sample(range(len(rest)), min(pick.draw, len(rest))))
            found = [candidate for place, candidate in enumerate(rest) if place in drawn]
        chosen += [(bank.version, candidate) for candidate in found]
    if not chosen:
        raise NothingToAsk
    if recipe.shuffle:
        random.shuffle(chosen)
    return Form(tuple(_item(version, candidate, recipe.shuffle, random) for version, candidate in chosen))


def _item(version: int, candidate: Candidate, shuffle: bool, random: Random) -> Item:
    options = list(candidate.options)
    if shuffle:
        random.shuffle(options)
    return Item(version, candidate.id, tuple(options))


@dataclass(frozen=True, slots=True)
class Result:
    """The worth of a sitting. `earned` holds the points of each item in order, `most` what could be earned at all."""

    earned: tuple[Fraction, ...]
    most: int
    passed: bool

    @property
    def score(self) -> Fraction:
        return sum(self.earned, Fraction(0))

    @property
    def per_cent(self) -> int:
        return per_cent(self.score, self.most)


def per_cent(score: Fraction | float, most: Fraction | float) -> int:
    """Whole per cent, cut off and never rounded up: 79.9 of 100 must not read like a pass at 80."""
    return int(score * PER_CENT // most) if most else 0


def mark_attempt(questions: Sequence[Marked], responses: Sequence[Iterable[str]], *, pass_mark: int) -> Result:
    """The result of a sitting: `responses` belong to `questions` one by one, `pass_mark` is in per cent of all points.

    Sums are exact, so that three thirds are a whole. Raises ValueError when the two differ in length.
    """
    earned = tuple(
        question.mark(response).fraction * question.points
        for question, response in zip(questions, responses, strict=True)
    )
    most = sum(question.points for question in questions)
    return Result(earned, most, passed=sum(earned, Fraction(0)) * PER_CENT >= pass_mark * most)


def counts(sequence: int | None, stored: int) -> bool:
    """Whether a save takes the place of the stored one. Without a sequence it was sent by hand just now, so it does.

    A repeated or a late save does not: the newest work stays, in whatever order the saves arrive.
    """
    return sequence is None or sequence > stored


@dataclass(frozen=True, slots=True)
class Line:
    """What is known of one item while a sitting goes on."""

    number: int
    answered: bool = False
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """All items of a sitting at a glance."""

    lines: tuple[Line, ...]

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def answered(self) -> int:
        return sum(line.answered for line in self.lines)

    @property
    def flagged(self) -> int:
        return sum(line.flagged for line in self.lines)

    @property
    def open(self) -> tuple[int, ...]:
        """The numbers of the items without an answer."""
        return tuple(line.number for line in self.lines if not line.answered)

    @property
    def resume_at(self) -> int:
        """Where to go on: the first open item, or the last one when all have an answer."""
        return self.open[0] if self.open else len(self.lines)
