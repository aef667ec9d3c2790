"""What counts as known, faded or failed, before anything is planned with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from training.refreshers.rules import QUESTION, Asked, Reason, Why, iso

KNOWN_FROM = 0.8
"""The share that has to be remembered for something to count as known. A test-out is passed with eighty per cent as a
rule: whoever is likely to miss that reads first, because reading is quicker than failing and then reading."""

LONG_AGO = timedelta(days=90)
"""What nobody asked about for so long counts as faded. Nothing is known of such a memory; of something answered once
and never again, the model of practice expects little more than half after three months."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that can be asked, and what is known of somebody's memory of it.

    `recall` is the chance to remember it today, None if it was never answered. `failed_on` is the day of the last
    answer, if that was in the certified cycle and wrong; `lapses` counts how often it was forgotten once known.
    """

    version: int
    id: str
    what: str = QUESTION
    options: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    block: str = ""
    must: bool = False
    recall: float | None = None
    failed_on: date | None = None
    lapses: int = 0

    @property
    def key(self) -> tuple[int, str, str]:
        return self.version, self.what, self.id

    @property
    def urgency(self) -> tuple[bool, int]:
        """What was failed comes first, then what was forgotten most often."""
        return self.failed_on is None, -self.lapses

    def asked(self, options: tuple[str, ...]) -> Asked:
        return Asked(self.version, self.what, self.id, options, self.skills, self.block, self.must)


@dataclass(frozen=True, slots=True)
class Changed:
    """The newest version that asks people to act differently in something, and the day it went live."""

    version: int
    on: date

    @property
    def reason(self) -> Reason:
        return Reason(Why.CHANGED, {"version": self.version, "on": iso(self.on)})


@dataclass(frozen=True, slots=True)
class Block:
    """A page of a module. `minutes` are whole and at least 1, `skills` what it teaches."""

    id: str
    title: str
    minutes: int
    skills: tuple[str, ...] = ()
    changed: Changed | None = None


def recall_of(block: Block, items: Iterable[Item]) -> float | None:
    """How much of a block is likely to be remembered: by its own questions, else by those about its skills.

    None when none of them was ever answered.
    """
    answered = [item for item in items if item.recall is not None]
    own = [item for item in answered if item.block == block.id]
    about = own or [item for item in answered if not set(item.skills).isdisjoint(block.skills)]
    return mean(about)


def mean(items: Sequence[Item]) -> float | None:
    """The average chance to remember these, those left out that were never answered."""
    chances = [item.recall for item in items if item.recall is not None]
    return sum(chances) / len(chances) if chances else None


def fading(recall: float | None, *, proven_on: date | None, today: date) -> Reason | None:
    """Why something counts as faded; None while it is known."""
    if recall is not None:
        return Reason(Why.FADED, {"per_cent": int(recall * 100)}) if recall < KNOWN_FROM else None
    if proven_on is None or today - proven_on > LONG_AGO:
        return Reason(Why.UNPRACTISED, {"on": iso(proven_on)})
    return None


def failing(items: Sequence[Item]) -> Reason | None:
    """Why something is asked again; None when the last answers to all of it were right."""
    days = [item.failed_on for item in items if item.failed_on is not None]
    return Reason(Why.FAILED, {"on": iso(max(days)), "questions": len(days)}) if days else None
