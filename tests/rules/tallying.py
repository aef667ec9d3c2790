"""Sums for tests of the method: typed in by hand, or drawn with a known truth."""

from collections.abc import Iterable, Sequence

import numpy as np
from scipy.special import expit

from training.method.tallies import Floats, Integers, Measure, Tallies

Row = tuple[int, int, float, float]
"""Unit, stratum, n (or exposure), amount."""


def tallied(rows: Iterable[Row], team: Sequence[int]) -> Tallies:
    """Tallies of rows in which nothing is known of days; exposure is n, and every value was 0 or 1."""
    unit, stratum, n, amount = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    nothing = np.zeros(len(n))
    whole = (unit.astype(np.int64), stratum.astype(np.int64), np.array(team, dtype=np.int64))
    return Tallies(*whole, n, amount, n, amount, nothing, nothing)


def nobody(team: Sequence[int] = ()) -> Tallies:
    """No readings at all, of the units of these teams."""
    whole, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
    return Tallies(whole, whole, np.array(team, dtype=np.int64), *([nothing] * 6))


def drawn(measure: Measure, shift: Floats, team: Integers, *, n: int, seed: int) -> Tallies:
    """Readings of people who are `shift` worse than usual: log-odds of a miss about 12 %, log-rates of complaints about
    15 in 100, or standard deviations about 300 seconds with one of 100; two strata."""
    draw = np.random.default_rng(seed)
    units = len(shift)
    size = draw.multinomial(draw.poisson(n, units), [0.5, 0.5]).ravel()
    eta = np.repeat(shift, 2) + np.tile([-0.4, 0.4], units)
    squares = np.zeros(2 * units)
    if measure is Measure.SHARE:
        amount = draw.binomial(size, expit(eta - 2)).astype(float)
    elif measure is Measure.COUNT:
        amount = draw.poisson(size * 0.15 * np.exp(eta)).astype(float)
    else:
        mean = 300 + 100 * eta
        amount = size * mean + 100 * np.sqrt(size) * draw.standard_normal(2 * units)
        spread = 100**2 * draw.chisquare(np.maximum(size - 1, 1))
        squares = amount**2 / np.maximum(size, 1) + np.where(size > 1, spread, 0)
    nothing = np.zeros(2 * units)
    return Tallies(
        *(np.repeat(np.arange(units), 2), np.tile([0, 1], units), team.astype(np.int64)),
        *(size.astype(float), amount, size.astype(float), squares, nothing, nothing),
    )
