"""How long complaints take, and which come back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

AGAIN_WITHIN = timedelta(days=90)
"""A second complaint within this time is a repeated one."""


@dataclass(frozen=True)
class Decided:
    """How long decisions took: the median of the house's open time, and how many came within their limit."""

    median: timedelta | None
    met: int
    of: int


def decided(spans: Sequence[tuple[timedelta, bool]]) -> Decided:
    """From the time that each took, and whether it came within its limit."""
    seconds = [span.total_seconds() for span, _met in spans]
    middle = timedelta(seconds=median(seconds)) if seconds else None
    return Decided(middle, sum(met for _span, met in spans), len(spans))


@dataclass(frozen=True)
class Heard:
    """A complaint by the keys of who made it and what it was about; empty keys are unknown."""

    id: int
    at: datetime
    customer: str = ""
    receipt: str = ""


def repeats(heard: Iterable[Heard], *, within: timedelta = AGAIN_WITHIN) -> dict[int, int]:
    """For each complaint that repeats one of at most `within` before: the id of the latest such one."""
    found: dict[int, int] = {}
    last: dict[tuple[str, str], Heard] = {}
    for one in sorted(heard, key=lambda each: (each.at, each.id)):
        keys = [(name, key) for name, key in (("customer", one.customer), ("receipt", one.receipt)) if key]
        before = [last[key] for key in keys if key in last and one.at - last[key].at <= within]
        if before:
            found[one.id] = max(before, key=lambda each: (each.at, each.id)).id
        last.update((key, one) for key in keys)
    return found
