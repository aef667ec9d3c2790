"""Tier A, one wave trained and one waiting: what the lot made equal differs only by the training."""

import math

import numpy as np

from training.method.difference import AFTER
from training.method.effects import Panel
from training.method.outcomes import Booleans, Estimate, Outcome, compared, welch
from training.method.tallies import Aim, Floats


def waiting_list(panel: Panel, aim: Aim) -> Outcome:
    """How much better the trained are afterwards than those who were drawn to start later and still wait.

    All were chosen in the same way and fall back in the same way: neither the rebound nor a drift is in the
    difference. Afterwards is compared at the same level before (adjusted), by Welch's t on people.
    """
    good, trained = panel.goodness(aim), panel.trained
    before = Panel(_before(panel.n), _before(panel.amount), _before(panel.exposure), panel.start)
    level = before.goodness(aim)[:, 0]
    found = compared(good[:, AFTER], trained)
    if found.estimate is None:
        return found
    seen = np.isfinite(good[:, AFTER])
    estimate = adjusted(good[seen, AFTER], level[seen], trained[seen])
    return Outcome(estimate or found.estimate, (), found.people, found.controls)


def adjusted(values: Floats, level: Floats, trained: Booleans) -> Estimate | None:
    """The difference of `values` at the same earlier `level` (analysis of covariance, Fisher 1932).

    What somebody's level explains within the two groups is taken out, so that it takes fewer people to see the same
    effect; its slope costs a degree of freedom and its own error. Who was not seen earlier counts at the mean. None if
    there are fewer than eight people, or if nobody differs, before or within the groups.
    """
    if len(values) < 8:
        return None
    level = np.where(np.isfinite(level), level, level[np.isfinite(level)].mean() if np.isfinite(level).any() else 0.0)
    level = level - level.mean()
    inside, outcome = level.copy(), values.copy()
    for side in (trained, ~trained):
        inside[side] -= level[side].mean()
        outcome[side] -= values[side].mean()
    squares = float(inside @ inside)
    if squares <= 1e-12 * len(level):
        return None
    slope = float(inside @ outcome) / squares
    changed = values - slope * level
    found = welch(changed[trained], changed[~trained])
    if found is None or found.df <= 1:
        return None
    apart = float(level[trained].mean() - level[~trained].mean())
    rest = outcome - slope * inside
    lost = len(values) - 2
    variance = (found.error**2 + float(rest @ rest) / lost * apart**2 / squares) * lost / (lost - 1)
    return Estimate(found.value, math.sqrt(variance), found.df - 1)


def _before(sums: Floats) -> Floats:
    return np.asarray(sums[:, :AFTER].sum(axis=1, keepdims=True), dtype=np.float64)
