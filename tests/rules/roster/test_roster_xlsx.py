"""Excel workbooks: sheets, dates and numbers, and what is refused before it is unpacked."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import Cell

from training.core.problems import Problems
from training.people.roster.records import Table
from training.people.roster.tables import read_table


def workbook(*rows: tuple[Any, ...], title: str = "People", hidden: str = "") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if hidden:
        book.create_sheet(hidden, 0).sheet_state = "hidden"
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes, **choices: str) -> Table:
    return read_table(data, "x.xlsx", **choices)


def test_days_come_as_days_and_whole_numbers_without_a_point() -> None:
    data = workbook(
        ("id", "hired", "left", "share", "active"),
        (1001.0, date(2026, 3, 4), datetime(2026, 12, 31, 17, 30), 0.5, True),  # noqa: DTZ001 -- Excel has no zones
    )
    (record,) = read(data).records
    assert (record.line, record.cells) == (2, ("1001", "2026-03-04", "2026-12-31", "0.5", "True"))


def test_numbers_keep_the_zeros_with_which_they_are_shown() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("id", "name"))
    sheet.append((42, "Anna"))
    cell = sheet["A2"]
    assert isinstance(cell, Cell)
    cell.number_format = "00000"
    assert read(saved(book)).records[0].cells == ("00042", "Anna")


def test_blank_rows_and_cells_are_counted_but_not_read() -> None:
    data = workbook(("id", "name", None), (), ("1", "Anna"), (None, None), ("2",))
    table = read(data)
    assert table.header.cells == ("id", "name")
    assert [(record.line, record.cells) for record in table.records] == [(3, ("1", "Anna")), (5, ("2", ""))]


def test_the_first_sheet_that_is_not_hidden_is_read() -> None:
    table = read(workbook(("id", "name"), ("1", "Anna"), hidden="Lookups"))
    assert (table.sheet, table.sheets) == ("People", ("People",))


def test_a_sheet_is_chosen_by_its_name() -> None:
    book = openpyxl.Workbook()
    other = book.create_sheet("Staff")
    other.append(("id", "name"))
    other.append(("1", "Anna"))
    assert read(saved(book), sheet="staff ").records[0].cells == ("1", "Anna")
    with pytest.raises(Problems, match=r"There is no sheet called “Sales”\. Choose one of: Sheet, Staff\."):
        read(saved(book), sheet="Sales")


def test_a_formula_without_a_saved_result_is_reported_instead_of_read_as_blank() -> None:
    table = read(workbook(("id", "name"), ("1", "Anna"), ("2", '=CONCAT("Be","n")')))
    assert [(problem.line, problem.message) for problem in table.problems] == [
        (3, "This row has a formula without a result.")
    ]


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (packed({"xl/worksheets/sheet1.xml": bytes(160 * 1024**2)}), "This workbook unpacks to far more"),
        (packed({f"xl/{i}.xml": b"" for i in range(2001)}), "This workbook unpacks to far more"),
        (packed({"letter.txt": b"hello"}), "This is a packed file, but not an Excel workbook."),
        (packed({"xl/workbook.xml": b"<nothing/>"}), "This workbook is damaged"),
        (workbook(("id", "name"), ("1", "Anna"))[:-200], "This workbook is damaged"),
        (workbook(), "This file is empty."),
    ],
    ids=["bomb", "many parts", "other archive", "no workbook", "cut off", "empty"],
)
def test_a_workbook_that_cannot_be_read_is_refused_in_plain_words(data: bytes, words: str) -> None:
    with pytest.raises(Problems) as caught:
        read(data)
    (problem,) = caught.value.problems
    assert problem.message.startswith(words)
    assert problem.remedy
