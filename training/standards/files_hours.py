"""Opening hours as files: when the house is open, so that a clock can stand still while it is not."""

import re
from collections.abc import Iterable
from datetime import date, time
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from training.content.faults import Fault
from training.content.kinds import Kind, Source, content_of, read_yaml
from training.content.schema import Strict, canonical_json
from training.content.types import Day, Language, Line, Title, wrong
from training.content.yaml_text import dump
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def _clock(value: Any) -> Any:
    if isinstance(value, time):
        return value
    if isinstance(value, str) and _CLOCK.fullmatch(value):
        return time.fromisoformat(value)
    message = _("“%(value)s” is not a time of day.", value=value if isinstance(value, str) else "")
    raise wrong(message, _("Write hours and minutes, such as 09:00."))


ClockTime = Annotated[
    time,
    BeforeValidator(_clock),
    PlainSerializer(lambda value: f"{value:%H:%M}"),
    WithJsonSchema({"type": "string", "pattern": f"^{_CLOCK.pattern}$"}),
]


class Opening(Strict):
    """From when to when the house is open on some days of the week."""

    days: tuple[Weekday, ...]
    opens: ClockTime
    closes: ClockTime


class Closed(Strict):
    """A day on which the house stays closed, and why."""

    on: Day
    why: Line | None = None


class Hours(Strict):
    """When a house is open: the week as it usually is, and the days on which it stays closed. Times are the site's."""

    title: Title
    summary: Line
    language: Language = "en"
    open: tuple[Opening, ...]
    closed: tuple[Closed, ...] = ()

    def faults(self) -> Iterable[Fault]:
        if not self.open:
            yield Fault(_("The house never opens."), _("Add a line under “open”."), ("open",))
        taken: dict[str, list[Opening]] = {}
        for number, opening in enumerate(self.open):
            if not opening.days:
                yield Fault(_("It is not said on which days."), _("Name them: “days: [mon, tue]”."), ("open", number))
            if opening.opens >= opening.closes:
                message = _("It closes before it opens.")
                yield Fault(message, _("Correct one of the times; for a night write two lines."), ("open", number))
            for weekday in opening.days:
                before = taken.setdefault(weekday, [])
                if any(opening.opens < one.closes and one.opens < opening.closes for one in before):
                    message = _("These hours overlap with others of the same day.")
                    yield Fault(message, _("Join the two lines, or correct a time."), ("open", number))
                before.append(opening)
        days = [one.on for one in self.closed]
        for number, day in enumerate(days):
            if day in days[:number]:
                yield Fault(_("This day is here twice."), _("Remove one."), ("closed", number))

    def on(self, weekday: int) -> tuple[tuple[time, time], ...]:
        """The hours of a usual day of the week, Monday being 0, in order."""
        name = get_args(Weekday)[weekday]
        return tuple(sorted((one.opens, one.closes) for one in self.open if name in one.days))

    @property
    def days_closed(self) -> frozenset[date]:
        """The days on which it stays closed."""
        return frozenset(one.on for one in self.closed)


def parse(text: str, where: str) -> Hours:
    """The hours of a text. Raises Problems."""
    return _read(text, where).model


def to_text(hours: Hours) -> str:
    """The file of opening hours."""
    return dump(content_of(hours))


def _read(text: str, where: str) -> Source[Hours]:
    return read_yaml(Hours, text, where)


def _blocks(hours: Hours) -> dict[str, str]:
    content = content_of(hours)
    return {"week": canonical_json(content["open"]), "closed": canonical_json(content.get("closed", []))}


KIND = Kind(
    name="hours",
    label=lazy_gettext("Opening hours"),
    folder="content/hours",
    suffix=".yaml",
    schema=Hours,
    reader=_read,
    to_text=to_text,
    blocks=_blocks,
    block_title=lambda _hours, block: _("The usual week") if block == "week" else _("Days on which it stays closed"),
    preview="standards/preview_hours.html",
    template="""\
title: Opening hours of the shops
summary: When customers can come or ring.
open:
  - {days: [mon, tue, wed, thu, fri], opens: "09:00", closes: "18:00"}
closed:
  - {on: 2026-12-25, why: Christmas Day}
""",
)
