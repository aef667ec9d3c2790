"""CSV files: separators, quotes, encodings, and what cannot be read."""

import json
from pathlib import Path

import pytest

from tests.rules.roster.reading import DATA
from training.core.problems import Problems
from training.people.roster.charsets import ENCODINGS, known_encoding
from training.people.roster.records import MAX_BYTES, MAX_ROWS, Table
from training.people.roster.tables import read_table

SPECTRUM = sorted((DATA / "csv-spectrum" / "csvs").glob("*.csv"))

# Names that tell encodings apart, as they stand in rosters of several countries.
NAMES = {
    "Windows-1252": [("Jürgen", "Müller"), ("Zoé", "Lefèvre"), ("Íñigo", "Núñez"), ("Åsa", "Öberg")],
    "Windows-1250": [("Jiří", "Dvořák"), ("Tomáš", "Černý"), ("Łukasz", "Wójcik"), ("Győző", "Szűcs")],
    "ISO-8859-2": [("Łukasz", "Dąbrowski"), ("Świętosława", "Żółć"), ("Mikołaj", "Kozłowski")],
    "Windows-1254": [("Ömer", "Yıldız"), ("Şule", "Çağlar"), ("İbrahim", "Güneş")],
    "Windows-1257": [("Mārtiņš", "Vītols"), ("Žanis", "Bērziņš")],
    "Windows-1251": [("Иван", "Петров"), ("Ольга", "Смирнова")],
    "Windows-1253": [("Γιάννης", "Παπαδόπουλος"), ("Μαρία", "Νικολάου")],
    "Mac Roman": [("Jürgen", "Müller"), ("Anna", "Schäfer")],
    "Shift JIS": [("太郎", "山田"), ("花子", "鈴木")],
    "UTF-8": [("Łukasz", "Wójcik"), ("淑惠", "Heng"), ("Ольга", "Смирнова")],
    "UTF-16": [("Łukasz", "Wójcik"), ("Mārtiņš", "Vītols")],
}


def csv_of(names: list[tuple[str, str]], delimiter: str = ";") -> str:
    rows = [("employee_id", "first_name", "last_name"), *((f"E{i}", *name) for i, name in enumerate(names))]
    return "".join(delimiter.join(row) + "\r\n" for row in rows)


def cells_of(table: Table) -> list[tuple[str, ...]]:
    return [record.cells for record in table.records]


@pytest.mark.parametrize("path", SPECTRUM, ids=lambda path: path.stem)
def test_every_corner_case_of_csv_is_read_as_its_authors_expect(path: Path) -> None:
    table = read_table(path.read_bytes(), path.name)
    got = [dict(zip(table.header.cells, record.cells, strict=True)) for record in table.records]
    expected = json.loads((path.parents[1] / "json" / f"{path.stem}.json").read_text(encoding="utf-8"))
    if path.stem == "location_coordinates":  # its JSON is one object, with another phone number than the CSV
        expected = [expected | {"Contact Phone Number": "2095257564"}]
    assert got == expected


def test_a_row_is_numbered_by_the_line_on_which_it_begins_even_after_a_cell_of_two_lines() -> None:
    table = read_table(b'id,note\r\n1,"two\r\nlines"\r\n\r\n2,plain\r\n', "x.csv")
    assert [(record.line, record.cells[0]) for record in table.records] == [(2, "1"), (5, "2")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_recognised_even_when_others_stand_inside_cells(delimiter: str) -> None:
    text = delimiter.join(["id", "name"]) + "\n"
    text += "".join(delimiter.join([str(i), f'"A{i}, B; C | D"']) + "\n" for i in range(5))
    assert read_table(text.encode(), "x.csv").delimiter == delimiter


def test_a_first_line_that_declares_the_separator_is_obeyed_and_counted() -> None:
    table = read_table(b"sep=|\nid|a,b\n1|x,y\n", "x.csv")
    assert (table.delimiter, table.header.line, table.records[0].line) == ("|", 2, 3)


def test_a_separator_that_is_chosen_goes_before_the_one_that_is_recognised() -> None:
    assert read_table(b"a;b,c\n1;2,3\n", "x.csv", delimiter="comma").header.cells == ("a;b", "c")


def test_a_sign_that_separates_nothing_is_refused() -> None:
    with pytest.raises(Problems, match="does not separate cells"):
        read_table(b"a,b\n1,2\n", "x.csv", delimiter="x")


@pytest.mark.parametrize("label", NAMES)
def test_names_are_read_right_whatever_encoding_the_file_was_saved_in(label: str) -> None:
    names = NAMES[label]
    table = read_table(csv_of(names).encode(ENCODINGS[label]), "x.csv")
    assert [cells[1:] for cells in cells_of(table)] == names
    assert table.encoding == label


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_recognised_with_and_without_its_mark(codec: str) -> None:
    table = read_table(csv_of(NAMES["UTF-8"][:1]).encode(codec), "x.csv")
    assert cells_of(table) == [("E0", "Łukasz", "Wójcik")]
    assert table.header.cells[0] == "employee_id"


def test_an_encoding_that_is_chosen_goes_before_the_one_that_is_recognised() -> None:
    data = "id;name\n1;Dvořák\n".encode("cp1250")
    assert read_table(data, "x.csv", encoding="cp1252").records[0].cells[1] == "Dvoøák"
    assert read_table(data, "x.csv", encoding="Windows-1250").records[0].cells[1] == "Dvořák"


def test_an_encoding_that_does_not_fit_is_refused_at_the_row_that_shows_it() -> None:
    with pytest.raises(Problems) as caught:
        read_table("id;name\n1;Dvořák\n".encode("cp1250"), "x.csv", encoding="utf-8")
    (problem,) = caught.value.problems
    assert (problem.line, problem.message) == (2, "This file cannot be read as UTF-8.")


def test_encodings_are_known_by_each_of_their_usual_names() -> None:
    assert [known_encoding(name) for name in ("latin1", "utf8", "CP1252", "windows-1250", "Mac Roman", "klingon")] == [
        "ISO-8859-1",
        "UTF-8",
        "Windows-1252",
        "Windows-1250",
        "Mac Roman",
        None,
    ]


def test_a_title_above_the_table_is_passed_over() -> None:
    table = read_table(b"Staff on 1 March\n\nid,name\n1,Anna\n", "x.csv")
    assert (table.header.line, cells_of(table)) == (3, [("1", "Anna")])


def test_a_row_with_too_few_or_too_many_cells_is_reported_with_its_number() -> None:
    table = read_table(b"id,name,team\n1,Anna\n2,Ben,Shop\n3,Cleo,Shop,4\n4,Dan,Shop,,\n", "x.csv")
    assert [(problem.line, problem.message) for problem in table.problems] == [
        (2, "This row has 2 cells, the header has 3."),
        (4, "This row has 4 cells, the header has 3."),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This file is empty."),
        (b"\n , ,\n", "This file is empty."),
        (b"id,name\n", "There is a header, but nobody below it."),
        (b'id,name\n1,"Anna\n2,Ben\n', "The quotation marks in this row do not match."),
        (b'id,name\n1,"Anna"x\n', "The quotation marks in this row do not match."),
        (b'id,name\n1,"' + b"x" * 200_000 + b'"\n', "A cell in this row is far too long."),
        (b"%PDF-1.7 ...", "This is not a spreadsheet file."),
        (b"<html><table><tr><td>1</td></tr></table>", "This is not a spreadsheet file."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100),
            "This is an old Excel workbook (.xls)",
        ),
        (bytes(range(256)) * 4, "This file is not a table of text."),
        (b"a,b\n" + b"1,2\n" * (MAX_ROWS + 1), "This file has more than 200,000 rows."),
        (b"a," * 300 + b"a\n1\n", "This file has more than 200 columns."),
        (b"x" * (MAX_BYTES + 1), "This file is larger than 10 MB."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_a_roster_is_refused_in_plain_words(data: bytes, words: str) -> None:
    with pytest.raises(Problems) as caught:
        read_table(data, "x.csv")
    (problem,) = caught.value.problems
    assert problem.message.startswith(words)
    assert problem.remedy
