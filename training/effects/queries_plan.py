"""What a plan rests on: what is promised, by which days people were chosen, and what was seen in those days."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from training.content.queries import live_of, newest
from training.core.web import NotFound
from training.diagnosis.models import Diagnosis
from training.diagnosis.rules_tallies import aim_of
from training.effects.queries_sums import sums_of_people
from training.effects.rules_plan import Days
from training.method.effects import NEVER
from training.method.rebound import expected_rise, reliability
from training.method.sample_sizes import spread_of_change
from training.method.tallies import Aim, Floats, Measure
from training.metrics.models import ONE, Cell
from training.needs.models import Need, Round
from training.people.models import Person, Team
from training.standards.files_standard import Standard

QUARTER = 91


@dataclass(frozen=True)
class Promise:
    """A standard as it stands: its aim in the units of the engine, and what it says."""

    standard_id: int
    version_id: int
    aim: Aim
    standard: Standard


def promise_of(db: Session, standard_id: int) -> Promise:
    """The standard as it is live, or as it last was. Raises NotFound."""
    found = live_of(db, standard_id) or newest(db, standard_id)
    if found is None:
        raise NotFound
    return Promise(standard_id, found.id, aim_of(found.model), found.model)


def starts_of(round_: Round) -> list[date]:
    """The first day of each wave of a round."""
    return [date.fromisoformat(day) for day in round_.starts]


def chosen_by(db: Session, round_id: int, *, before: date) -> tuple[Days, float | None]:
    """The days by which the people of a round were chosen, and the reliability that the review found in them.

    Who was chosen without a review was chosen by the last quarter, as far as anybody can tell.
    """
    reviews = (
        select(Diagnosis)
        .join(Need, Need.diagnosis_id == Diagnosis.id)
        .where(Need.round_id == round_id)
        .order_by(Diagnosis.last.desc(), Diagnosis.id.desc())
    )
    found = db.scalars(reviews).all()
    if not found:
        return Days(before - timedelta(days=QUARTER), before - timedelta(days=1)), None
    known = found[0].figures.get("reliability")
    days = Days(min(one.first for one in found), max(one.last for one in found))
    return days, float(known) if isinstance(known, int | float) else None


def teams_of(db: Session, people: Collection[int]) -> list[int]:
    """The teams in which people work now, by their ids."""
    return sorted(db.scalars(select(Person.team_id).where(Person.id.in_(people)).distinct()).all())


def teams_below(db: Session, team_id: int) -> list[int]:
    """A team and those below it, by their ids."""
    path = select(Team.path).where(Team.id == team_id).scalar_subquery()
    return sorted(db.scalars(select(Team.id).where(Team.path.startswith(path))).all())


def measured_in(db: Session, standard_id: int, days: Days, teams: Collection[int], *, but: Collection[int]) -> int:
    """How many people have readings of a standard in these days and teams, some left out."""
    query = select(func.count(Cell.person_id.distinct())).where(
        Cell.standard_id == standard_id,
        Cell.day.between(days.first.toordinal(), days.last.toordinal()),
        Cell.team_id.in_(teams),
        Cell.person_id != 0,
        Cell.person_id.not_in(but),
    )
    return db.scalar(query) or 0


@dataclass(frozen=True)
class Chosen:
    """What was seen when people were chosen: how reliable it is, the rise to be expected without training, and the
    standard deviations of one reading and, at the least, of people's changes from one window to another."""

    reliability: float = 0.0
    rebound: float = 0.0
    reading: float = 0.0
    of_change: float = 0.0


def seen_when_chosen(
    db: Session,
    standard_id: int,
    aim: Aim,
    *,
    days: Days,
    people: Collection[int],
    teams: Collection[int],
    known: float | None,
) -> Chosen:
    """The rise to be expected without training, from all people of the teams: those who are low by chance rise anyway.

    `known` is the reliability that a review found; without one it is reckoned from the same people.
    """
    sums = sums_of_people(db, standard_id, aim, [days], starts=dict.fromkeys(people, NEVER), teams=teams)
    values = sums.panel.goodness(aim)[:, 0]
    seen = np.isfinite(values)
    below = sums.panel.exposure[:, 0] if aim.measure is Measure.COUNT else sums.panel.n[:, 0]
    of_chosen = np.isin(sums.people, list(people)) & seen
    if not of_chosen.any():
        return Chosen(reliability=known or 0.0)
    reading = _reading(db, standard_id, days, teams) if aim.measure is Measure.MEAN else _counted(values, below, aim)
    variances = np.where(seen, max(reading**2, 1e-12) / np.where(below > 0, below, 1.0), np.nan)
    sure = reliability(values[seen], variances[seen]) if known is None else known
    rise = expected_rise(sure, float(values[seen].mean()), float(values[of_chosen].mean()))
    return Chosen(sure, rise, reading, spread_of_change(0.0, reading, float(np.median(below[seen]))))


def _counted(values: Floats, below: Floats, aim: Aim) -> float:
    """The standard deviation of one reading of what is counted, at the usual level of all."""
    usual = abs(float(np.nansum(values * below))) / max(float(below.sum()), 1.0)
    return float(max(usual * (1 - usual) if aim.measure is Measure.SHARE else usual, 0.0) ** 0.5)


def _reading(db: Session, standard_id: int, days: Days, teams: Collection[int]) -> float:
    """The standard deviation of one reading of a mean."""
    query = select(func.sum(Cell.n), func.sum(Cell.total), func.sum(Cell.squares)).where(
        Cell.standard_id == standard_id,
        Cell.day.between(days.first.toordinal(), days.last.toordinal()),
        Cell.team_id.in_(teams),
    )
    n, total, squares = (float(value or 0) for value in db.execute(query).one())
    if n < 2:
        return 0.0
    return float(max((squares - total**2 / n) / (n - 1), 0.0) ** 0.5) / ONE
