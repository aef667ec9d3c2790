"""The sums by which an effect is judged: of each person and period, from cells. Without names from here on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy import ColumnElement, case, func, or_, select, true
from sqlalchemy.orm import Session

from training.diagnosis.queries_weeks import picked_strata
from training.effects.rules_plan import Days
from training.method.effects import NEVER, Panel
from training.method.tallies import Aim, Measure
from training.metrics.models import ONE, Cell


@dataclass(frozen=True)
class Sums:
    """A panel, and whose each of its rows is; the ids never leave the server."""

    panel: Panel
    people: tuple[int, ...]


def sums_of_people(
    db: Session,
    standard_id: int,
    aim: Aim,
    periods: Sequence[Days],
    *,
    starts: dict[int, int],
    teams: Collection[int] | None = None,
    but: Collection[int] = (),
) -> Sums:
    """The people of `starts` (by id, the period that is their first after the training, or NEVER), and whoever else has
    readings in these teams, None for all; without those of `but`. Whoever is trained counts wherever they work."""
    others: ColumnElement[bool] = true() if teams is None else Cell.team_id.in_(teams)
    who = or_(Cell.person_id.in_(starts), others & Cell.person_id.not_in(but))
    rows = _rows(db, standard_id, periods, who, inside=case((Cell.person_id.in_(starts), 1), else_=0))
    keys = [*((person, 1) for person in sorted(starts)), *sorted({(row[0], row[1]) for row in rows if not row[1]})]
    found = _panel(rows, keys, aim, len(periods), [starts.get(person, NEVER) for person, _inside in keys])
    # Where others are taken from everywhere, hardly anybody has one of them in the own team.
    return found if teams is not None else replace(found, panel=replace(found.panel, team=None))


def sums_of_team(
    db: Session, standard_id: int, aim: Aim, periods: Sequence[Days], *, start: int, teams: Collection[int]
) -> Sums:
    """Whoever has readings in these teams, which all start in this period, and whoever has them elsewhere.

    Somebody who moved is two rows: what they did in the teams, and what they did elsewhere.
    """
    inside = case((Cell.team_id.in_(teams), 1), else_=0)
    rows = _rows(db, standard_id, periods, true(), inside=inside)
    keys = sorted({(row[0], row[1]) for row in rows})
    return _panel(rows, keys, aim, len(periods), [start if inside else NEVER for _person, inside in keys])


def _rows(
    db: Session, standard_id: int, periods: Sequence[Days], who: ColumnElement[bool], *, inside: ColumnElement[int]
) -> list[tuple[int, ...]]:
    """(person, inside, period, n, missed, total, exposure, team), without what was picked by hand, as in a review."""
    spans = [(Cell.day.between(one.first.toordinal(), one.last.toordinal()), at) for at, one in enumerate(periods)]
    first, last = min(one.first for one in periods), max(one.last for one in periods)
    single = (
        select(
            Cell.person_id.label("person"),
            inside.label("inside"),
            case(*spans, else_=-1).label("period"),
            *(Cell.n, Cell.missed, Cell.total, Cell.exposure, Cell.team_id),
        )
        .where(Cell.standard_id == standard_id, Cell.day.between(first.toordinal(), last.toordinal()))
        .where(Cell.person_id != 0, Cell.stratum_id.not_in(picked_strata(db)), who)
        .subquery()
    )
    key = (single.c.person, single.c.inside, single.c.period)
    sums = (func.sum(single.c[name]) for name in ("n", "missed", "total", "exposure"))
    query = select(*key, *sums, func.max(single.c.team_id)).where(single.c.period >= 0).group_by(*key)
    return [tuple(int(value or 0) for value in row) for row in db.execute(query)]


def _panel(
    rows: Sequence[tuple[int, ...]], keys: Sequence[tuple[int, int]], aim: Aim, periods: int, starts: Sequence[int]
) -> Sums:
    place = {key: at for at, key in enumerate(keys)}
    n, amount, exposure = (np.zeros((len(keys), periods)) for _ in range(3))
    team = np.zeros(len(keys), dtype=np.int64)
    for person, inside, period, readings, missed, total, exposed, team_id in rows:
        at = place[person, inside]
        n[at, period] = readings
        amount[at, period] = missed if aim.measure is Measure.SHARE else total / ONE
        exposure[at, period] = exposed / ONE
        team[at] = max(team[at], team_id)  # whoever moved counts in the team that was made later
    numbers = np.unique(team, return_inverse=True)[1].astype(np.int64)
    panel = Panel(n=n, amount=amount, exposure=exposure, start=np.asarray(starts, dtype=np.int64), team=numbers)
    return Sums(panel, tuple(person for person, _inside in keys))
