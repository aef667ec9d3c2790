"""Whether a signature covers the policy that is live, and what is different since somebody signed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from training.content.rules_difference import Line, difference

WEIGHTS = ("editorial", "clarifying", "behaviour")
"""How much a change asks of its readers, in the words of authors, the least first."""


class State(StrEnum):
    """How somebody stands with a policy."""

    UNSIGNED = "unsigned"
    CHANGED = "changed"  # signed, and since then it asks for something else
    REWORDED = "reworded"  # signed, and since then it only says the same in other words
    SIGNED = "signed"  # just as it is


def state_of(signed: int | None, *, live: int, needs: int) -> State:
    """The state of somebody who last signed version `signed`.

    `live` is the number of the live version, and `needs` that of the newest one that asks people to act differently.
    """
    if signed is None:
        return State.UNSIGNED
    if signed >= live:
        return State.SIGNED
    return State.CHANGED if signed < needs else State.REWORDED


class Step(StrEnum):
    """What became of a part."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True)
class Part:
    """A part of a policy as it is compared: its words without any marks, and what it shows."""

    id: str
    title: str
    text: str
    media: tuple[tuple[str, str], ...] = ()  # (name, SHA-256)


@dataclass(frozen=True)
class PartChange:
    """How a part differs. `lines` is empty where only a picture is another one."""

    id: str
    title: str
    step: Step
    weight: str
    lines: tuple[Line, ...]

    @property
    def is_editorial(self) -> bool:
        return self.weight == WEIGHTS[0]


def changes_between(
    old: Sequence[Part], new: Sequence[Part], weights: Iterable[Mapping[str, str]]
) -> tuple[PartChange, ...]:
    """The parts that differ, in the order of the new text, and after it those that are gone.

    `weights` are the changes of each version in between, by part. A part weighs as much as the heaviest of them, and
    one that nobody has weighed as much as it can.
    """
    heaviest = _heaviest(weights)
    before, after = {part.id: part for part in old}, {part.id for part in new}
    found = []
    for part in new:
        weight = heaviest.get(part.id, WEIGHTS[-1])
        known = before.get(part.id)
        if known is None:
            found.append(PartChange(part.id, part.title, Step.NEW, weight, _lines("", part.text)))
        elif known != part:
            found.append(PartChange(part.id, part.title, Step.CHANGED, weight, _changed(known, part)))
    for part in old:
        if part.id not in after:
            found.append(PartChange(part.id, part.title, Step.GONE, WEIGHTS[-1], _lines(part.text, "")))
    return tuple(found)


def _heaviest(weights: Iterable[Mapping[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for version in weights:
        for part, weight in version.items():
            found[part] = max(weight, found.get(part, WEIGHTS[0]), key=WEIGHTS.index)
    return found


def _changed(old: Part, new: Part) -> tuple[Line, ...]:
    """With the heading only where that is another one."""
    if old.title == new.title:
        return _lines(old.text, new.text)
    return _lines(f"{old.title}\n{old.text}", f"{new.title}\n{new.text}")


def _lines(old: str, new: str) -> tuple[Line, ...]:
    """Without the empty line that stands for the side where there is nothing."""
    return tuple(line for line in difference(old, new) if line.parts or line.left_out)
