"""People to a spreadsheet that imports back as no change, and is safe to open."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from training.people.roster.cells import ONE_NAME_ONLY, written_team
from training.people.roster.guards import guarded
from training.people.roster.headers import Field
from training.people.roster.snapshot import PersonNow, Snapshot

COLUMNS = tuple(Field)
_DIALLED = re.compile(r"\+[\d ()/.-]+")


def write_csv(snapshot: Snapshot, today: date) -> bytes:
    """Everybody as CSV in UTF-8 with a byte order mark, so that spreadsheet programs see the accents."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(_rows(snapshot, today, guarded))
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(snapshot: Snapshot, today: date) -> bytes:
    """Everybody as a workbook of text cells. None of them can run: what starts like a formula is guarded."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("People")
    sheet.freeze_panes = "B2"
    sheet.append(COLUMNS)
    for cells in _rows(snapshot, today, _guarded_unless_dialled):
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in cells])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _guarded_unless_dialled(phone: str) -> str:
    """In a text cell “+1 555 0104” needs no guard, and looks odd with one."""
    return phone if _DIALLED.fullmatch(phone) else guarded(phone)


def _rows(snapshot: Snapshot, today: date, phone: Callable[[str], str]) -> Iterator[list[str]]:
    for person in snapshot.people:
        said = _said(person, today)
        said[Field.PHONE] = phone(person.phone)
        yield [said[column] for column in COLUMNS]


def _said(person: PersonNow, today: date) -> dict[Field, str]:
    return {
        Field.NUMBER: guarded(person.employee_number),
        Field.GIVEN: _name(person.given),
        Field.FAMILY: _name(person.family),
        Field.PREFERRED: guarded(person.preferred),
        Field.EMAIL: guarded(person.email),
        Field.TEAM: guarded(written_team(person.team)),
        Field.ROLE: guarded(person.role),
        Field.MANAGER: guarded(person.manager),
        Field.HIRED: _day(person.hired_on),
        Field.LEFT: _day(person.left_on),
        Field.LEAVE_FROM: _day(person.leave_from),
        Field.LEAVE_UNTIL: _day(person.leave_until),
        Field.LANGUAGE: person.language,
        Field.STATUS: person.status(today),
    }


def _name(name: str) -> str:
    return guarded(name) if name else ONE_NAME_ONLY


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
