"""CUSUM: a small change that lasts is found sooner than by a run chart.

Page (1954), Continuous inspection schemes, Biometrika 41. Values are standardised by their usual level and deviation;
what exceeds half of the change to be found is added up, and an alarm is raised at a sum of five deviations.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from training.method.tallies import Floats

SLACK = 0.5  # k: half of the change to be found, in deviations
ALARM = 5.0  # h: the sum at which to speak, in deviations


@dataclass(frozen=True)
class Cusum:
    """Arrays of points: the two sums, and where an alarm was raised (the sum begins anew after one). `since` has for
    each point the place from which its alarm grew, -1 without one."""

    up: Floats
    down: Floats
    alarm: Floats
    since: Floats


def cusum(values: ArrayLike, centre: float, sigma: float, *, slack: float = SLACK, alarm: float = ALARM) -> Cusum:
    """Sums of what lies beyond `slack` deviations from the centre, either way. No spread, no alarm."""
    value = np.asarray(values, dtype=float)
    z = (value - centre) / sigma if sigma > 0 else np.zeros_like(value)
    z = np.where(np.isfinite(z), z, 0.0)
    up, down = np.zeros(len(z)), np.zeros(len(z))
    alarms, since = np.zeros(len(z)), np.full(len(z), -1.0)
    high = low = 0.0
    high_from = low_from = 0
    for at, one in enumerate(z):
        high_from, low_from = (at if high == 0 else high_from), (at if low == 0 else low_from)
        high, low = max(0.0, high + one - slack), max(0.0, low - one - slack)
        up[at], down[at] = high, low
        if high > alarm:
            alarms[at], since[at], high = 1.0, high_from, 0.0
        if low > alarm:
            alarms[at], since[at], low = -1.0, low_from, 0.0
    return Cusum(up, down, alarms, since)


def neighbours(values: ArrayLike) -> float:
    """Lag-1 autocorrelation, -1 to 1: how much each point is like the one before. 0 for fewer than three points."""
    value = np.asarray(values, dtype=float)
    gap = value - value.mean() if len(value) else value
    whole = float((gap**2).sum())
    return float((gap[1:] * gap[:-1]).sum()) / whole if len(value) > 2 and whole > 0 else 0.0


def too_alike(values: ArrayLike, z: float = 1.96) -> bool:
    """Whether neighbours are so alike that a CUSUM would cry wolf: the autocorrelation is beyond what chance gives
    (Bartlett 1946: about ± 2 through the root of the number of points)."""
    return bool(neighbours(values) > z / np.sqrt(max(np.size(values), 1)))


def without_weekdays(values: ArrayLike, weekdays: Sequence[int], first: int | None = None) -> Floats:
    """Values of days as if every weekday were alike: each weekday's mean gives way to the mean of all.

    `weekdays` are 0 to 6. A weekday with fewer than three values stays as it is: its mean would be the value itself.
    With `first`, means are those of so many first values: where a change moves one weekday more than others, those
    of all values would carry it back into the days before it.
    """
    value, day = np.asarray(values, dtype=float), np.asarray(weekdays, dtype=int)
    if not len(value):
        return value
    plain, usual = value.copy(), np.arange(len(value)) < (len(value) if first is None else first)
    for one in range(7):
        own = day == one
        if (own & usual).sum() >= 3:
            plain[own] -= value[own & usual].mean() - value[usual].mean()
    return plain
