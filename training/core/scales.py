"""Scales of pictures: round numbers that hold the values, where a value goes, and words that do not touch."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

Writes = Callable[[float], str]
"""Makes the reader’s words of a value."""

LETTER = 3.1
"""About how wide a letter is on a phone, in per cent of the picture: words of a scale must not touch there."""


@dataclass(frozen=True)
class Tick:
    """A word at a place of a scale; `anchor` is which end of the word stands there."""

    at: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high`, spread between two places."""

    low: float
    high: float
    start: float = 0.0
    end: float = 100.0

    def place(self, value: float) -> float:
        """Where a value goes; what lies beyond the scale is kept at its edge."""
        return self.beyond(min(max(value, self.low), self.high))

    def beyond(self, value: float) -> float:
        """Where a value goes, be it outside of the scale."""
        part = (value - self.low) / (self.high - self.low)
        return round(self.start + part * (self.end - self.start), 1)

    def between(self, start: float, end: float) -> "Scale":
        """The same values between other places."""
        return Scale(self.low, self.high, start, end)


def ticks(low: float, high: float, about: int = 5) -> tuple[float, ...]:
    """Round numbers from `low` to `high`, in steps of 1, 2 or 5 times a power of ten: about so many, at least one."""
    step = _step(high - low, about)
    first, last = ceil(round(low / step, 6)), floor(round(high / step, 6))
    return tuple(round(number * step, 12) for number in range(first, last + 1)) or (low,)


def scale_of(values: Iterable[float], *, least: float | None = None, most: float | None = None) -> Scale:
    """A scale with round ends that holds all values, never beyond what a value can be (`least`, `most`)."""
    known = [value for value in values if isfinite(value)] or [0.0, 1.0]
    low, high = min(known), max(known)
    if high - low < 1e-9:
        room = abs(high) * 0.1 if abs(high) > 1e-6 else 0.5
        low, high = low - room, high + room
    step = _step(high - low, 4)
    low, high = round(floor(round(low / step, 6)) * step, 12), round(ceil(round(high / step, 6)) * step, 12)
    low = low if least is None else max(low, least)
    high = high if most is None else min(high, most)
    return Scale(low, high if high > low else low + step)


def _step(width: float, about: int) -> float:
    raw = width / max(about, 1)
    if not isfinite(raw) or raw <= 0:
        return 1.0
    power: float = 10.0 ** floor(log10(raw))
    return power * next(times for times in (1, 2, 5, 10) if raw <= power * times * 1.0001)


def written(scale: Scale, values: Sequence[float], write: Writes, last: Writes | None) -> tuple[Tick, ...]:
    """Values of a scale in the reader’s words; `last` writes the last one, where the unit is named."""
    words = [(scale.place(value), write(value)) for value in values]
    if last and words:
        words[-1] = (words[-1][0], last(values[-1]))
    return spaced(words)


def spaced(words: Sequence[tuple[float, str]]) -> tuple[Tick, ...]:
    """Words that do not touch; the last one comes first as it names the unit."""
    kept: list[Tick] = []
    free = 100.0
    for at, text in reversed(words):
        wide = len(text) * LETTER
        start = min(max(at - wide / 2, 0.0), 100.0 - wide)
        if not kept or start + wide + LETTER <= free:
            anchor = "middle" if start == at - wide / 2 else "start" if start == 0.0 else "end"
            kept.append(Tick({"start": 0.0, "middle": at, "end": 100.0}[anchor], text, anchor))
            free = start
    return tuple(reversed(kept))
