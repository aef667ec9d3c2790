"""Figures of teams with their names, for the pages."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from training.metrics.queries_cells import Sums
from training.metrics.words_figures import Figure, figure
from training.people.queries_teams import names_apart
from training.standards.files_standard import Standard


@dataclass(frozen=True)
class TeamFigure:
    """How a team keeps a standard; `name` is empty for readings that belong to no team."""

    name: str
    figure: Figure


def team_figures(db: Session, standard: Standard, sums: Mapping[int | None, Sums]) -> list[TeamFigure]:
    """The teams by name, those without a team last."""
    names = names_apart(db, [one for one in sums if one])
    found = [TeamFigure(names.get(team or 0, ""), figure(standard, one)) for team, one in sums.items()]
    return sorted(found, key=lambda one: (not one.name, one.name.casefold()))
