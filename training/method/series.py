"""Tier C: a whole team at once. A controlled interrupted time series (Lopez Bernal 2017; 2018 for the controls)."""

import math
from dataclasses import dataclass

import numpy as np

from training.method.effects import FEW, Panel, Remark
from training.method.glm import Fit, fit, mean_of, slope_of
from training.method.outcomes import Booleans, Estimate, Outcome
from training.method.tallies import Aim, Floats, Integers, Measure

LEAST = 8
"""Periods on either side with fewer than which a trend cannot be told from a step."""
STEP = 0
"""The column of the design that is the training."""


@dataclass(frozen=True)
class Sums:
    """One row a period and side (the team, the others) in which there are readings, as far as `time`, the period, is
    from 0 on; `after` the start or not."""

    time: Integers
    ours: Booleans
    after: Booleans
    amount: Floats
    size: Floats

    @property
    def least_points(self) -> int:
        """Periods on the side, before or after the start, that has fewest."""
        sides = ((self.ours == ours) & (self.after == after) for ours in (True, False) for after in (True, False))
        return min(int(side.sum()) for side in sides)

    @property
    def design(self) -> Floats:
        """The team's step first; then a level, a trend and a step for all; last the team's own level and trend."""
        trend = (self.time - self.time.mean()) / max(int(self.time.max()), 1)
        columns = [self.after & self.ours, np.ones(len(trend)), trend, self.after, self.ours, trend * self.ours]
        return np.column_stack([np.asarray(column, dtype=np.float64) for column in columns])


def series(panel: Panel, aim: Aim) -> Outcome:
    """How much better the team does after the start than its own trend, and what happened elsewhere, would have it.

    Sums of each period, of the team and of the others, are fitted by a level and a trend for each, a step from the
    start on for all, and one for the team alone: that is the training. Quasi-Poisson, quasi-binomial or plain.
    """
    trained = panel.trained
    people, controls = _present(panel, trained), _present(panel, ~trained)
    if people < FEW or controls < FEW:
        remark = Remark.TOO_FEW_PEOPLE if people < FEW else Remark.NO_CONTROLS
        return Outcome(None, (remark,), people, controls)
    sums = summed(panel, aim.measure)
    if sums.least_points < LEAST:
        return Outcome(None, (Remark.TOO_FEW_POINTS,), people, controls)
    found = fit(sums.design, sums.amount, sums.size, aim.measure)
    if found is None:
        return Outcome(None, (Remark.ZERO_VARIANCE,), people, controls)
    covariance = wider(found, sums)
    estimate = gained(found, covariance, sums, aim)
    if estimate.error <= 1e-9 * max(1.0, abs(estimate.value)):
        return Outcome(None, (Remark.ZERO_VARIANCE,), people, controls)
    figures = {
        "step": float(found.coefficients[STEP]),
        "step_error": math.sqrt(covariance[STEP, STEP]),
        "dispersion": found.dispersion,
    }
    return Outcome(estimate, (), people, controls, figures)


def summed(panel: Panel, measure: Measure) -> Sums:
    """The panel's people added up by period, the team and the others apart."""
    below = np.asarray(panel.exposure if measure is Measure.COUNT else panel.n, dtype=np.float64)
    amount = np.where(below > 0, panel.amount, 0.0)
    sides = (panel.trained, ~panel.trained)
    size = np.concatenate([below[side].sum(axis=0) for side in sides])
    total = np.concatenate([amount[side].sum(axis=0) for side in sides])
    time = np.tile(np.arange(below.shape[1], dtype=np.int64), 2)
    ours = np.repeat([True, False], below.shape[1])
    seen = size > 0
    start = int(np.asarray(panel.start)[panel.trained].min())
    return Sums(time[seen], ours[seen], time[seen] >= start, total[seen], size[seen])


def wider(found: Fit, sums: Sums) -> Floats:
    """The covariance under which the team's step is less sure: by Newey and West (1987) with 4(T/100)^(2/9) lags, or
    by quasi-likelihood, widened by how much one bad week makes the next one bad.

    The former allows for any relation, but is too narrow in a short series. The latter takes it to be that of each
    residual to the one before, r, which makes a mean spread by (1 + r)/(1 − r) more; r itself comes out too low in a
    short series, by (1 + 3r)/T (Kendall 1954).
    """
    periods = len(np.unique(sums.time))
    robust = found.robust(sums.time, math.ceil(4 * (periods / 100) ** (2 / 9)))
    related = min(max(relation(found, sums), 0.0), 0.9)
    quasi = found.quasi * (1 + related) / (1 - related)
    return robust if robust[STEP, STEP] > quasi[STEP, STEP] else quasi


def relation(found: Fit, sums: Sums) -> float:
    """How much the residual of a period tells of the next one's on the same side: from −1 to 1."""
    residuals = found.residuals
    following = (np.diff(sums.time) == 1) & (sums.ours[1:] == sums.ours[:-1])
    around = float(residuals @ residuals) * int(following.sum()) / len(residuals)
    if around <= 0:
        return 0.0
    seen = float(residuals[1:][following] @ residuals[:-1][following]) / around
    return seen + (1 + 3 * seen) / len(set(sums.time.tolist()))


def gained(found: Fit, covariance: Floats, sums: Sums, aim: Aim) -> Estimate:
    """The step in the unit of the aim with its error by the delta method: how much better the team's periods after the
    start are than they would be without it, each weighted by its size."""
    after = sums.ours & sums.after
    design = sums.design[after]
    without = design.copy()
    without[:, STEP] = 0
    weight = sums.size[after] / sums.size[after].sum()
    eta, eta_without = design @ found.coefficients, without @ found.coefficients
    change = float(weight @ (mean_of(aim.measure, eta) - mean_of(aim.measure, eta_without)))
    slope, slope_without = slope_of(aim.measure, eta), slope_of(aim.measure, eta_without)
    gradient = weight @ (slope[:, None] * design - slope_without[:, None] * without)
    sign = -1 if aim.higher_is_worse or aim.measure is Measure.SHARE else 1
    return Estimate(sign * change, math.sqrt(max(float(gradient @ covariance @ gradient), 0.0)), found.df)


def _present(panel: Panel, who: Booleans) -> int:
    return int((np.asarray(panel.n)[who] > 0).any(axis=1).sum())
