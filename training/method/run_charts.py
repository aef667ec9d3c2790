"""Run charts with limits: whether a team's weeks differ by more than chance, and since when.

Shewhart charts for shares (p) and counts (u, c); Laney's p′ and u′, whose limits also hold what differs from
week to week anyway; XmR for measured values. Sources: Montgomery, Introduction to Statistical Quality Control; Laney
(2002), Improved control charts for attributes, Quality Engineering 14; Wheeler and Chambers (1992) for XmR.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from training.method.tallies import Floats

Mask = NDArray[np.bool_]

D2 = 1.128
"""Mean range of two values from a normal distribution with a deviation of 1."""

SIGMAS = 3.0
ROW = 8
"""So many points in a row on one side of the centre are a signal."""


class Signal(StrEnum):
    """What a point says. Where a point is both, it is out."""

    NONE = ""
    OUT = "out"  # beyond 3 sigma
    SHIFT = "shift"  # one of eight or more in a row on one side


@dataclass(frozen=True)
class Chart:
    """Arrays of points, in their order. `known` is false for points without readings, whose `value` is the centre.

    `sigma` is the deviation of one reading (p: of one yes or no), `between` by how much points vary beyond what their
    sizes explain: 1 without Laney's correction, and never below it here. Laney lets limits become narrower than chance
    too; with the few weeks of a phase that would be luck more often than a calm process.
    """

    value: Floats
    known: Mask
    centre: float
    low: Floats
    high: Floats
    sigma: float
    between: float
    signals: tuple[Signal, ...]


def p_chart(counted: ArrayLike, n: ArrayLike, *, leave_out: ArrayLike = (), laney: bool = False) -> Chart:
    """Shares of `counted` in `n`. Points of `leave_out` (places from 0) do not count for centre and limits."""
    k, of = np.asarray(counted, dtype=float), np.asarray(n, dtype=float)
    base = _base(of > 0, leave_out)
    centre = float(k[base].sum() / of[base].sum()) if base.any() else 0.0
    return _sized(k, of, base, centre, np.sqrt(centre * (1 - centre)), laney=laney, within=(0.0, 1.0))


def u_chart(counts: ArrayLike, exposure: ArrayLike, *, leave_out: ArrayLike = (), laney: bool = False) -> Chart:
    """Counts for each 1 of exposure; with an exposure of 1 everywhere it is a c chart."""
    k, by = np.asarray(counts, dtype=float), np.asarray(exposure, dtype=float)
    base = _base(by > 0, leave_out)
    centre = float(k[base].sum() / by[base].sum()) if base.any() else 0.0
    return _sized(k, by, base, centre, np.sqrt(centre), laney=laney, within=(0.0, np.inf))


def xmr_chart(values: ArrayLike, *, leave_out: ArrayLike = (), least: float = 0.0) -> Chart:
    """Measured values, one a point; NaN is a point without one. The deviation comes from the mean moving range.

    Where values are means of readings, `least` is the deviation that chance alone gives them: calm weeks are luck.
    """
    value = np.asarray(values, dtype=float)
    known = np.isfinite(value)
    base = _base(known, leave_out)
    centre = float(value[base].mean()) if base.any() else 0.0
    sigma = max(_moving(value[base]), least) if base.sum() > 1 else 0.0
    half = np.full(len(value), SIGMAS * sigma)
    return _chart(value, known, centre, half, sigma=sigma, between=1.0, within=(-np.inf, np.inf))


def signals(value: Floats, known: Mask, centre: float, low: Floats, high: Floats) -> tuple[Signal, ...]:
    """What each point says. A point on the centre is on neither side and ends a row; one without readings is
    passed over."""
    found = [Signal.NONE] * len(value)
    row: list[int] = []
    side = 0
    for at in np.flatnonzero(known):
        here = int(np.sign(round(float(value[at] - centre), 12)))
        row = [*row, int(at)] if here == side else [int(at)]
        side = here
        if side and len(row) >= ROW:
            for member in row:
                found[member] = found[member] or Signal.SHIFT
        if value[at] > high[at] or value[at] < low[at]:
            found[at] = Signal.OUT
    return tuple(found)


def _base(known: Mask, leave_out: ArrayLike) -> Mask:
    base = known.copy()
    base[np.asarray(leave_out, dtype=int)] = False
    return base


def _sized(
    k: Floats, size: Floats, base: Mask, centre: float, sigma: float, *, laney: bool, within: tuple[float, float]
) -> Chart:
    known = size > 0
    some = np.where(known, size, 1.0)
    value = np.where(known, k / some, centre)
    between = 1.0
    if laney and sigma > 0 and base.sum() > 1:
        z = (value - centre) / (sigma / np.sqrt(some))
        between = max(1.0, _moving(z[base]))
    half = np.where(known, SIGMAS * sigma * between / np.sqrt(some), 0.0)
    return _chart(value, known, centre, half, sigma=float(sigma), between=between, within=within)


def _chart(
    value: Floats,
    known: Mask,
    centre: float,
    half: Floats,
    *,
    sigma: float,
    between: float,
    within: tuple[float, float],
) -> Chart:
    low, high = np.clip(centre - half, *within), np.clip(centre + half, *within)
    shown = np.where(known, value, centre)
    return Chart(shown, known, centre, low, high, sigma, between, signals(shown, known, centre, low, high))


def _moving(values: Floats) -> float:
    """The deviation of values by their mean moving range, which a slow drift does not blow up."""
    return float(np.abs(np.diff(values)).mean() / D2)
