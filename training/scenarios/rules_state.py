"""The state of a conversation: conditions that ask it, effects that change it.

A state gives each variable a whole number: counters from 0 to their top, facts 0 or 1. Conditions are a small language:

    patience >= 2 and not (has-receipt or trust < 1)
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from training.core.i18n import gettext as _

State: TypeAlias = Mapping[str, int]
"""The value of each variable by its id."""

_TOKEN = re.compile(r"\s*(?:(?P<name>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)|(?P<number>[0-9]+)|(?P<sign>[<>]=?|==?|!=|[()]))")
_EFFECT = re.compile(r"(?P<sign>[+-])?(?P<number>[0-9]{1,2})")
_WORDS = ("and", "or", "not", "true", "false")


class NotACondition(ValueError):
    """The text is no condition; the message says where it goes wrong."""


class NotAnEffect(ValueError):
    """The text is no change of a variable; the message says why."""


@dataclass(frozen=True)
class Effect:
    """What happens to a variable: a counter is set or moved, a fact becomes true (1) or false (0)."""

    value: int
    is_number: bool
    moves: bool = False

    def on(self, before: int, top: int) -> int:
        """The new value, kept between 0 and the top."""
        return min(top, max(0, before + self.value if self.moves else self.value))

    def __str__(self) -> str:
        if not self.is_number:
            return "true" if self.value else "false"
        return f"{self.value:+d}" if self.moves else str(self.value)


@lru_cache(maxsize=4096)
def effect(text: str) -> Effect:
    """“+1”, “-2”, “3”, “true” or “false”. Raises NotAnEffect."""
    if text in ("true", "false"):
        return Effect(int(text == "true"), is_number=False)
    match = _EFFECT.fullmatch(text)
    if match is None:
        raise NotAnEffect(_("“%(text)s” is no change of a counter or a fact.", text=text))
    number = int(match["number"])
    return Effect(-number if match["sign"] == "-" else number, is_number=True, moves=match["sign"] is not None)


@dataclass(frozen=True)
class Fact:
    """Whether a fact is true."""

    name: str

    def holds(self, state: State) -> bool:
        return state[self.name] == 1

    def names(self) -> Iterator[tuple[str, bool]]:
        """The variables that are asked, each with whether it is compared with a number."""
        yield self.name, False


@dataclass(frozen=True)
class Compared:
    """A counter against a number."""

    name: str
    sign: str
    number: int

    def holds(self, state: State) -> bool:
        value = state[self.name]
        match self.sign:
            case "<":
                return value < self.number
            case "<=":
                return value <= self.number
            case ">":
                return value > self.number
            case ">=":
                return value >= self.number
            case "!=":
                return value != self.number
        return value == self.number

    def names(self) -> Iterator[tuple[str, bool]]:
        yield self.name, True


@dataclass(frozen=True)
class Not:
    """The opposite."""

    inner: "Condition"

    def holds(self, state: State) -> bool:
        return not self.inner.holds(state)

    def names(self) -> Iterator[tuple[str, bool]]:
        yield from self.inner.names()


@dataclass(frozen=True)
class Joined:
    """Two conditions, both of which or one of which must hold."""

    word: str  # "and" or "or"
    left: "Condition"
    right: "Condition"

    def holds(self, state: State) -> bool:
        if self.word == "and":
            return self.left.holds(state) and self.right.holds(state)
        return self.left.holds(state) or self.right.holds(state)

    def names(self) -> Iterator[tuple[str, bool]]:
        yield from self.left.names()
        yield from self.right.names()


Condition: TypeAlias = Fact | Compared | Not | Joined


@lru_cache(maxsize=4096)
def condition(text: str) -> Condition:
    """The condition of a text. “and” binds closer than “or”. Raises NotACondition."""
    return _Reader(text).read()


class _Reader:
    """Reads from left to right, one token ahead."""

    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.place = 0
        self.depth = 0

    def read(self) -> Condition:
        found = self._any()
        if self.place < len(self.tokens):
            raise NotACondition(_("“%(word)s” is not expected here.", word=self.tokens[self.place]))
        return found

    def _next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def _take(self) -> str:
        word = self._next()
        self.place += 1
        return word

    def _any(self) -> Condition:
        left = self._all()
        while self._next() == "or":
            self._take()
            left = Joined("or", left, self._all())
        return left

    def _all(self) -> Condition:
        left = self._one()
        while self._next() == "and":
            self._take()
            left = Joined("and", left, self._one())
        return left

    def _one(self) -> Condition:
        self.depth += 1
        if self.depth > 50:
            raise NotACondition(_("The condition is too long."))
        word = self._take()
        if word == "not":
            return Not(self._one())
        if word == "(":
            inner = self._any()
            if self._take() != ")":
                raise NotACondition(_("A bracket is not closed."))
            return inner
        if not word:
            raise NotACondition(_("The condition ends too early."))
        if not word[0].isalpha() or word in _WORDS:
            raise NotACondition(_("“%(word)s” is not expected here.", word=word))
        if self._next()[:1] in ("<", ">", "=", "!"):
            sign, number = self._take(), self._take()
            if not number.isdigit():
                raise NotACondition(_("“%(name)s” has to be compared with a number.", name=word))
            return Compared(word, "==" if sign == "=" else sign, int(number))
        return Fact(word)


def _tokens(text: str) -> Iterator[str]:
    place = 0
    text = text.strip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise NotACondition(_("“%(rest)s” cannot be read.", rest=text[place:].strip()[:20]))
        yield match[match.lastgroup or 0]
        place = match.end()
