"""An uploaded file to rows of text, whatever kind of spreadsheet file it is."""

from training.core.i18n import gettext as _
from training.people.roster.csv_files import read_csv
from training.people.roster.records import MAX_BYTES, Table, fatal
from training.people.roster.xlsx_files import read_xlsx

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES_AND_PAPERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
_PAGES = (b"<!doctype", b"<html", b"<table", b"<?xml")


def read_table(
    data: bytes, name: str, *, encoding: str | None = None, delimiter: str | None = None, sheet: str | None = None
) -> Table:
    """The rows of a CSV file or an Excel workbook, judged by its content, not its name.

    `encoding` and `delimiter` (CSV) and `sheet` (workbook) override what is recognised.
    Raises Problems, and nothing else, whatever the bytes are.
    """
    if len(data) > MAX_BYTES:
        raise fatal(
            name,
            _("This file is larger than %(limit)s MB.", limit=MAX_BYTES // 1024**2),
            _("Leave out the columns that are not about people, or split it into smaller files."),
        )
    if data.startswith(_ZIP):
        return read_xlsx(data, name, sheet=sheet)
    _refuse_other_kinds(data, name)
    return read_csv(data, name, encoding=encoding, delimiter=delimiter)


def _refuse_other_kinds(data: bytes, name: str) -> None:
    if data.startswith(_OLD_EXCEL):
        raise fatal(
            name,
            _("This is an old Excel workbook (.xls), or one that is locked with a password."),
            _("Save it without a password as .xlsx, or as “CSV UTF-8”."),
        )
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(_PICTURES_AND_PAPERS) or start.startswith(_PAGES):
        raise fatal(
            name,
            _("This is not a spreadsheet file."),
            _("Choose an Excel workbook (.xlsx) or a CSV file."),
        )
