"""What all types of questions share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from training.content.faults import Fault, twice
from training.content.schema import Strict
from training.content.types import Count, ItemId, Line, Slug, Text, YesNo
from training.core.i18n import gettext as _

Response: TypeAlias = tuple[str, ...]
"""Ids of the chosen options, in the order of the question; () for no answer. Stored as a list in JSON."""


class NotAnAnswer(ValueError):
    """What was sent cannot be an answer to this question."""


def sequence_of(text: str) -> int | None:
    """The rising number with which a device sends an answer; None when it sent none. Raises NotAnAnswer."""
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 16:
        raise NotAnAnswer(f"the sequence {text[:40]!r}")
    return int(text)


@dataclass(frozen=True)
class Mark:
    """The worth of a response: a share from 0 to 1, exact, so that thirds add up to a pass."""

    fraction: Fraction

    @property
    def correct(self) -> bool:
        """Whether nothing is missing."""
        return self.fraction == 1


@dataclass(frozen=True)
class Choice:
    """One thing that can be chosen, for showing. `text` is None where the page has its own words (true, false)."""

    id: str
    text: str | None
    correct: bool


class Option(Strict):
    """An answer on offer, with what to say to somebody who chose it."""

    id: ItemId
    text: Text
    correct: YesNo = False
    feedback: Text | None = None


class BaseQuestion(Strict):
    """Fields of every question. `type` is the first field of each type, `skills` and `points` are for later sums."""

    id: ItemId
    text: Text
    explanation: Text | None = None
    skills: tuple[Slug, ...] = ()
    points: Count = 1
    step: Line | None = None
    standard: Line | None = None

    def content(self) -> dict[str, Any]:
        """What a file says of it, in the order in which one reads a question."""
        content = self.model_dump(mode="json", exclude_defaults=True)
        return {key: content[key] for key in sorted(content, key=_reading_order)}

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be chosen, in the author's order."""
        raise NotImplementedError

    @property
    def right_response(self) -> Response:
        """The response that earns everything."""
        return tuple(choice.id for choice in self.choices if choice.correct)

    def parse(self, values: Sequence[str]) -> Response:
        """The response that a form sent; nothing chosen is (). Raises NotAnAnswer for what was never on offer."""
        offered = [choice.id for choice in self.choices]
        unknown = set(values) - set(offered)
        if unknown:
            raise NotAnAnswer(f"{self.id}: {sorted(unknown)}")
        return tuple(item for item in offered if item in values)

    def mark(self, response: Iterable[str]) -> Mark:
        """The mark of a response. No answer earns nothing; the order of ids does not matter."""
        raise NotImplementedError

    def feedback(self, response: Iterable[str]) -> tuple[str, ...]:
        """What the author says to somebody who chose this, in the order of the question."""
        raise NotImplementedError


_FIRST = ("id", "type", "text", "options", "partial", "answer")


def _reading_order(key: str) -> int:
    return _FIRST.index(key) if key in _FIRST else len(_FIRST)


class OptionsQuestion(BaseQuestion):
    """A question with written options."""

    options: tuple[Option, ...]

    @property
    def choices(self) -> tuple[Choice, ...]:
        return tuple(Choice(option.id, option.text, option.correct) for option in self.options)

    def feedback(self, response: Iterable[str]) -> tuple[str, ...]:
        chosen = set(response)
        return tuple(option.feedback for option in self.options if option.id in chosen and option.feedback)

    def faults(self) -> Iterable[Fault]:
        if len(self.options) < 2:
            yield Fault(_("There are fewer than two options."), _("Add options to choose from."), ("options",))
        yield from twice((option.id for option in self.options), "options")
        texts = [option.text for option in self.options]
        for number, text in enumerate(texts):
            if text in texts[:number]:
                yield Fault(_("Two options read alike."), _("Change or remove one."), ("options", number, "text"))
        if not any(option.correct for option in self.options):
            yield Fault(_("No option is correct."), _("Add “correct: true” to the right one."), ("options",))
