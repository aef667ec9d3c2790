"""Paired measures: whether a standard got better while the standard that guards it got worse."""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from training.method.tallies import Floats

FEWEST_WEEKS = 4
"""With fewer weeks on either side nothing is said."""

SURE = 0.95
"""How sure it has to be of each of the two."""


@dataclass(frozen=True)
class Moved:
    """By how much a ratio moved from one window to the next, with its 90 % interval; `rose` is how sure it is that it
    rose. In the unit of the ratio."""

    by: float
    low: float
    high: float
    rose: float


def moved(before: tuple[Floats, Floats], after: tuple[Floats, Floats]) -> Moved | None:
    """How Σ amount / Σ size moved; each pair holds both by week.

    The week is the unit that scatters, since a bad day hits everybody and Mondays are alike: the variance of a ratio
    over clusters (Cochran 1977, §6.3), and degrees of freedom as of Welch (1947). None where there are too few weeks
    with readings.
    """
    (was, was_variance, was_weeks), (now, now_variance, now_weeks) = _ratio(*before), _ratio(*after)
    if min(was_weeks, now_weeks) < FEWEST_WEEKS:
        return None
    variance = was_variance + now_variance
    by = now - was
    if variance <= 0:
        return Moved(by, by, by, 0.5 if by == 0 else float(by > 0))
    freedom = variance**2 / (was_variance**2 / (was_weeks - 1) + now_variance**2 / (now_weeks - 1))
    error = float(np.sqrt(variance))
    reach = float(stdtrit(freedom, 0.95)) * error
    return Moved(by, by - reach, by + reach, float(stdtr(freedom, by / error)))


def _ratio(amount: Floats, size: Floats) -> tuple[float, float, int]:
    counted = size > 0
    amount, size, weeks = amount[counted], size[counted], int(counted.sum())
    if weeks < 2:
        return 0.0, 0.0, weeks
    ratio = float(amount.sum() / size.sum())
    variance = weeks / (weeks - 1) * float(((amount - ratio * size) ** 2).sum()) / float(size.sum()) ** 2
    return ratio, variance, weeks


def at_the_cost(better: Moved | None, guard_better: Moved | None) -> bool:
    """Whether one surely got better and the other surely worse; both are given so that a rise is for the better."""
    if better is None or guard_better is None:
        return False
    return better.rose >= SURE and 1 - guard_better.rose >= SURE
