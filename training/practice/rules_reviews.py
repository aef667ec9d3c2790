"""When an answer that arrives late was given: a device's clock may be wrong, and nobody answers before they learned."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from training.practice.rules_answers import Confidence

LONGEST_WAIT = timedelta(days=30)  # on a device; what waited longer counts as if it had waited so long
LONGEST_KEY = 100  # signs; a UUID has 36
LONGEST_TIME = 3600  # seconds of an answer that are believed: after that somebody had gone for a coffee


@dataclass(frozen=True, slots=True)
class Sent:
    """One answer as it was sent. `key` is its name for ever, `at` the moment of answering by the device's clock."""

    key: str
    card_id: int
    values: tuple[str, ...]
    at: datetime
    confidence: Confidence | None = None
    seconds: int | None = None


def in_order(sent: Iterable[Sent]) -> list[Sent]:
    """As they were given; of the same key only the first."""
    by_key: dict[str, Sent] = {}
    for one in sent:
        by_key.setdefault(one.key, one)
    return sorted(by_key.values(), key=lambda one: one.at)


def believed(at: datetime, *, now: datetime) -> datetime:
    """The moment, no later than now and no earlier than the longest wait."""
    return max(min(at, now), now - LONGEST_WAIT)


def day_of(at: datetime, *, zone: ZoneInfo, met_on: date, last_on: date | None) -> date:
    """The site's day for which an answer counts: not before the card was there or was last answered."""
    return max(at.astimezone(zone).date(), met_on, last_on or met_on)
