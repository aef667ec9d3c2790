"""Figures for the pages: by team with its name, and by week. None of a team too small to hide in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from training.core.permissions import Actor
from training.metrics.models import Cell
from training.metrics.queries_cells import Sums, Window, sums_by_day
from training.metrics.words_figures import Figure, figure
from training.people.models import Team
from training.standards.files_standard import Standard

FEW = 5
"""Fewer people than this could be told apart in their common figure."""


@dataclass(frozen=True)
class TeamFigure:
    """How a team keeps a standard. `name` is empty for no team, `figure` None where there are too few people."""

    name: str
    figure: Figure | None


def team_figures(
    db: Session, standard_id: int, standard: Standard, sums: Mapping[int | None, Sums], window: Window
) -> list[TeamFigure]:
    """The teams by name, those without a team last."""
    names = dict(db.execute(select(Team.id, Team.name).where(Team.id.in_([one for one in sums if one]))).all())
    count = func.count(Cell.person_id.distinct())
    mine = (Cell.standard_id == standard_id, Cell.person_id != 0, window.condition())
    people = dict(db.execute(select(Cell.team_id, count).where(*mine).group_by(Cell.team_id)).all())
    found = [
        TeamFigure(names.get(team or 0, ""), None if 0 < people.get(team or 0, 0) < FEW else figure(standard, one))
        for team, one in sums.items()
    ]
    return sorted(found, key=lambda one: (not one.name, one.name.casefold()))


def weeks_of(db: Session, actor: Actor, standard: str, window: Window) -> list[tuple[date, Sums]]:
    """The weeks of a window by their Monday, in order, those without readings too."""
    first = window.first - timedelta(days=window.first.weekday())
    weeks = {first + timedelta(days=days): Sums() for days in range(0, (window.last - first).days + 1, 7)}
    for day, sums in sums_by_day(db, actor, standard, window).items():
        monday = day - timedelta(days=day.weekday())
        before = weeks[monday]
        weeks[monday] = Sums(
            before.n + sums.n,
            before.missed + sums.missed,
            before.total + sums.total,
            before.exposure + sums.exposure,
        )
    return list(weeks.items())
