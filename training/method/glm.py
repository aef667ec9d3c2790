"""Regression of counts, shares and means on a design, with errors that allow for more spread than chance alone."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from training.method.tallies import Floats, Integers, Measure

STEPS = 50
CLOSE = 1e-10


@dataclass(frozen=True)
class Fit:
    """T rows, C columns. `bread` is the inverse of the information: the covariance of the coefficients if rows spread
    as chance has it (for a mean: by 1). `dispersion` is how much more they do, Pearson's χ²/df; `scores` (T × C) are
    what each row adds to the score, `residuals` Pearson's (T), `df` the degrees of freedom left."""

    coefficients: Floats
    bread: Floats
    dispersion: float
    df: int
    scores: Floats
    residuals: Floats
    measure: Measure

    @property
    def quasi(self) -> Floats:
        """The covariance by quasi-likelihood (Wedderburn 1974); for shares and counts never narrower than chance."""
        return self.bread * (self.dispersion if self.measure is Measure.MEAN else max(self.dispersion, 1.0))

    def robust(self, time: Integers, lags: int) -> Floats:
        """The covariance by Newey and West (1987): rows with the same `time` are one, up to `lags` periods count as
        related with falling weights; widened by T/(T − C) for a short series."""
        moments = np.unique(time)
        summed = np.stack([self.scores[time == moment].sum(axis=0) for moment in moments])
        meat = summed.T @ summed
        for lag in range(1, min(lags, len(moments) - 1) + 1):
            related = summed[lag:].T @ summed[:-lag]
            meat += (1 - lag / (lags + 1)) * (related + related.T)
        return np.asarray(self.bread @ meat @ self.bread * len(time) / self.df, dtype=np.float64)


def mean_of(measure: Measure, eta: Floats) -> Floats:
    """The mean of one reading (of one unit of exposure) by its linear predictor."""
    if measure is Measure.MEAN:
        return eta
    return np.asarray(expit(eta) if measure is Measure.SHARE else np.exp(eta), dtype=np.float64)


def slope_of(measure: Measure, eta: Floats) -> Floats:
    """How fast that mean changes with the linear predictor."""
    if measure is Measure.MEAN:
        return np.ones_like(eta)
    mean = mean_of(measure, eta)
    return mean * (1 - mean) if measure is Measure.SHARE else mean


def fit(design: Floats, amount: Floats, size: Floats, measure: Measure) -> Fit | None:
    """Iteratively reweighted least squares (Nelder and Wedderburn 1972): logit for misses in `size` readings, log
    for counts in `size` of exposure, plain for the sum of `size` values.

    None if the columns do not identify a fit or the amounts leave nothing to fit (all met, all missed).
    """
    if np.linalg.matrix_rank(design) < design.shape[1] or len(design) <= design.shape[1]:
        return None
    seen = amount / size
    eta = _first(measure, amount, size)
    coefficients: Floats = np.zeros(design.shape[1])
    for _ in range(STEPS):
        slope = slope_of(measure, eta)
        weight = size * slope
        if not np.all(weight > 1e-9):
            return None
        work = eta + (seen - mean_of(measure, eta)) / slope
        information = design.T @ (weight[:, None] * design)
        if np.linalg.cond(information) > 1e14:
            return None
        before = coefficients
        coefficients = np.linalg.solve(information, design.T @ (weight * work)).astype(np.float64)
        eta = design @ coefficients
        if np.max(np.abs(coefficients - before)) < CLOSE * (1 + np.max(np.abs(coefficients))):
            return _fitted(design, coefficients, amount, size, measure)
    return None


def _first(measure: Measure, amount: Floats, size: Floats) -> Floats:
    if measure is Measure.MEAN:
        return amount / size
    if measure is Measure.COUNT:
        return np.log((amount + 0.5) / size)
    return np.log((amount + 0.5) / (size - amount + 0.5))


def _fitted(design: Floats, coefficients: Floats, amount: Floats, size: Floats, measure: Measure) -> Fit:
    eta = design @ coefficients
    weight = size * slope_of(measure, eta)
    residual = amount - size * mean_of(measure, eta)
    df = len(design) - design.shape[1]
    pearson = residual / np.sqrt(weight)
    dispersion = float(pearson @ pearson) / df
    bread: Floats = np.linalg.inv(design.T @ (weight[:, None] * design)).astype(np.float64)
    return Fit(coefficients, bread, dispersion, df, design * residual[:, None], pearson, measure)
