"""Which column of a file holds what: recognised by its header, or said by the importer."""

from collections.abc import Mapping
from dataclasses import dataclass

from training.core.i18n import gettext as _
from training.core.problems import Problem, Problems
from training.people.roster.headers import LABELS, Field, field_named, field_of, plain
from training.people.roster.records import Table

IGNORE = ""  # what a column is mapped to when nothing is to be read from it


@dataclass(frozen=True)
class Columns:
    """Where each field stands, and the headers from which nothing is read."""

    places: Mapping[Field, int]
    ignored: tuple[str, ...]

    @property
    def fields(self) -> frozenset[Field]:
        return frozenset(self.places)


def recognise(header: tuple[str, ...]) -> dict[int, Field]:
    """The field of each column whose header is known."""
    found: dict[int, Field] = {}
    for place, text in enumerate(header):
        if field := field_of(text):
            found[place] = field
    return found


def map_columns(table: Table, wishes: Mapping[str, str] | None = None) -> Columns:
    """Where each field stands in the table.

    `wishes` maps a header (an empty one is called “Column 3”) to a field's value or label, or to IGNORE; it goes
    before what is recognised. Raises Problems: wishes that fit nothing, two columns for one field, no employee number.
    """
    header = table.header.cells
    problems: list[Problem] = []
    wished = _wished(table, wishes or {}, problems)
    taken = {field for field in wished.values() if field is not None}
    places: dict[Field, int] = {}
    for place, field in {**recognise(header), **wished}.items():
        if field is None or (field in taken and place not in wished):
            continue
        if field in places:
            problems.append(_twice(table, field, header[places[field]], header[place]))
        else:
            places[field] = place
    if not problems and Field.NUMBER not in places:
        problems.append(_missing_number(table))
    if problems:
        raise Problems(problems)
    used = set(places.values())
    return Columns(places, tuple(title for place, title in enumerate(titles_of(header)) if place not in used))


def titles_of(header: tuple[str, ...]) -> tuple[str, ...]:
    """What to call each column: its header, or its place when that is empty or stands twice."""
    titles = [text.strip() for text in header]
    return tuple(
        text if text and titles.index(text) == place else _("Column %(number)s", number=place + 1)
        for place, text in enumerate(titles)
    )


def _wished(table: Table, wishes: Mapping[str, str], problems: list[Problem]) -> dict[int, Field | None]:
    found: dict[int, Field | None] = {}
    exact = {title: place for place, title in enumerate(titles_of(table.header.cells))}
    roughly = {plain(title): place for title, place in reversed(exact.items())}
    for header, wish in wishes.items():
        place = exact.get(header, roughly.get(plain(header)))
        field = field_named(wish)
        if place is None:
            message = _("There is no column “%(header)s”.", header=header)
            remedy = _("The columns are: %(names)s.", names=", ".join(titles_of(table.header.cells)))
            problems.append(Problem(table.name, table.header.line, message, remedy))
        elif wish != IGNORE and field is None:
            message = _("“%(field)s” is not something a roster can say.", field=wish)
            remedy = _("Choose one of: %(names)s.", names=", ".join(Field))
            problems.append(Problem(table.name, table.header.line, message, remedy))
        else:
            found[place] = field
    return found


def _twice(table: Table, field: Field, one: str, other: str) -> Problem:
    return Problem(
        table.name,
        table.header.line,
        _(
            "Two columns hold the same: “%(one)s” and “%(other)s” (%(field)s).",
            one=one,
            other=other,
            field=LABELS[field],
        ),
        _("Choose which one counts, and ignore the other."),
    )


def _missing_number(table: Table) -> Problem:
    titles = ", ".join(titles_of(table.header.cells))
    return Problem(
        table.name,
        table.header.line,
        _("No column was recognised as “%(field)s”.", field=LABELS[Field.NUMBER]),
        _(
            "Say which column it is, or name it %(header)s. The columns are: %(names)s.",
            header=Field.NUMBER,
            names=titles,
        ),
    )
