"""What a spreadsheet file holds once it is read: a header and numbered rows of text."""

from collections.abc import Iterable
from dataclasses import dataclass

from training.core.i18n import gettext as _
from training.core.i18n import ngettext
from training.core.problems import Problem, Problems

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 200


@dataclass(frozen=True)
class Record:
    """One row. `line` counts from 1, as a text editor or a spreadsheet program shows it."""

    line: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> int:
        """How many cells hold something."""
        return sum(1 for cell in self.cells if cell.strip())


@dataclass(frozen=True)
class Table:
    """A file as rows of text, and how it was read.

    Every record is as wide as the header. `encoding` and `delimiter` are empty for a workbook, `sheet` for a CSV.
    `problems` are rows that cannot be trusted and doubts about the file; their lines are still among the records.
    """

    name: str
    header: Record
    records: tuple[Record, ...]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


class BadCell(ValueError):
    """A cell cannot be read: what is wrong with it, and the remedy, in the reader's words."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


def fatal(name: str, message: str, remedy: str, line: int | None = None) -> Problems:
    """The one problem that stops the reading of a file, to be raised."""
    return Problems([Problem(name, line, message, remedy)])


def too_many_rows(name: str) -> Problems:
    return fatal(
        name,
        _("This file has more than %(limit)s rows.", limit=f"{MAX_ROWS:,}"),
        _("Split it into smaller files, and import each as part of a roster."),
    )


def header_and_rows(name: str, found: Iterable[Record], *, short_rows_are_cut: bool) -> tuple[Record, list[Record]]:
    """The header and the filled rows below it. Raises Problems when there is no such thing.

    A title above the table fills one cell; the header is the first row that fills more, unless no row does.
    With `short_rows_are_cut`, blank cells at the end of a row may be missing, as in a workbook.
    """
    records = [record for record in found if record.filled]
    if not records:
        raise fatal(name, _("This file is empty."), _("Choose the file that lists your people."))
    start = next((place for place, record in enumerate(records) if record.filled > 1), 0)
    header = _trimmed(records[start])
    if len(header.cells) > MAX_COLUMNS:
        raise fatal(
            name,
            _("This file has more than %(limit)s columns.", limit=MAX_COLUMNS),
            _("Remove the columns that are not about people."),
            header.line,
        )
    rows = records[start + 1 :]
    if not rows:
        raise fatal(name, _("There is a header, but nobody below it."), _("Add a row for each person."), header.line)
    if len(rows) > MAX_ROWS:
        raise too_many_rows(name)
    if short_rows_are_cut:
        rows = [record if len(record.cells) >= len(header.cells) else _padded(record, header) for record in rows]
    return header, rows


def fitted(name: str, header: Record, rows: Iterable[Record]) -> tuple[tuple[Record, ...], list[Problem]]:
    """The rows as wide as the header, and a problem for each that was wider or narrower."""
    width = len(header.cells)
    fitting: list[Record] = []
    problems: list[Problem] = []
    for record in rows:
        row = _trimmed(record, down_to=width)
        if len(row.cells) != width:
            problems.append(_uneven(name, row, width))
        fitting.append(Record(row.line, _padded(row, header).cells[:width]))
    return tuple(fitting), problems


def _uneven(name: str, row: Record, width: int) -> Problem:
    cells = ngettext("This row has %(num)s cell", "This row has %(num)s cells", len(row.cells))
    header = ngettext("the header has %(num)s.", "the header has %(num)s.", width)
    return Problem(
        name,
        row.line,
        f"{cells}, {header}",
        _("Look for a missing or an extra separator in this row; text that contains one needs quotes around it."),
    )


def _trimmed(record: Record, down_to: int = 0) -> Record:
    cells = record.cells
    end = len(cells)
    while end > down_to and not cells[end - 1].strip():
        end -= 1
    return record if end == len(cells) else Record(record.line, cells[:end])


def _padded(record: Record, header: Record) -> Record:
    missing = len(header.cells) - len(record.cells)
    return record if missing <= 0 else Record(record.line, record.cells + ("",) * missing)
