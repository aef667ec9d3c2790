"""Files of any length as a header and rows of text, read as a stream: CSV in any usual encoding, and workbooks."""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

import openpyxl

from training.core.i18n import gettext as _
from training.core.problems import Problem, Problems
from training.people.roster.charsets import ENCODINGS, decode, known_encoding
from training.people.roster.csv_files import guess_delimiter

SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
MOST_COLUMNS = 500
_SAMPLE = 200_000  # bytes by which encoding and separator are recognised
_MOST_UNPACKED = 4 * 1024**3
_MOST_TEXTS = 400 * 1024**2  # a workbook’s texts are held in memory
_BOTTOM = 20  # rows above the header: titles and blank ones
Cells = tuple[str, ...]


@dataclass
class Rows:
    """A file that is being read. `rows` gives line and cells, each row as wide as the header or not."""

    header: Cells
    rows: Iterator[tuple[int, Cells]]
    file: BinaryIO = field(repr=False)
    size: int

    @property
    def share(self) -> float:
        """How much of the file is read, from 0 to 1."""
        return min(1.0, self.file.tell() / self.size) if self.size else 1.0


@contextmanager
def opened(
    path: Path, name: str, *, encoding: str | None = None, delimiter: str | None = None, sheet: str | None = None
) -> Iterator[Rows]:
    """The rows of a CSV file or workbook, judged by its content. Raises Problems for what is neither.

    `name` is what the file is called for whoever reads about it; `delimiter` is a word of SIGNS.
    """
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    with path.open("rb") as file:
        if start.startswith(b"PK\x03\x04"):
            with _workbook(file, name, sheet) as rows:
                yield rows
        else:
            with _text(file, start, name, encoding, delimiter) as rows:
                yield rows


@contextmanager
def _text(file: BinaryIO, start: bytes, name: str, encoding: str | None, delimiter: str | None) -> Iterator[Rows]:
    if b"\x00" in start[:4000] and encoding is None and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _fatal(name, _("This file is not a table of text."), _("Choose a CSV file or an Excel workbook (.xlsx)."))
    # A sample must not end in the middle of a letter: it ends with a line, where there is one.
    sample = start if len(start) < _SAMPLE else start[: start.rfind(b"\n") + 1] or start
    text, label = decode(sample, name, encoding)
    sign = SIGNS[delimiter] if delimiter else guess_delimiter(text)
    known = known_encoding(label)
    codec = "utf-8-sig" if label == "UTF-8" else ENCODINGS[known] if known else label
    size = _size(file)
    with io.TextIOWrapper(file, encoding=codec, newline="") as lines:
        header, rows = _from_header(_records(csv.reader(lines, delimiter=sign, strict=True), name, label), name)
        yield Rows(header, rows, file, size)


def _records(reader: Any, name: str, label: str) -> Iterator[tuple[int, Cells]]:
    """Rows with the lines on which they begin. A row may go over several lines."""
    line = 1
    try:
        for cells in reader:
            yield line, tuple(cells)
            line = reader.line_num + 1
    except csv.Error as error:
        raise _fatal(
            name,
            _("This row cannot be read: %(reason)s.", reason=error),
            _("Look for a quotation mark that opens here and is never closed."),
            line,
        ) from error
    except UnicodeDecodeError as error:
        raise _fatal(
            name,
            _("From here on the file cannot be read as %(encoding)s.", encoding=label),
            _("Name its encoding in the mapping, or save it again as “CSV UTF-8”."),
            line,
        ) from error


@contextmanager
def _workbook(file: BinaryIO, name: str, sheet: str | None) -> Iterator[Rows]:
    _check_size(file, name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of parts that it leaves out; none of them holds rows
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        except Exception as error:  # a damaged file raises whatever openpyxl meets
            raise _damaged(name) from error
    try:
        page = _page(book, name, sheet)
        page.reset_dimensions()  # the size a file claims for its sheet is often wrong
        header, rows = _from_header(_of_page(page, name), name)
        width = len(header)
        padded = ((line, cells + ("",) * (width - len(cells))) for line, cells in rows)
        yield Rows(header, padded, file, _size(file))
    finally:
        book.close()


def _page(book: Any, name: str, sheet: str | None) -> Any:
    pages = [page for page in book.worksheets if page.sheet_state == "visible"] or book.worksheets
    for page in pages:
        if sheet is None or page.title.strip().casefold() == sheet.strip().casefold():
            return page
    names = ", ".join(page.title for page in pages)
    raise _fatal(name, _("There is no sheet called “%(sheet)s”.", sheet=sheet), _("There are: %(names)s.", names=names))


def _of_page(page: Any, name: str) -> Iterator[tuple[int, Cells]]:
    rows = page.iter_rows(values_only=True, max_col=MOST_COLUMNS)
    line = 0
    while True:
        try:
            values = next(rows, None)
        except Exception as error:  # as above
            raise _damaged(name) from error
        if values is None:
            return
        line += 1
        cells = [_cell(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        yield line, tuple(cells)


def _cell(value: Any) -> str:
    """A value of a workbook as text: times as 2026-03-04T09:41:00, lengths of time as 1:05:30."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(value)


def _from_header(rows: Iterator[tuple[int, Cells]], name: str) -> tuple[Cells, Iterator[tuple[int, Cells]]]:
    """The first row that fills more than one cell, and what comes below it; a title may stand above."""
    above = []
    for line, cells in rows:
        filled = sum(1 for cell in cells if cell.strip())
        if filled > 1:
            header = tuple(cell.strip().lstrip("\ufeff") for cell in cells)
            while header and not header[-1]:
                header = header[:-1]
            return header, _filled(rows)
        if filled:
            above.append((line, cells))
        if line > _BOTTOM:
            break
    if above:  # a single column is a table too
        return tuple(cell.strip() for cell in above[0][1]), _filled(chain(above[1:], rows))
    raise _fatal(name, _("This file is empty."), _("Choose the file that the source exported."))


def _filled(rows: Iterator[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
    return ((line, cells) for line, cells in rows if any(cells))


def _check_size(file: BinaryIO, name: str) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise _damaged(name) from error
    finally:
        file.seek(0)
    if not any(part.filename.startswith("xl/") for part in parts):
        raise _fatal(
            name,
            _("This is a packed file, but not an Excel workbook."),
            _("Unpack it, and choose the CSV file inside."),
        )
    texts = sum(part.file_size for part in parts if part.filename.endswith("sharedStrings.xml"))
    if texts > _MOST_TEXTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise _fatal(name, _("This workbook unpacks to more than can be read."), _("Save the sheet as “CSV UTF-8”."))


def _size(file: BinaryIO) -> int:
    place = file.tell()
    size = file.seek(0, 2)
    file.seek(place)
    return size


def _damaged(name: str) -> Problems:
    return _fatal(
        name,
        _("This workbook is damaged or locked with a password."),
        _("Open it in a spreadsheet program and save it again as .xlsx, or as “CSV UTF-8”."),
    )


def _fatal(name: str, message: str, remedy: str, line: int | None = None) -> Problems:
    return Problems([Problem(name, line, message, remedy)])
