"""The one place that asks the machine for the time. Everything else is told."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """What tells the time: the machine's clock, or a fixed one in tests."""

    def now(self) -> datetime: ...


class MachineClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """A clock that stands still until it is set: for tests and for inventing a past."""

    at: datetime

    def now(self) -> datetime:
        return self.at


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The business day of a moment: the calendar day at the site."""
    return moment.astimezone(zone).date()
