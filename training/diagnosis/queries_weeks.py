"""Sums of cells by week: those that are kept, those that have to be made anew, and how they are made of cells."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.orm import Session

from training.diagnosis.models import WeekOfCells
from training.diagnosis.rules_weeks import Rows, monday_of, pack, summed, unpack, weeks_between
from training.metrics.models import Cell, CellDay, ReadingStratum
from training.scorecards.readings import PICKED


@dataclass(frozen=True)
class FreshWeek:
    """A week that was added up just now, to be kept."""

    week: int
    until: int
    marks: int
    rows: Rows

    def row_for(self, standard_id: int) -> WeekOfCells:
        """As a row."""
        return WeekOfCells(
            standard_id=standard_id,
            week=self.week,
            until=self.until,
            marks=self.marks,
            n=self.rows.readings,
            rows=pack(self.rows),
        )


def weeks_of(db: Session, standard_id: int, first: date, last: date) -> tuple[list[Rows], list[FreshWeek]]:
    """The sums of each week from a Monday to a day, both included, and which of them are not kept as they are now.

    The marks are read before the cells: what somebody changes in between is then added up once more, and not missed.
    """
    weeks = weeks_between(first, last)
    marks = marks_of(db, standard_id, weeks, last)
    wanted = WeekOfCells.week.between(weeks.start, weeks.stop - 1)
    kept = {
        row.week: row for row in db.scalars(select(WeekOfCells).where(WeekOfCells.standard_id == standard_id, wanted))
    }
    fresh: list[FreshWeek] = []
    found: list[Rows] = []
    for week in weeks:
        row, until = kept.get(week), min(last, monday_of(week + 1) - timedelta(days=1)).toordinal()
        if row is not None and (row.marks, row.until) == (marks.get(week, 0), until):
            found.append(unpack(row.rows))
            continue
        fresh.append(FreshWeek(week, until, marks.get(week, 0), added_up(db, standard_id, week, until)))
        found.append(fresh[-1].rows)
    return found, fresh


def marks_of(db: Session, standard_id: int, weeks: range, last: date) -> dict[int, int]:
    """How often cells of a standard have changed in each of some weeks, up to a day; 0 is left out."""
    week = (CellDay.day - 1) // 7
    query = (
        select(week, cast(func.sum(CellDay.marks), BigInteger))
        .where(CellDay.standard_id == standard_id)
        .where(CellDay.day.between(monday_of(weeks.start).toordinal(), last.toordinal()))
        .group_by(week)
    )
    return dict(db.execute(query).all())


def added_up(db: Session, standard_id: int, week: int, until: int) -> Rows:
    """What the cells of one week add up to now, up to a day. As many rows as there are people and strata in it."""
    query = select(
        *(Cell.day, Cell.team_id, Cell.person_id, Cell.stratum_id),
        *(Cell.n, Cell.missed, Cell.total, Cell.squares, Cell.exposure),
    ).where(Cell.standard_id == standard_id, Cell.day.between(monday_of(week).toordinal(), until))
    # Past the layers that look at each value: a review from nothing reads millions of these.
    return summed(db.connection().execute(query).cursor.fetchall(), picked_strata(db))


def picked_strata(db: Session) -> list[int]:
    """The ids of strata of what was picked by hand."""
    name = ReadingStratum.name
    return list(db.scalars(select(ReadingStratum.id).where(name.endswith(f" {PICKED}", autoescape=True))))


def first_week(db: Session, standard_id: int) -> int | None:
    """The week of the oldest cell of a standard, None without any."""
    query = select(Cell.day).where(Cell.standard_id == standard_id).order_by(Cell.day).limit(1)
    day = db.scalar(query)
    return None if day is None else (day - 1) // 7


def has_cells(db: Session, standard_ids: Iterable[int]) -> list[int]:
    """Those of some standards that have cells. A question for each: to look for all kinds would read every cell."""
    return [one for one in standard_ids if first_week(db, one) is not None]
