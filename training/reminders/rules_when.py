"""When somebody is told: at an hour of their own clock, on the days that they chose, never at night."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
WEEKEND = (5, 6)
HOUR = timedelta(hours=1)


class Rhythm(StrEnum):
    """On which days somebody is told."""

    DAILY = "daily"
    WORKDAYS = "workdays"  # Monday to Friday
    WEEKLY = "weekly"  # on one day; what is due or late on any day from Monday to Friday


class Tells(StrEnum):
    """What is told on a day."""

    EVERYTHING = "everything"
    URGENT = "urgent"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of the reader's clock in which mails may go out: from the first one until the last one begins."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if not 0 <= self.first < self.last <= 24:
            raise ValueError("Hours go from 0 to 24, and the first is before the last.")

    def choices(self) -> range:
        return range(self.first, self.last)

    def nearest(self, wish: int | None) -> int:
        """The hour that somebody chose, moved into these; the first one without a wish."""
        return self.first if wish is None else min(max(wish, self.first), self.last - 1)


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants to be told. `hour` None leaves it to the site; Monday is 0."""

    zone: ZoneInfo
    hour: int | None = None
    rhythm: Rhythm = Rhythm.DAILY
    weekday: int = 0

    def tells(self, day: date) -> Tells:
        """What is told on a day of the reader's calendar."""
        if self.rhythm is Rhythm.DAILY:
            return Tells.EVERYTHING
        if self.rhythm is Rhythm.WORKDAYS:
            return Tells.NOTHING if day.weekday() in WEEKEND else Tells.EVERYTHING
        if day.weekday() == self.weekday:
            return Tells.EVERYTHING
        return Tells.NOTHING if day.weekday() in WEEKEND else Tells.URGENT

    def days_to_next(self, day: date) -> int:
        """In how many days, at the earliest, something urgent is told after this day."""
        return next(days for days in range(1, 8) if self.tells(day + days * DAY) is not Tells.NOTHING)


def span(day: date, hours: Hours, wish: Wish) -> tuple[datetime, datetime]:
    """From which moment until which one something may go out on a day of the reader's calendar, in UTC.

    Where the clock skips an hour, the moment after the skip stands for it; of an hour that comes twice it is the first.
    """
    begins = _moment(day, hours.nearest(wish.hour), wish.zone)
    ends = _moment(day, hours.last, wish.zone)
    # The clock may have skipped the only hour there is.
    return begins, max(ends, begins + HOUR)


def day_to_tell(now: datetime, hours: Hours, wish: Wish) -> date | None:
    """The day of the reader's calendar whose hour has come and is not over; None when it is too early or too late."""
    day = now.astimezone(wish.zone).date()
    begins, ends = span(day, hours, wish)
    return day if begins <= now < ends else None


def _moment(day: date, hour: int, zone: ZoneInfo) -> datetime:
    if hour == 24:
        day, hour = day + DAY, 0
    return datetime.combine(day, time(hour), zone).astimezone(UTC)
