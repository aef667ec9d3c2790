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
    """A number of months or of days; neither means that what is held never ends.

    `ends_on` is a day of the year, month and day, with which every term of whole years ends. `window` is how many days
    before its end a term may be renewed, `grace` for how many days after it.
    """

    months: int = 0
    days: int = 0
    ends_on: tuple[int, int] | None = None
    window: int | None = None
    grace: int = 0

    def __post_init__(self) -> None:
        if self.months < 0 or self.days < 0 or (self.months and self.days):
            raise ValueError("A validity is a number of months or a number of days.")
        if self.ends_on is not None and (self.days or self.months % 12):
            raise ValueError("Only what holds for whole years ends on a day of the year.")

    @classmethod
    def of(
        cls,
        duration: Duration | None,
        *,
        ends_on: str | None = None,
        renew: Duration | None = None,
        grace: Duration | None = None,
    ) -> "Validity":
        """The validity that a programme's file names; None holds for good. `ends_on` is written as 03-31."""
        if duration is None:
            return cls()
        by_days = duration.unit in {"days", "weeks"}
        return cls(
            months=0 if by_days else duration.count * (12 if duration.unit == "years" else 1),
            days=days_of(duration) if by_days else 0,
            ends_on=(int(ends_on[:2]), int(ends_on[3:])) if ends_on else None,
            window=None if renew is None else days_of(renew),
            grace=0 if grace is None else days_of(grace),
        )

    @property
    def ends(self) -> bool:
        return bool(self.months or self.days)

    def last_day(self, issued_on: date, periods: int = 1) -> date | None:
        """The last day on which something issued on a day still holds, after that many periods in a row.

        Always counted from the original day, never from an earlier end: 31 January plus a month is the end of
        February, plus two months is 30 March again, and not 27 March.
        """
        if self.months and self.ends_on is not None:
            first = self._first_end(issued_on, self.ends_on)
            return first.replace(year=first.year + self.months // 12 * (periods - 1))
        if self.months:
            return last_day_of_months(issued_on, self.months * periods)
        if self.days:
            # The day of issue counts: a card for 30 days issued on the 1st is good until the 30th.
            return issued_on + timedelta(days=self.days * periods - 1)
        return None

    def _first_end(self, issued_on: date, ends_on: tuple[int, int]) -> date:
        """The last such day of the year that the validity reaches.

        Where that would be so near that it could be renewed at once, as for a first certificate of late March that
        ends with March, it is the next one.
        """
        longest = last_day_of_months(issued_on, self.months)
        day = date(longest.year, *ends_on)
        if day > longest:
            day = day.replace(year=day.year - 1)
        if day - timedelta(days=self.notice_days()) <= issued_on:
            day = day.replace(year=day.year + 1)
        return day

    def notice_days(self) -> int:
        """How many days before its end something may be renewed, and is said to end soon."""
        if not self.ends:
            return NOTICE_DAYS  # for what has an end of its own, such as an exemption
        if self.window is not None:
            return self.window
        return min(NOTICE_DAYS, (self.days or self.months * 30) // NOTICE_SHARE)


def days_of(span: Duration) -> int:
    """A span in days; a month has thirty of them, a year twelve months."""
    return span.count * {"days": 1, "weeks": 7, "months": 30, "years": 360}[span.unit]


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
