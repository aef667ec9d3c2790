"""An import from the bytes of a file to its plan, with everything that its owner may choose."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from training.core.permissions import Actor
from training.people.roster.columns import Columns, map_columns
from training.people.roster.dates import DateOrder
from training.people.roster.entries import Roster
from training.people.roster.plan import Plan
from training.people.roster.planning import PlanOptions, make_plan
from training.people.roster.queries import snapshot_of, those_who_run_the_site
from training.people.roster.records import Table
from training.people.roster.rows import read_rows
from training.people.roster.tables import read_table


@dataclass(frozen=True)
class ImportSettings:
    """What can be chosen about an import. Empty means: recognise it. `columns` maps headers to fields."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder | None = None
    is_full: bool = True
    missing_left_on: date | None = None
    top_is_company: bool | None = None

    def kept(self) -> dict[str, Any]:
        """As JSON, to be kept beside the file."""
        day = self.missing_left_on
        return {**asdict(self), "missing_left_on": day.isoformat() if day else None}

    @classmethod
    def restored(cls, kept: Mapping[str, Any]) -> "ImportSettings":
        """The settings from what `kept` gave."""
        order, day = kept.get("date_order"), kept.get("missing_left_on")
        days = {
            "date_order": DateOrder(order) if order else None,
            "missing_left_on": date.fromisoformat(day) if day else None,
        }
        return cls(**{**kept, **days})


def read_file(data: bytes, name: str, settings: ImportSettings) -> Table:
    """The table in a file. Raises Problems."""
    return read_table(data, name, encoding=settings.encoding, delimiter=settings.delimiter, sheet=settings.sheet)


def read_people(table: Table, settings: ImportSettings, today: date) -> tuple[Columns, Roster]:
    """Where each field stands, and everybody in the table. Raises Problems when the columns cannot be told."""
    columns = map_columns(table, settings.columns)
    return columns, read_rows(table, columns, today=today, date_order=settings.date_order)


def plan_for(db: Session, actor: Actor, roster: Roster, settings: ImportSettings, effective: date) -> Plan:
    """What the roster would change on the site as it is now."""
    options = PlanOptions(
        effective=effective,
        is_full=settings.is_full,
        missing_left_on=settings.missing_left_on,
        staying=those_who_run_the_site(db, actor.person_id),
        top_is_company=settings.top_is_company,
    )
    return make_plan(roster, snapshot_of(db, effective), options)
