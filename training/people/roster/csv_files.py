"""CSV files: which sign separates the cells, and rows with their true line numbers."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from training.core.i18n import gettext as _
from training.people.roster.charsets import decode
from training.people.roster.records import (
    MAX_COLUMNS,
    MAX_ROWS,
    Record,
    Table,
    fatal,
    fitted,
    header_and_rows,
    too_many_rows,
)

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 100
_NOT_TEXT = frozenset(map(chr, (*range(9), *range(14, 32))))


def read_csv(data: bytes, name: str, *, encoding: str | None = None, delimiter: str | None = None) -> Table:
    """The table in a CSV file. Raises Problems when it cannot be read at all.

    A first line such as `sep=;`, which spreadsheet programs write and obey, is obeyed.
    """
    text, encoding = decode(data, name, encoding)
    _refuse_what_is_no_text(text, name)
    text, declared = _declared_delimiter(text)
    delimiter = _checked(delimiter, name) if delimiter else declared or guess_delimiter(text)
    header, rows = header_and_rows(
        name, _records(text, delimiter, name, first_line=2 if declared else 1), short_rows_are_cut=False
    )
    records, problems = fitted(name, header, rows)
    return Table(name, header, records, encoding=encoding, delimiter=delimiter, problems=tuple(problems))


def guess_delimiter(text: str) -> str:
    """The sign that cuts most of the first rows into the same number of cells, more than one; else the comma."""
    best, best_score = ",", (0.0, 0)
    for sign in DELIMITERS:
        widths: Counter[int] = Counter()
        try:
            for row in islice(_reader(text, sign), _SAMPLE_ROWS):
                if any(cell.strip() for cell in row):
                    widths[len(row)] += 1
        except csv.Error:
            pass  # what was read before the fault still counts
        if not widths:
            continue
        width, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
        score = (rows / widths.total(), width)
        if width > 1 and score > best_score:
            best, best_score = sign, score
    return best


def _reader(text: str, delimiter: str) -> Any:  # csv has no public name for the type of a reader
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _records(text: str, delimiter: str, name: str, first_line: int) -> Iterator[Record]:
    reader = _reader(text, delimiter)
    before = 0
    count = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken(name, before + first_line, str(error)) from error
        count += 1
        if count > MAX_ROWS + 100:  # room for a title and a header
            raise too_many_rows(name)
        yield Record(before + first_line, tuple(cells[: MAX_COLUMNS + 1]))
        before = reader.line_num


def _broken(name: str, line: int, reason: str) -> Exception:
    if "limit" in reason:
        return fatal(
            name,
            _("A cell in this row is far too long."),
            _("Look for a quotation mark that opens here and is never closed."),
            line,
        )
    return fatal(
        name,
        _("The quotation marks in this row do not match."),
        _("Close each mark that opens a cell, and write a mark inside quoted text twice."),
        line,
    )


def _refuse_what_is_no_text(text: str, name: str) -> None:
    if any(sign in _NOT_TEXT for sign in text[:4000]) and sum(sign in _NOT_TEXT for sign in text[:4000]) > 8:
        raise fatal(
            name,
            _("This file is not a table of text."),
            _("Choose a CSV file or an Excel workbook (.xlsx)."),
        )


def _declared_delimiter(text: str) -> tuple[str, str | None]:
    first, newline, rest = text.partition("\n")
    declared = first.strip("\r\ufeff \"'")
    if newline and declared[:4].casefold() == "sep=" and declared[4:] in DELIMITERS:
        return rest, declared[4:]
    return text, None


def _checked(delimiter: str, name: str) -> str:
    sign = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}.get(delimiter.casefold(), delimiter)
    if sign not in DELIMITERS:
        raise fatal(
            name,
            _("“%(sign)s” does not separate cells.", sign=delimiter),
            _("Choose a comma, a semicolon, a tab or a vertical bar."),
        )
    return sign
