"""Each row of a roster as a person, or what is wrong with it."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Literal, TypeVar

from training.core.i18n import gettext as _
from training.core.i18n import ngettext
from training.core.problems import Problem
from training.people.roster import cells
from training.people.roster.columns import Columns
from training.people.roster.dates import DateOrder, order_of, read_day, undecided
from training.people.roster.employment import settle_days
from training.people.roster.entries import Roster, RosterRow
from training.people.roster.headers import LABELS, Field
from training.people.roster.records import BadCell, Record, Table
from training.people.roster.snapshot import Status

DATES = (Field.HIRED, Field.LEFT, Field.LEAVE_FROM, Field.LEAVE_UNTIL)
_TEXTS_TO_DOUBT = (Field.GIVEN, Field.FAMILY, Field.PREFERRED, Field.TEAM, Field.ROLE)

Value = TypeVar("Value")
Orders = dict[Field, DateOrder | None]


def read_rows(table: Table, columns: Columns, *, today: date, date_order: DateOrder | None = None) -> Roster:
    """Every row of the table as a person. `date_order` is needed only where no date of the file proves it."""
    orders, questions = _date_orders(table, columns, date_order)
    problems = [*table.problems, *questions]
    bad = {problem.line for problem in table.problems if problem.severity == "error" and problem.line is not None}
    rows = []
    for record in table.records:
        reader = _RowReader(table.name, record, columns, orders)
        row = reader.row(today)
        problems += reader.problems
        if reader.is_bad:
            bad.add(record.line)
        if row is not None:
            rows.append(row)
    return Roster(table.name, columns.fields, tuple(rows), tuple(problems), frozenset(bad))


def _date_orders(table: Table, columns: Columns, wish: DateOrder | None) -> tuple[Orders, list[Problem]]:
    """The order of the dates of each column, and one question for all columns that do not show it.

    A column that proves nothing follows the others of the file.
    """
    dated = {
        column: [(record.line, record.cells[columns.places[column]].strip()) for record in table.records]
        for column in DATES
        if column in columns.places
    }
    proven = {column: order_of(text for _line, text in found) for column, found in dated.items()}
    votes = Counter(order for order in proven.values() if order)
    common = next(iter(votes)) if len(votes) == 1 else None
    orders = {column: wish or order or common for column, order in proven.items()}
    asking = [
        (line, text)
        for column, order in orders.items()
        if order is None
        for line, text in dated[column]
        if undecided(text)
    ]
    return orders, [_question(table.name, asking)] if asking else []


def _question(name: str, asking: list[tuple[int, str]]) -> Problem:
    line, text = min(asking)
    message = _("“%(text)s” can be read with the day or the month first.", text=text)
    more = len(asking) - 1
    if more:
        rest = ngettext("The same is true of %(num)s more date.", "The same is true of %(num)s more dates.", more)
        message = f"{message} {rest}"
    return Problem(name, line, message, _("Say which comes first in this file, or write dates as 2026-04-03."))


class _RowReader:
    """Reads the cells of one row and collects what is wrong with them."""

    def __init__(self, name: str, record: Record, columns: Columns, orders: Orders) -> None:
        self.problems: list[Problem] = []
        self.is_bad = False
        self._name = name
        self._record = record
        self._columns = columns
        self._orders = orders

    def row(self, today: date) -> RosterRow | None:
        """The person in this row; None when it does not say who that is."""
        number = self._read(Field.NUMBER, cells.read_number, "")
        row = RosterRow(
            line=self._record.line,
            employee_number=number,
            given=self._read(Field.GIVEN, cells.read_name, ""),
            family=self._read(Field.FAMILY, cells.read_name, ""),
            preferred=self._read(Field.PREFERRED, cells.read_text, ""),
            email=self._read(Field.EMAIL, cells.read_address, ""),
            phone=self._read(Field.PHONE, cells.read_phone, ""),
            team=self._read(Field.TEAM, cells.read_team, ()),
            role=self._read(Field.ROLE, cells.read_text, ""),
            manager=self._read(Field.MANAGER, cells.read_text, ""),
            hired_on=self._day(Field.HIRED),
            left_on=self._day(Field.LEFT),
            leave_from=self._day(Field.LEAVE_FROM),
            leave_until=self._day(Field.LEAVE_UNTIL),
            language=self._read(Field.LANGUAGE, cells.read_language, ""),
            status=self._read(Field.STATUS, cells.read_status, None),
        )
        if not number:
            return None
        self._doubt_texts()
        return row if self.is_bad else self._settled(row, today)

    def _cell(self, column: Field) -> str:
        place = self._columns.places.get(column)
        return "" if place is None else self._record.cells[place]

    def _read(self, column: Field, read: Callable[[str], Value], nothing: Value) -> Value:
        if column not in self._columns.places:
            return nothing
        try:
            return read(self._cell(column))
        except BadCell as bad:
            self._say(column, bad.message, bad.remedy, "error")
            return nothing

    def _day(self, column: Field) -> date | None:
        order = self._orders.get(column)
        if order is None and undecided(self._cell(column)):
            self.is_bad = True  # asked once for the whole file
            return None
        return self._read(column, lambda cell: read_day(cell, order), None)

    def _say(self, column: Field, message: str, remedy: str, severity: Literal["error", "warning"]) -> None:
        self.is_bad = self.is_bad or severity == "error"
        text = f"{LABELS[column]}: {message}"
        self.problems.append(Problem(self._name, self._record.line, text, remedy, severity))

    def _doubt_texts(self) -> None:
        for column in _TEXTS_TO_DOUBT:
            text = self._cell(column).strip()
            if cells.lost_letters(text) or cells.mangled(text):
                message = _("letters seem to be lost in “%(text)s”.", text=text)
                remedy = _("Save the file again as “CSV UTF-8”. A name that is known already stays whole.")
                self._say(column, message, remedy, "warning")

    def _settled(self, row: RosterRow, today: date) -> RosterRow:
        """The row with its days and status in agreement."""
        fields = self._columns.fields
        if {Field.GIVEN, Field.FAMILY} <= fields and not (row.given or row.family):
            self._say(Field.GIVEN, _("Nobody is without any name."), _("Write at least one name."), "error")
        if Field.ROLE in fields and not row.role and row.status is not Status.LEFT:
            self._say(Field.ROLE, _("%(name)s has none.", name=row.name), _("No programme will be due."), "warning")
        row, found = settle_days(self._name, row, fields, today)
        self.problems += found
        self.is_bad = self.is_bad or any(problem.severity == "error" for problem in found)
        return row
