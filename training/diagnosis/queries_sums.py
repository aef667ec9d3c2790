"""Sums of readings for pictures: by person without a name, by week and by day, of some teams."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from training.diagnosis.queries_weeks import picked_strata, weeks_of
from training.diagnosis.rules_tallies import ONE
from training.diagnosis.rules_weeks import Rows, among, monday_of, together, weeks_between
from training.metrics.models import Cell
from training.metrics.queries_cells import FEW, Window
from training.standards.files_standard import Standard
from training.standards.rules_standard import SHARES


@dataclass(frozen=True)
class Dot:
    """What some readings add up to, as people read it: `amount` of `size`; one dot of a picture.

    For a share `amount` are readings met of `size` readings, for a count counts for `size` of exposure, for a mean the
    sum of values over `size` readings, with `squares` the sum of squared values. `n` are readings, of `people`.
    """

    amount: float
    size: float
    squares: float = 0.0
    people: int = 1
    n: int = 0

    @property
    def value(self) -> float:
        """Met share, rate for each 1 of exposure, or mean; 0 without readings."""
        return self.amount / self.size if self.size else 0.0

    @property
    def is_few(self) -> bool:
        """Whether single people could be told apart; what is about nobody gives nobody away."""
        return 0 < self.people < FEW


@dataclass(frozen=True)
class Measured:
    """Readings of some teams in a window. `by_team` has by team and person, both by id; `by_week` by Monday."""

    by_team: Mapping[int, Mapping[int, Dot]]
    by_week: Mapping[date, Dot]

    @property
    def compared(self) -> list[tuple[int, Dot]]:
        """Each person of teams that are large enough to compare people, with the id of the team."""
        return [(team, one) for team, people in self.by_team.items() if len(people) >= FEW for one in people.values()]

    @property
    def person_ids(self) -> set[int]:
        """Everybody in teams that are large enough."""
        return {person for people in self.by_team.values() if len(people) >= FEW for person in people}

    @property
    def people(self) -> int:
        return len({person for people in self.by_team.values() for person in people})


def measured(db: Session, standard_id: int, standard: Standard, window: Window, team_ids: Collection[int]) -> Measured:
    """What was measured of some teams, from the sums of weeks that a review keeps: whole weeks, and few queries.

    What somebody picked by hand is left out, as a review does.
    """
    weeks = weeks_between(window.first, window.last)
    picked = picked_strata(db)
    kept, _fresh = weeks_of(db, standard_id, window.first, window.last)
    rows = [_wanted(one, team_ids, picked) for one in kept]
    by_team: dict[int, dict[int, Dot]] = {}
    for team, person, one in _by_unit(standard, together(rows)):
        if person:
            by_team.setdefault(team, {})[person] = one
    by_week = {monday_of(week): _sum(standard, one) for week, one in zip(weeks, rows, strict=True)}
    return Measured(by_team, by_week)


def _wanted(rows: Rows, team_ids: Collection[int], picked: Collection[int]) -> Rows:
    return rows.where(among(rows["team"], team_ids) & ~among(rows["stratum"], picked))


_ADDED = ("n", "missed", "total", "squares", "exposure")


def _by_unit(standard: Standard, rows: Rows) -> Iterator[tuple[int, int, Dot]]:
    """Team, person and sum of each person in a team; rows are in their order."""
    if not len(rows):
        return
    keys = np.stack([rows["team"], rows["person"]])
    begins = np.flatnonzero(np.concatenate([[True], (keys[:, 1:] != keys[:, :-1]).any(axis=0)]))
    sums = np.stack([np.add.reduceat(rows[name].astype(np.int64), begins) for name in _ADDED], axis=1)
    for (team, person), one in zip(keys[:, begins].T.tolist(), sums.tolist(), strict=True):
        yield team, person, _made(standard, one)


def _sum(standard: Standard, rows: Rows) -> Dot:
    people = len(np.unique(rows["person"][rows["person"] != 0]))
    return _made(standard, [int(rows[name].sum()) for name in _ADDED], people)


def _made(standard: Standard, sums: Sequence[int], people: int = 1) -> Dot:
    n, missed, total, squares, exposure = sums
    if standard.measure in SHARES:
        return Dot(n - missed, n, people=people, n=n)
    if standard.measure == "count":
        return Dot(total / ONE, exposure / ONE, people=people, n=n)
    return Dot(total / ONE, n, squares / ONE**2, people, n)


def by_week(
    db: Session, standard_id: int, standard: Standard, window: Window, team_ids: Collection[int]
) -> dict[date, Dot]:
    """A few teams by Monday, as `Measured.by_week` has them, in one query of their own cells.

    For weeks that a review keeps no sums of: these would be added up for everybody, which takes seconds for thousands.
    """
    weeks = weeks_between(window.first, window.last)
    whole = Window(monday_of(weeks.start), window.last)
    week, people = (Cell.day - 1) // 7, func.count(func.nullif(Cell.person_id, 0).distinct())
    query = (
        select(week, people, *(func.sum(getattr(Cell, name)) for name in _ADDED))
        .where(Cell.standard_id == standard_id, whole.condition(), Cell.team_id.in_(team_ids))
        .where(Cell.stratum_id.not_in(picked_strata(db)))
        .group_by(week)
    )
    found = {number: _made(standard, [int(one) for one in sums], some) for number, some, *sums in db.execute(query)}
    return {monday_of(one): found.get(one, _made(standard, [0] * len(_ADDED), 0)) for one in weeks}


def by_day(
    db: Session, standard_id: int, standard: Standard, window: Window, team_ids: Collection[int]
) -> dict[date, Dot]:
    """The same teams by day, only days with readings, in their order; what was picked by hand is left out here too."""
    added = (Cell.n, Cell.missed, Cell.total, Cell.squares, Cell.exposure)
    query = (
        select(Cell.day, *(func.sum(column) for column in added))
        .where(Cell.standard_id == standard_id, window.condition(), Cell.team_id.in_(team_ids))
        .where(Cell.stratum_id.not_in(picked_strata(db)))
        .group_by(Cell.day)
        .order_by(Cell.day)
    )
    rows: Sequence[Any] = db.execute(query).all()
    return {date.fromordinal(day): _made(standard, [int(one or 0) for one in sums]) for day, *sums in rows}
