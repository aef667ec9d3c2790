"""Days as rosters write them. Whether 03/04/2026 is in April or in March is decided over a whole column, or asked."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from training.core.i18n import gettext as _
from training.people.roster.records import BadCell

FIRST_YEAR, LAST_YEAR = 1900, 2200
# “No end” in the words of HR systems.
NEVER = frozenset({date(9999, 12, 31), date(2999, 12, 31), date(2099, 12, 31)})

_TIME = r"(?:[T ]\d{1,2}:\d\d\S*)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/. ])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_TOGETHER = re.compile(r"(\d{4})()(\d\d)(\d\d)")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/. ])(\d{{1,2}})\2(\d{{4}}){_TIME}")
_MONTH_NAMED = re.compile(r"(\d{1,2})[-/. ]+([a-z]{3})[a-z]*[-/., ]+(\d{4})", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2}")
_DAY_NUMBER = re.compile(r"[1-9]\d{4}(\.\d+)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class DateOrder(StrEnum):
    """Which number comes first in 03/04/2026."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


def order_of(texts: Iterable[str]) -> DateOrder | None:
    """The order that most dates prove, as 13/04/2026 does; None when none does, or as many prove the other."""
    day_first = month_first = 0
    for text in texts:
        if (match := _YEAR_LAST.fullmatch(text.strip())) and match[2] != ".":
            day_first += int(match[1]) > 12
            month_first += int(match[3]) > 12
    if day_first == month_first:
        return None
    return DateOrder.DAY_FIRST if day_first > month_first else DateOrder.MONTH_FIRST


def undecided(text: str) -> bool:
    """Whether a date names another day when day and month change places: 03/04/2026, but not 13/04 or 04/04."""
    match = _YEAR_LAST.fullmatch(text.strip())
    if match is None or match[2] == ".":
        return False
    one, two = int(match[1]), int(match[3])
    return one != two and 1 <= one <= 12 and 1 <= two <= 12


def read_day(text: str, order: DateOrder | None) -> date | None:
    """The day a cell means; None when it is blank or means “no end”. Raises BadCell for anything else.

    2026-03-04 and 20260304 are read as they stand; 4.3.2026 is day first everywhere; with slashes, hyphens or spaces
    `order` decides. A time of day after the date is left out.
    """
    text = text.strip()
    if text in {"", "-"}:
        return None
    if match := _YEAR_FIRST.fullmatch(text) or _TOGETHER.fullmatch(text):
        return _day(text, int(match[1]), int(match[3]), int(match[4]))
    if match := _YEAR_LAST.fullmatch(text):
        month, day = _month_and_day(text, match, order)
        return _day(text, int(match[4]), month, day)
    if (match := _MONTH_NAMED.fullmatch(text)) and match[2].casefold() in _MONTHS:
        return _day(text, int(match[3]), _MONTHS.index(match[2].casefold()) + 1, int(match[1]))
    raise _unreadable(text)


def _month_and_day(text: str, match: re.Match[str], order: DateOrder | None) -> tuple[int, int]:
    one, two = int(match[1]), int(match[3])
    if match[2] == "." or one == two or order is DateOrder.DAY_FIRST:
        return two, one
    if order is DateOrder.MONTH_FIRST:
        return one, two
    if one > 12 or two > 12:
        return (two, one) if one > 12 else (one, two)
    raise BadCell(
        _("“%(text)s” can be read with the day or the month first.", text=text),
        _("Say which comes first in this file."),
    )


def _day(text: str, year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        raise BadCell(
            _("There is no such day as “%(text)s”.", text=text),
            _("Correct it; 2026-04-03 (year, month, day) is understood everywhere."),
        ) from None
    if found in NEVER:
        return None
    if not FIRST_YEAR <= year < LAST_YEAR:
        raise BadCell(_("The year of “%(text)s” cannot be right.", text=text), _("Correct the date."))
    return found


def _unreadable(text: str) -> BadCell:
    if _SHORT_YEAR.fullmatch(text):
        return BadCell(
            _("“%(text)s” has a year of two digits.", text=text),
            _("Write years with four digits, best as 2026-04-03."),
        )
    if _DAY_NUMBER.fullmatch(text):
        return BadCell(
            _("“%(text)s” is the number by which a spreadsheet counts days.", text=text),
            _("Format the column as dates, then save the file again."),
        )
    return BadCell(_("“%(text)s” is not a date.", text=text), _("Write it as 2026-04-03 (year, month, day)."))
