"""Limits of time as people who serve say them: “20 seconds”, “2 opening hours”, “same working day”."""

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from training.content.types import wrong
from training.core.i18n import gettext as _
from training.core.i18n import ngettext

LimitUnit = Literal["second", "minute", "hour", "day", "week", "opening hour", "working day"]

SECONDS: dict[str, int] = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}
"""Length of the units that run day and night, in seconds."""

_WRITTEN = re.compile(rf"([1-9][0-9]{{0,3}}) ({'|'.join(get_args(LimitUnit))})s?")
_SAME_DAY = "same working day"


@dataclass(frozen=True)
class Limit:
    """A count of units. Opening hours and working days run by the hours of a house; 0 working days is the same one."""

    count: int
    unit: LimitUnit

    @staticmethod
    def parse(text: str) -> "Limit":
        """From “20 seconds” or “same working day”; raises ValueError for anything else."""
        written = " ".join(text.split())
        if written == _SAME_DAY:
            return Limit(0, "working day")
        match = _WRITTEN.fullmatch(written)
        if match is None:
            raise ValueError(text)
        units: dict[str, LimitUnit] = {unit: unit for unit in get_args(LimitUnit)}
        return Limit(int(match[1]), units[match[2]])

    def __str__(self) -> str:
        if self.count == 0:
            return _SAME_DAY
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"

    @property
    def by_the_house(self) -> bool:
        """Whether it stands still while the house is closed."""
        return self.unit not in SECONDS

    @property
    def seconds(self) -> int | None:
        """Its length, None where that depends on opening hours."""
        return self.count * SECONDS[self.unit] if self.unit in SECONDS else None

    def in_words(self) -> str:
        """The same in the reader's language."""
        count = self.count
        if count == 0:
            return _("the same working day")
        return {
            "second": ngettext("%(num)d second", "%(num)d seconds", count),
            "minute": ngettext("%(num)d minute", "%(num)d minutes", count),
            "hour": ngettext("%(num)d hour", "%(num)d hours", count),
            "day": ngettext("%(num)d day", "%(num)d days", count),
            "week": ngettext("%(num)d week", "%(num)d weeks", count),
            "opening hour": ngettext("%(num)d opening hour", "%(num)d opening hours", count),
            "working day": ngettext("%(num)d working day", "%(num)d working days", count),
        }[self.unit]


def _limit(value: Any) -> Any:
    if isinstance(value, Limit):
        return value
    try:
        return Limit.parse(value)
    except (TypeError, ValueError):
        message = _("“%(value)s” is not a limit of time.", value=value if isinstance(value, str) else "")
        remedy = _("Write, for example, “20 seconds”, “10 minutes”, “2 opening hours” or “same working day”.")
        raise wrong(message, remedy) from None


LimitOf = Annotated[
    Limit,
    BeforeValidator(_limit),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "pattern": f"^({_WRITTEN.pattern}|{_SAME_DAY})$"}),
]
"""A limit in a schema."""
