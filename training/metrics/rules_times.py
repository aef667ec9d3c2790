"""Times as exports write them: to seconds since 1970 and to the site’s day, with clocks put forward and back."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from training.core.i18n import format_date
from training.core.i18n import gettext as _

_TOKENS = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<short>\d{2})",
    "MM": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{1,2})",
    "HH": r"(?P<hour>\d{1,2})",
    "hh": r"(?P<twelve>\d{1,2})",
    "mm": r"(?P<minute>\d{2})",
    "ss": r"(?P<second>\d{2})(?:[.,]\d{1,9})?",
    "AM": r"(?P<half>[AaPp])\.?[Mm]\.?",
    "Z": r"(?P<offset>Z|[+-]\d{2}:?\d{2})",
}
_TOKEN = re.compile("|".join(sorted(_TOKENS, key=len, reverse=True)))
_QUARTER = 900
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC).toordinal()
_FIRST_YEAR, _LAST_YEAR = 1980, 2100  # whatever lies outside is a slip, such as a year of two digits
_HOUR = timedelta(hours=1)
Repeated = Literal["refuse", "first", "second"]


class BadTimeError(ValueError):
    """A time cannot be read: what is wrong, and the remedy, in the reader’s words."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


def is_pattern(text: str) -> bool:
    """Whether a text says how a time is written: at least year, month, day, hour and minute."""
    found = set(_TOKEN.findall(text))
    hours = "HH" in found or {"hh", "AM"} <= found
    return {"MM", "DD", "mm"} <= found and bool(found & {"YYYY", "YY"}) and hours


class Times:
    """Reads the times of one source. `zone` None means that a time without a zone is refused."""

    def __init__(self, written: str, zone: ZoneInfo | None, repeated: Repeated = "refuse") -> None:
        self._zone = zone
        self._repeated = repeated
        self._offsets: dict[int, int] = {}  # by the local hour since 1970
        self._parse: Callable[[str], datetime] = datetime.fromisoformat if written == "iso" else _reader(written)

    def seconds(self, text: str) -> int:
        """Seconds since 1970; fractions are dropped. Raises BadTimeError."""
        try:
            moment = self._parse(text)
        except (ValueError, OverflowError, OSError):
            # A workbook holds times as times, however the source’s text files write them.
            moment = _iso_or_none(text) or _refuse(text)
        if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            _refuse(text)
        if moment.tzinfo is not None:
            return int(moment.timestamp())
        hours = (moment.toordinal() - _EPOCH) * 24 + moment.hour
        offset = self._offsets.get(hours)
        if offset is None:
            offset = self._offset(moment, hours)
        return hours * 3600 + moment.minute * 60 + moment.second - offset

    def _offset(self, local: datetime, hours: int) -> int:
        """How far the zone is from UTC at a local time, in seconds; the same for the whole hour, but near a change."""
        hour = local.replace(minute=0, second=0, microsecond=0)
        if self._zone is None:
            raise BadTimeError(
                _("This time does not say in which time zone it was taken down."),
                _("Name the zone of the source, such as Europe/Dublin."),
            )
        around = {_offset_at(at, self._zone, fold) for at in (hour, hour + _HOUR) for fold in (0, 1)}
        if len(around) == 1:
            self._offsets[hours] = around.pop()
            return self._offsets[hours]
        return self._near_a_change(local, self._zone)

    def _near_a_change(self, local: datetime, zone: ZoneInfo) -> int:
        first, second = (_offset_at(local, zone, fold) for fold in (0, 1))
        if first == second:
            return first
        if first < second:  # clocks were put forward over it
            words = {"time": f"{local:%H:%M}", "day": format_date(local.date()), "zone": zone.key}
            raise BadTimeError(
                _("%(time)s on %(day)s did not exist in %(zone)s: clocks were put forward.", **words),
                _("Correct the time, or the time zone of the source."),
            )
        if self._repeated == "refuse":
            words = {"time": f"{local:%H:%M}", "day": format_date(local.date()), "zone": zone.key}
            raise BadTimeError(
                _("%(time)s on %(day)s came twice in %(zone)s: clocks were put back.", **words),
                _("Say in the mapping which one is meant: “repeated_hour: first” or “repeated_hour: second”."),
            )
        return first if self._repeated == "first" else second


class Days:
    """The site’s day of a moment, as `date.toordinal` counts."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._known: dict[int, int] = {}

    def of(self, seconds: int) -> int:
        """The day of a moment in seconds since 1970."""
        quarter = seconds // _QUARTER  # clocks change at quarters of an hour, and days begin at them
        day = self._known.get(quarter)
        if day is None:
            moment = datetime.fromtimestamp(quarter * _QUARTER, UTC).astimezone(self._zone)
            day = self._known[quarter] = moment.date().toordinal()
        return day


def _offset_at(local: datetime, zone: ZoneInfo, fold: int) -> int:
    offset = local.replace(tzinfo=zone, fold=fold).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _iso_or_none(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _refuse(text: str) -> datetime:
    raise BadTimeError(
        _("“%(text)s” is not a time as this source writes it.", text=text[:40]),
        _("Correct it, or the format in the mapping."),
    )


def _reader(written: str) -> Callable[[str], datetime]:
    if written == "unix":
        return lambda text: datetime.fromtimestamp(int(text), UTC)
    parts, end = [], 0
    for token in _TOKEN.finditer(written):
        parts += [re.escape(written[end : token.start()]), _TOKENS[token[0]]]
        end = token.end()
    pattern = re.compile("".join(parts) + re.escape(written[end:]))

    def read(text: str) -> datetime:
        match = pattern.fullmatch(text)
        if match is None:
            raise ValueError(text)
        found = match.groupdict()
        year = int(found["year"]) if found.get("year") else 2000 + int(found["short"])
        hour = int(found["hour"]) if found.get("hour") else _of_24(int(found["twelve"]), found["half"])
        moment = datetime(  # noqa: DTZ001 -- the zone is that of the source, or follows
            year, int(found["month"]), int(found["day"]), hour, int(found["minute"]), int(found.get("second") or 0)
        )
        offset = found.get("offset")
        return moment if offset is None else datetime.fromisoformat(f"{moment.isoformat()}{offset}")

    return read


def _of_24(hour: int, half: str) -> int:
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half.lower() == "p" else 0)
