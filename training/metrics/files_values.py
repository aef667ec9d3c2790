"""Cells of a file to exact values: units of time, numbers, yes and no, and when a promise was met."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from training.core.i18n import gettext as _
from training.metrics.files_mapping import TIMES, Measured
from training.metrics.rules_judging import Yardstick

YES = frozenset({"yes", "y", "true", "1"})
NO = frozenset({"no", "n", "false", "0"})
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,6})?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?")
_CLOCK = re.compile(r"(-?)(?:([0-9]{1,4}):)?([0-9]{1,3}):([0-5][0-9])(?:\.[0-9]+)?")
_SECONDS = {"seconds": Decimal(1), "minutes": Decimal(60), "hours": Decimal(3600), "milliseconds": Decimal("0.001")}
_MOST_KEPT = 50_000


class BadValueError(ValueError):
    """A cell cannot be a reading: what is wrong with it, in the reader’s words."""


class Values:
    """Reads one column of a source: text to (exact value, missed), each different text once."""

    def __init__(self, measured: Measured, rule: Yardstick) -> None:
        self.rule = rule
        self._convert = converter(measured)
        self._known: dict[str, tuple[int, int]] = {}

    def of(self, text: str) -> tuple[int, int]:
        """The value of a cell that is not empty, and whether it misses the standard. Raises BadValueError."""
        found = self._known.get(text)
        if found is not None:
            return found
        exact = self.rule.exact(self._convert(text))
        if self.rule.impossible(exact):
            raise BadValueError(self.rule.refusal(exact))
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        self._known[text] = found = exact, self.rule.missed(exact)
        return found


def converter(measured: Measured) -> Callable[[str], Decimal]:
    """What turns the text of a column into a number in the unit of its standard. It raises BadValueError."""
    if measured.unit == "yes/no":
        return yes_or_no(measured)
    met = measured.met_when
    if met is not None and met.values:
        wanted = frozenset(value.casefold() for value in met.values)
        return lambda text: Decimal(text.casefold() in wanted)
    plain = _length_of_time(measured) if measured.unit in TIMES else _number(measured)
    if met is None:
        return plain
    if met.at_least is not None:
        least = met.at_least
        return lambda text: Decimal(plain(text) >= least)
    most = met.at_most
    return lambda text: Decimal(most is not None and plain(text) <= most)


def yes_or_no(measured: Measured) -> Callable[[str], Decimal]:
    """1 for yes and 0 for no, in the words of the source."""
    yes = frozenset(word.casefold() for word in measured.yes) or YES
    no = frozenset(word.casefold() for word in measured.no) or NO

    def read(text: str) -> Decimal:
        word = text.casefold()
        if word in yes:
            return Decimal(1)
        if word in no:
            return Decimal(0)
        raise BadValueError(_("“%(text)s” is neither yes nor no.", text=text[:40]))

    return read


def number_of(text: str, decimal: str = ".") -> Decimal:
    """The number that a text writes. Raises BadValueError."""
    plain = text.replace("\u00a0", "").replace(" ", "")
    if decimal == "," and (_GROUPED.fullmatch(plain) or "." not in plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif decimal == ",":
        plain = ""  # a point that parts no thousands: nobody knows whether it is 15 or 1.5
    if not _NUMBER.fullmatch(plain):
        raise BadValueError(_("“%(text)s” is not a number.", text=text[:40]))
    try:
        return Decimal(plain)
    except InvalidOperation:
        raise BadValueError(_("“%(text)s” is not a number.", text=text[:40])) from None


def _number(measured: Measured) -> Callable[[str], Decimal]:
    if measured.unit == "per cent":
        return lambda text: number_of(text.removesuffix("%").strip(), measured.decimal)
    return lambda text: number_of(text, measured.decimal)


def _length_of_time(measured: Measured) -> Callable[[str], Decimal]:
    if measured.unit != "hh:mm:ss":
        factor = _SECONDS[measured.unit]
        return lambda text: number_of(text, measured.decimal) * factor
    return _clock


def _clock(text: str) -> Decimal:
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise BadValueError(_("“%(text)s” is not a length of time such as 1:05:30 or 5:30.", text=text[:40]))
    sign, hours, minutes, seconds = match.groups()
    if hours and int(minutes) > 59:
        raise BadValueError(_("“%(text)s” is not a length of time such as 1:05:30 or 5:30.", text=text[:40]))
    whole = 3600 * int(hours or 0) + 60 * int(minutes) + int(seconds)
    return Decimal(-whole if sign else whole)
