"""How the files of a source are read: which column is the id, the time, the person, and what the others measure."""

from collections.abc import Iterable
from importlib import resources
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field

from training.content.faults import Fault, twice
from training.content.kinds import read_yaml
from training.content.schema import Strict, canonical
from training.content.types import Line, Slug, Text, Title, YesNo, wrong
from training.core.i18n import gettext as _
from training.core.problems import Problem, Problems
from training.metrics.rules_times import is_pattern
from training.standards.files_standard import Number

Unit = Literal["number", "per cent", "seconds", "minutes", "hours", "milliseconds", "hh:mm:ss", "yes/no"]

TIMES = frozenset({"seconds", "minutes", "hours", "milliseconds", "hh:mm:ss"})
"""Units of lengths of time; each is turned into seconds."""

_PRESETS = resources.files("training.metrics") / "presets"


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = _("“%(zone)s” is no time zone.", zone=value)
        raise wrong(message, _("Write a name such as Europe/Dublin.")) from None
    return value


def _pattern(value: str) -> str:
    if value not in ("iso", "unix") and not is_pattern(value):
        message = _("“%(format)s” does not say how a time is written.", format=value)
        raise wrong(message, _("Write iso, unix, or a pattern such as DD.MM.YYYY HH:mm:ss or MM/DD/YYYY hh:mm AM."))
    return value


Zone = Annotated[Line, AfterValidator(_zone)]
TimeFormat = Annotated[Line, AfterValidator(_pattern)]


class TimeColumns(Strict):
    """When it happened: a column, or one of the day and one of the time.

    `zone` says where a time without a zone was taken down. `repeated_hour` says which one is meant when clocks were put
    back and an hour came twice.
    """

    columns: tuple[Line, ...] = Field(min_length=1, max_length=2)
    format: TimeFormat = "iso"
    zone: Zone | None = None
    repeated_hour: Literal["refuse", "first", "second"] = "refuse"


class PersonColumn(Strict):
    """Who served: by employee number, by mail address, or by a name that only the source knows."""

    column: Line
    by: Literal["number", "mail", "alias"] = "number"


class OneOf(Strict):
    """A column that holds one of some values, however they are capitalised."""

    column: Line
    values: tuple[Line, ...] = Field(min_length=1)


class MetWhen(Strict):
    """When a promise was kept: the column holds one of `values`, or a number from `at_least` or up to `at_most`."""

    values: tuple[Line, ...] = ()
    at_least: Number | None = None
    at_most: Number | None = None

    def faults(self) -> Iterable[Fault]:
        if (bool(self.values), self.at_least is not None, self.at_most is not None).count(True) != 1:
            yield Fault(
                _("It takes exactly one of “values”, “at_least” and “at_most” to say when it was met."),
                _("Leave one of them."),
            )


class Measured(Strict):
    """What a column measures. An empty cell is no reading.

    `only_if` names what must stand in another column, `exposure` the column that a count is counted against. `optional`
    readings are left out as long as their standard is not published.
    """

    standard: Slug
    column: Line
    unit: Unit = "number"
    decimal: Literal[".", ","] = "."
    yes: tuple[Line, ...] = ()
    no: tuple[Line, ...] = ()
    met_when: MetWhen | None = None
    only_if: OneOf | None = None
    exposure: Line | None = None
    optional: YesNo = False

    def faults(self) -> Iterable[Fault]:
        if (self.yes or self.no) and self.unit != "yes/no":
            yield Fault(_("Words for yes and no are of use with “unit: yes/no” only."), _("Remove them."), ("unit",))
        if bool(self.yes) != bool(self.no):
            yield Fault(_("Words for yes need words for no."), _("Write both, or neither."), ("unit",))
        if self.met_when is not None and self.unit == "yes/no":
            yield Fault(_("Yes and no say already whether it was met."), _("Remove “met_when”."), ("met_when",))


class Mapping(Strict):
    """How the files of a source are read. Columns that are in a file and not named here are not looked at.

    `id` names the columns that tell one contact from every other, `strata` those that say what kind of contact it was.
    """

    title: Title
    summary: Text | None = None
    id: tuple[Line, ...] = Field(min_length=1, max_length=4)
    time: TimeColumns
    person: PersonColumn | None = None
    team: Line | None = None
    strata: tuple[Line, ...] = Field(default=(), max_length=4)
    readings: tuple[Measured, ...] = Field(min_length=1)
    encoding: Line | None = None
    delimiter: Literal["comma", "semicolon", "tab", "pipe"] | None = None
    sheet: Line | None = None

    def faults(self) -> Iterable[Fault]:
        yield from twice((one.standard for one in self.readings), "readings", "standard")

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read, once each."""
        named = [*self.id, *self.time.columns, *self.strata]
        named += [column for column in (self.person.column if self.person else None, self.team) if column]
        for one in self.readings:
            named += [
                one.column,
                *([one.only_if.column] if one.only_if else []),
                *([one.exposure] if one.exposure else []),
            ]
        return tuple(dict.fromkeys(named))

    def with_zone(self, zone: str) -> "Mapping":
        """The same, for files whose times were taken down in this zone. Raises Problems for what is no zone."""
        try:
            time = TimeColumns.model_validate({**self.time.model_dump(), "zone": zone})
        except ValueError:
            raise Problems([Problem("zone", None, _("“%(zone)s” is no time zone.", zone=zone))]) from None
        return self.model_copy(update={"time": time})


def parse(text: str, where: str) -> Mapping:
    """The mapping in a text. Raises Problems with everything that is wrong."""
    return read_yaml(Mapping, text, where).model


def stored(mapping: Mapping) -> str:
    """The mapping as canonical JSON."""
    return canonical(mapping)


def presets() -> dict[str, Mapping]:
    """The mappings that come with the program, by name."""
    files = sorted((one for one in _PRESETS.iterdir() if one.name.endswith(".yaml")), key=lambda one: one.name)
    return {one.name.removesuffix(".yaml"): parse(one.read_text(encoding="utf-8"), one.name) for one in files}
