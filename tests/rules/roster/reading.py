"""From the text of a roster to its rows and its plan, in one call, as the tests need it."""

from datetime import date
from pathlib import Path
from typing import Any

from training.core.problems import Problem
from training.people.roster.columns import map_columns
from training.people.roster.dates import DateOrder
from training.people.roster.entries import Roster, RosterRow
from training.people.roster.plan import Plan
from training.people.roster.planning import PlanOptions, make_plan
from training.people.roster.rows import read_rows
from training.people.roster.snapshot import Snapshot
from training.people.roster.tables import read_table

DATA = Path(__file__).parents[2] / "data"
TODAY = date(2026, 11, 22)

HEADER = "employee_id,first_name,last_name,email,team,role,manager_id,hired_on,left_on,status\n"
ANNA = "E1,Anna,Berg,anna@example.com,Company/Shop,Counter staff,,2024-05-01,,active\n"


def roster_of(data: bytes | str, *, order: DateOrder | None = None, **wishes: str) -> Roster:
    """The roster in a file; `wishes` maps headers to fields."""
    table = read_table(data.encode() if isinstance(data, str) else data, "people.csv")
    return read_rows(table, map_columns(table, wishes), today=TODAY, date_order=order)


def row_of(cells: str, header: str = HEADER) -> tuple[RosterRow, tuple[Problem, ...]]:
    """The only row below a header, and what is wrong with it."""
    roster = roster_of(header + cells)
    (row,) = roster.rows
    return row, roster.problems


def plan_of(data: bytes | str, snapshot: Snapshot | None = None, *, day: date = TODAY, **options: Any) -> Plan:
    return make_plan(roster_of(data), snapshot or Snapshot(), PlanOptions(day, **options))


def said(problems: tuple[Problem, ...]) -> list[str]:
    """Problems in short: severity, line, message."""
    return [f"{problem.severity} {problem.line}: {problem.message}" for problem in problems]
