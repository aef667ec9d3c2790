"""How long something holds. Every end is a calendar day of the site, counted from the original day of issue."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from training.content.durations import Duration

# Renewal is announced and allowed this many days before the end …
NOTICE_DAYS = 30
# … but in the last third of a short term at most, or a monthly certificate would always be up for renewal.
NOTICE_SHARE = 3


@dataclass(frozen=True, slots=True)
class Validity:
    """A number of months or of days; neither means that what is held never ends."""

    months: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        if self.months < 0 or self.days < 0 or (self.months and self.days):
            raise ValueError("A validity is a number of months or a number of days.")

    @classmethod
    def of(cls, duration: Duration | None) -> "Validity":
        """The validity that a programme's file names; None holds for good."""
        if duration is None:
            return cls()
        if duration.unit in {"days", "weeks"}:
            return cls(days=duration.count * (7 if duration.unit == "weeks" else 1))
        return cls(months=duration.count * (12 if duration.unit == "years" else 1))

    @property
    def ends(self) -> bool:
        return bool(self.months or self.days)

    def last_day(self, issued_on: date, periods: int = 1) -> date | None:
        """The last day on which something issued on a day still holds, after that many periods in a row.

        Always counted from the original day, never from an earlier end: 31 January plus a month is the end of
        February, plus two months is 30 March again, and not 27 March.
        """
        if self.months:
            return last_day_of_months(issued_on, self.months * periods)
        if self.days:
            # The day of issue counts: a card for 30 days issued on the 1st is good until the 30th.
            return issued_on + timedelta(days=self.days * periods - 1)
        return None

    def notice_days(self) -> int:
        """How many days before its end something may be renewed, and is said to end soon."""
        if not self.ends:
            return NOTICE_DAYS  # for what has an end of its own, such as an exemption
        return min(NOTICE_DAYS, (self.days or self.months * 30) // NOTICE_SHARE)


@lru_cache(maxsize=4096)
def last_day_of_months(start: date, months: int) -> date:
    """The last day of a term of whole months that begins with a day.

    The eve of the same day of the month. Where that month is too short to have the day, the term fills the
    month: what is issued on 29 February 2028 for a year ends on 28 February 2029, the eve of the missing day.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    length = monthrange(year, month + 1)[1]
    if start.day > length:
        return date(year, month + 1, length)
    return date(year, month + 1, start.day) - timedelta(days=1)
