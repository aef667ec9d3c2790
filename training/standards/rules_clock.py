"""Clocks by which the house serves: when something is due, and how much of the house's time has passed.

Seconds, minutes, hours, days and weeks run day and night. Opening hours stand still while the house is closed, working
days end when it closes. What comes in after closing counts as come in at the next opening. Limits run in true time, so
on the night on which the clocks change a house that is open has an hour less or more.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Protocol
from zoneinfo import ZoneInfo

from training.content.limits import Limit

WITHOUT_HOURS_UNTIL = time(18)
"""When a working day ends, Monday to Friday, where nobody has written down opening hours."""

FAR = timedelta(days=20 * 365)
"""Nothing is due later than this, so that a house that hardly ever opens keeps nobody counting."""

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_WEEK = range(7)

Span = tuple[datetime, datetime]


class House(Protocol):
    """When a house is open, in its own time."""

    def on(self, weekday: int) -> tuple[tuple[time, time], ...]:
        """From when to when on a usual day of the week, Monday being 0, in order and without overlaps."""
        ...

    @property
    def days_closed(self) -> Collection[date]:
        """Days on which it stays closed whatever day of the week it is."""
        ...


def due_at(start: datetime, limit: Limit, hours: House | None, zone: ZoneInfo) -> datetime:
    """When something that starts at a moment is due, in UTC, and never before it.

    Without hours, an opening hour is an hour, and working days are Monday to Friday until 18:00. By the hours of a
    house nothing is due later than FAR. Raises ValueError for a house that never opens.
    """
    start = start.astimezone(UTC)
    if limit.seconds is not None:
        return start + timedelta(seconds=limit.seconds)
    if limit.unit == "working day":
        return _closing(start, limit.count, hours, zone)
    left = limit.count * _HOUR
    if hours is None:
        return start + left
    for opens, closes in _spans(start, hours, zone):
        begins = max(opens, start)
        if closes - begins >= left:
            return begins + left
        if opens > start + FAR:
            break
        left -= max(closes - begins, timedelta())
    return start + FAR


def elapsed(start: datetime, end: datetime, hours: House | None, zone: ZoneInfo) -> timedelta:
    """How much time passed while the house was open; all of it without hours, none when the end is not after the start.

    Raises ValueError for a house that never opens.
    """
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if end <= start:
        return timedelta()
    if hours is None:
        return end - start
    passed = timedelta()
    for opens, closes in _spans(start, hours, zone):
        if opens >= end:
            break
        passed += max(min(closes, end) - max(opens, start), timedelta())
    return passed


def _closing(start: datetime, working_days: int, hours: House | None, zone: ZoneInfo) -> datetime:
    """The end of the working day that comes so many after the one on which it starts."""
    ends = (end for end in _ends(start, hours, zone) if end >= start)
    for number, end in enumerate(ends):
        if number == working_days:
            return end
        if end > start + FAR:
            break
    return start + FAR


def _ends(start: datetime, hours: House | None, zone: ZoneInfo) -> Iterator[datetime]:
    """When each working day ends, from the day of the start on."""
    first = start.astimezone(zone).date()
    if hours is None:
        for day in (first + number * _DAY for number in count()):
            if day.weekday() < 5:
                yield datetime.combine(day, WITHOUT_HOURS_UNTIL, zone).astimezone(UTC)
    else:
        for _opens, closes in _days(first, hours, zone):
            yield closes


def _days(first: date, hours: House, zone: ZoneInfo) -> Iterator[Span]:
    """The first opening and the last closing of each day on which the house opens."""
    for day, spans in _opened(first, hours):
        yield _true(day, spans[0][0], zone), _true(day, spans[-1][1], zone)


def _spans(start: datetime, hours: House, zone: ZoneInfo) -> Iterator[Span]:
    """When the house is open, from the day of the start on, without end. No two overlap, even on a night of change."""
    last = datetime.min.replace(tzinfo=UTC)
    for day, spans in _opened(start.astimezone(zone).date(), hours):
        for opens, closes in spans:
            begins = max(_true(day, opens, zone), last)
            last = max(_true(day, closes, zone), begins)
            yield begins, last


def _opened(first: date, hours: House) -> Iterator[tuple[date, tuple[tuple[time, time], ...]]]:
    if not any(hours.on(weekday) for weekday in _WEEK):
        raise ValueError("the house never opens")
    closed = frozenset(hours.days_closed)
    for day in (first + number * _DAY for number in count()):
        if day not in closed and (spans := hours.on(day.weekday())):
            yield day, spans


def _true(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
