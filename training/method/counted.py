"""What was counted, before any model: of units and teams, with intervals, and what a reader must know about it."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from training.method.attribution import sizes
from training.method.intervals import poisson, wilson
from training.method.tallies import Aim, Floats, Integers, Measure, Tallies
from training.method.verdicts import Booleans, Remark


@dataclass(frozen=True)
class Counted:
    """Arrays of U with `n`, `raw`, its 95 % interval and `missed` (worse than the target as counted); of T with the
    same of teams. Where the size is 0 there is nothing to judge, and raw figures are 0. `together` (U) says who has
    others in the team."""

    n: Floats
    size: Floats
    raw: Floats
    low: Floats
    high: Floats
    missed: Booleans
    together: Booleans
    team_n: Floats
    team_size: Floats
    team_raw: Floats
    team_missed: Booleans
    whole: float
    remarks: frozenset[Remark]


def counted(tallies: Tallies, aim: Aim, deviation: float) -> Counted:
    """Raw figures in the unit of the aim; `deviation` is that of one reading of a mean."""
    size = sizes(tallies, aim)
    of_unit = [_sums(tallies.unit, values, tallies.units) for values in (tallies.n, size, tallies.amount)]
    n, unit_size, amount = of_unit
    of_team = [_sums(tallies.team, values, tallies.teams) for values in of_unit]
    raw, team_raw = _rate(amount, unit_size), _rate(of_team[2], of_team[1])
    low, high = _interval(aim, amount, unit_size, deviation)
    people = np.bincount(tallies.team[unit_size > 0], minlength=tallies.teams).astype(np.int64)
    whole = float(amount.sum()) / float(unit_size.sum()) if unit_size.sum() > 0 else aim.target
    return Counted(
        *(n, unit_size, raw, low, high, _missed(aim, raw) & (unit_size > 0), people[tallies.team] > 1),
        *(of_team[0], of_team[1], team_raw, _missed(aim, team_raw) & (of_team[1] > 0), whole),
        frozenset(_remarks(tallies, aim, unit_size, amount, people)),
    )


def _sums(which: Integers, values: Floats, count: int) -> Floats:
    return np.asarray(np.bincount(which, values, count), dtype=float)


def _rate(amount: Floats, size: Floats) -> Floats:
    return np.divide(amount, size, out=np.zeros_like(amount), where=size > 0)


def _missed(aim: Aim, raw: Floats) -> Booleans:
    worse = aim.higher_is_worse or aim.measure is Measure.SHARE
    return raw > aim.target if worse else raw < aim.target


def _interval(aim: Aim, amount: Floats, size: Floats, deviation: float) -> tuple[Floats, Floats]:
    if aim.measure is Measure.SHARE:
        return wilson(amount, size)
    if aim.measure is Measure.COUNT:
        return poisson(amount, size)
    some = np.maximum(size, 1.0)
    half = float(ndtri(0.975)) * deviation / np.sqrt(some)
    return amount / some - half, amount / some + half


def _remarks(tallies: Tallies, aim: Aim, size: Floats, amount: Floats, people: Integers) -> set[Remark]:
    units = int((size > 0).sum())
    if not units:
        return {Remark.NO_DATA}
    found = set()
    if units == 1:
        found.add(Remark.ONE_UNIT)
    if (people > 0).sum() == 1:
        found.add(Remark.ONE_TEAM)
    elif (people == 1).any():
        found.add(Remark.TEAM_OF_ONE)
    if aim.measure is Measure.MEAN:
        values = float(tallies.squares.sum()) / size.sum()
        if values - (amount.sum() / size.sum()) ** 2 <= 1e-9 * max(values, 1e-9):
            found.add(Remark.NO_SPREAD)
        return found
    good = aim.measure is Measure.COUNT and not aim.higher_is_worse
    if amount.sum() <= 0:
        found.add(Remark.ALL_MISSED if good else Remark.ALL_MET)
    if aim.measure is Measure.SHARE and amount.sum() >= size.sum():
        found.add(Remark.ALL_MISSED)
    return found
