"""Excel workbooks (.xlsx): bounded reading of one sheet, with dates as dates and numbers as they are shown."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import openpyxl

from training.core.i18n import gettext as _
from training.core.problems import Problem, Problems
from training.people.roster.records import MAX_COLUMNS, MAX_ROWS, Record, Table, fatal, fitted, header_and_rows

MAX_UNPACKED_BYTES = 150 * 1024 * 1024
MAX_PARTS = 2000
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_ZEROS = re.compile(r"0{2,}")


def read_xlsx(data: bytes, name: str, *, sheet: str | None = None) -> Table:
    """The table on a sheet of a workbook: the named one, else the first that is not hidden. Raises Problems."""
    has_formulas = _check_size(data, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of parts it leaves out; none of them holds rows
            return _read(data, name, sheet, has_formulas=has_formulas)
    except Problems:
        raise
    except Exception as error:  # openpyxl has no family of errors: a damaged file raises whatever it meets
        raise _damaged(name) from error


def _read(data: bytes, name: str, sheet: str | None, *, has_formulas: bool) -> Table:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        sheets = tuple(page.title for page in book.worksheets if page.sheet_state == "visible") or tuple(
            page.title for page in book.worksheets
        )
        chosen = _chosen(sheets, sheet, name)
        found = _records(book[chosen])
        header, rows = header_and_rows(name, found, short_rows_are_cut=True)
    finally:
        book.close()
    records, problems = fitted(name, header, rows)
    if has_formulas:
        problems += _formulas_without_a_value(data, name, chosen, len(header.cells))
    return Table(name, header, records, sheet=chosen, sheets=sheets, problems=tuple(problems))


def _chosen(sheets: tuple[str, ...], wanted: str | None, name: str) -> str:
    if not sheets:
        raise fatal(name, _("This workbook has no sheet with rows."), _("Choose another file."))
    if not wanted:
        return sheets[0]
    for title in sheets:
        if title.strip().casefold() == wanted.strip().casefold():
            return title
    raise fatal(
        name,
        _("There is no sheet called “%(sheet)s”.", sheet=wanted),
        _("Choose one of: %(names)s.", names=", ".join(sheets)),
    )


def _records(page: Any) -> Iterator[Record]:
    page.reset_dimensions()  # the size a file claims for its sheet is often wrong
    for line, row in enumerate(page.iter_rows(max_row=MAX_ROWS + 101, max_col=MAX_COLUMNS + 1), 1):
        yield Record(line, tuple(_text(cell) for cell in row))


def _text(cell: Any) -> str:
    """The cell as text: days as 2026-03-04, whole numbers without a decimal point."""
    value = cell.value
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and value >= 0 and _ZEROS.fullmatch(cell.number_format or ""):
        return str(value).zfill(len(cell.number_format))  # a number such as 42 that is shown as 00042
    return "" if value is None else str(value)


def _formulas_without_a_value(data: bytes, name: str, sheet: str, width: int) -> list[Problem]:
    """Formulas whose result was never saved: reading only values would take them for blank cells."""
    values = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    problems = []
    try:
        pairs = zip(_cells(values[sheet], width), _cells(formulas[sheet], width), strict=False)
        for line, (results, sources) in enumerate(pairs, 1):
            if any(
                source.data_type == "f" and result.value is None
                for result, source in zip(results, sources, strict=False)
            ):
                problems.append(
                    Problem(
                        name,
                        line,
                        _("This row has a formula without a result."),
                        _("Open the workbook in a spreadsheet program and save it, or paste the values only."),
                    )
                )
    finally:
        values.close()
        formulas.close()
    return problems


def _cells(page: Any, width: int) -> Iterator[tuple[Any, ...]]:
    page.reset_dimensions()
    return iter(page.iter_rows(max_row=MAX_ROWS + 101, max_col=width))


def _check_size(data: bytes, name: str) -> bool:
    """Refuse an archive that is no workbook or unpacks to far more than a roster; tell whether it has formulas."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if not any(part.filename.startswith("xl/") for part in parts):
                raise fatal(
                    name,
                    _("This is a packed file, but not an Excel workbook."),
                    _("Choose an Excel workbook (.xlsx) or a CSV file."),
                )
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                raise fatal(
                    name,
                    _("This workbook unpacks to far more than a list of people needs."),
                    _("Copy the list to a new workbook, or save the sheet as “CSV UTF-8”."),
                )
            return any(_FORMULA.search(archive.read(part)) for part in parts if "worksheets/" in part.filename)
    except Problems:
        raise
    except Exception as error:  # a damaged archive raises errors of several unrelated kinds
        raise _damaged(name) from error


def _damaged(name: str) -> Problems:
    return fatal(
        name,
        _("This workbook is damaged or locked with a password."),
        _("Open it in a spreadsheet program and save it again as .xlsx, or as “CSV UTF-8”."),
    )
