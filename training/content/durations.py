"""Spans of time as authors write them: “12 months”, “30 days”."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Unit = Literal["days", "weeks", "months", "years"]

_WRITTEN = re.compile(r"([1-9][0-9]{0,3}) (day|week|month|year)s?")


@dataclass(frozen=True)
class Duration:
    """A count of calendar units. Two of them are equal only when they are written alike: 12 months is not 1 year."""

    count: int
    unit: Unit

    @staticmethod
    def parse(text: str) -> "Duration":
        """From “30 days” or “1 month”; raises ValueError for anything else."""
        match = _WRITTEN.fullmatch(" ".join(text.split()))
        if match is None:
            raise ValueError(text)
        units: dict[str, Unit] = {"day": "days", "week": "weeks", "month": "months", "year": "years"}
        return Duration(int(match[1]), units[match[2]])

    def __str__(self) -> str:
        return f"{self.count} {self.unit.removesuffix('s') if self.count == 1 else self.unit}"

    def after(self, day: date) -> date:
        """The day this long after `day`. A day that the month does not have becomes its last: 29 February → 28.

        Raises OverflowError beyond the year 9999.
        """
        if self.unit in {"days", "weeks"}:
            return day + timedelta(days=self.count * (7 if self.unit == "weeks" else 1))
        months = day.year * 12 + day.month - 1 + self.count * (12 if self.unit == "years" else 1)
        year, month = months // 12, months % 12 + 1
        if year > date.max.year:
            raise OverflowError(f"{self} after {day} is beyond the calendar")
        return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
