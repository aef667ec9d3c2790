"""The company's calendar: days counted from today, when a shop is open, and who works when."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from training.demo.cast import Colleague

SUNDAY = 6
CLOSED = frozenset({(1, 1), (12, 25), (12, 26)})
OPENS, CLOSES = 9 * 60, 19 * 60  # minutes of the day
NIGHT = 5  # when the nightly job looks at roles and standings


@dataclass(frozen=True)
class Days:
    """Turns counted days into dates, and minutes of a day at the site into moments."""

    today: date
    zone: ZoneInfo

    def on(self, day: int) -> date:
        return self.today + timedelta(days=day)

    def at(self, day: int, minute: float) -> datetime:
        """The moment, in UTC and whole seconds, at which the site's clocks show this minute of the day."""
        local = datetime.combine(self.on(day), time(), self.zone) + timedelta(seconds=round(minute * 60))
        return local.astimezone(UTC)

    def is_open(self, day: int) -> bool:
        found = self.on(day)
        return found.weekday() != SUNDAY and (found.month, found.day) not in CLOSED

    def open_day(self, day: int) -> int:
        """This day, or the last one before it on which the shops were open."""
        while not self.is_open(day):
            day -= 1
        return day

    def works(self, colleague: Colleague, day: int) -> bool:
        """Whether somebody is at work: here already, not on leave, and neither Sunday nor their own day off."""
        if not colleague.hired <= day <= (day if colleague.left is None else colleague.left):
            return False
        if colleague.leave is not None and colleague.leave[0] <= day <= colleague.leave[1]:
            return False
        return self.is_open(day) and self.on(day).weekday() != int(colleague.number[1:]) % SUNDAY

    def last_shift(self, colleague: Colleague, day: int) -> int:
        """This day, or the last one before it, on which somebody was at work."""
        return next(found for found in range(day, colleague.hired - 1, -1) if self.works(colleague, found))
