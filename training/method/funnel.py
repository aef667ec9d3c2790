"""Funnel plots: which units lie outside of what chance alone explains, given how few readings some of them have.

Spiegelhalter, D. J. (2005): Funnel plots for comparing institutional performance. Statistics in Medicine 24.
Where units differ by more than chance anyway (case mix, rota), the limits are widened by an added variance, estimated
without the extremes, so that a real outlier does not hide itself.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from training.method.multiple import benjamini_hochberg
from training.method.tallies import Floats, Integers

NEAR, FAR = 1.959964, 3.090232
"""Normal quantiles of the limits: 95 % and 99.8 %."""

WRONG = 0.10
"""Of the units called outside so many may be so by chance. Up to fifty units the far limits see to that already."""

TAILS = 0.10
"""Which part of the z-scores is pulled in at either end before dispersion is reckoned."""


@dataclass(frozen=True)
class Funnel:
    """Arrays of units, and the limits for drawing.

    `z` is the plain distance from the target, `adjusted` that with the added variance `tau2`; `dispersion` is the mean
    square of the winsorised z (about 1 when only chance is at work). `state`, by `adjusted`, is 0 inside, ±1 beyond
    the near limits, ±2 beyond the far ones and to be believed among so many (Spiegelhalter and others 2012).
    `sizes` with the four limits are points of the curves to be drawn.
    """

    target: float
    z: Floats
    adjusted: Floats
    dispersion: float
    tau2: float
    state: Integers
    sizes: Floats
    low: Floats
    high: Floats
    far_low: Floats
    far_high: Floats


def shares(counted: ArrayLike, n: ArrayLike, target: float, *, widen: bool = True) -> Funnel:
    """A funnel of shares around a target between 0 and 1. The target should be what all reach together: around a
    standard that everybody misses the funnel would call all of them outliers, or widen until nobody is.

    `counted` of `n` for each unit; a unit without readings lies on the target.
    """
    of = np.asarray(n, dtype=float)
    value = np.where(of > 0, np.asarray(counted, dtype=float) / np.maximum(of, 1e-12), target)
    return _funnel(value, of, target, target * (1 - target), widen=widen, within=(0.0, 1.0))


def rates(counts: ArrayLike, exposure: ArrayLike, target: float, *, widen: bool = True) -> Funnel:
    """A funnel of counts for each 1 of exposure around a rate. With expected counts as the exposure and 1 as the
    target it is one of observed against expected."""
    by = np.asarray(exposure, dtype=float)
    value = np.where(by > 0, np.asarray(counts, dtype=float) / np.maximum(by, 1e-12), target)
    return _funnel(value, by, target, target, widen=widen, within=(0.0, np.inf))


def means(values: ArrayLike, n: ArrayLike, target: float, variance: float, *, widen: bool = True) -> Funnel:
    """A funnel of means around a target; `variance` is that of one reading within a unit."""
    of = np.asarray(n, dtype=float)
    value = np.where(of > 0, np.asarray(values, dtype=float), target)
    return _funnel(value, of, target, variance, widen=widen, within=(-np.inf, np.inf))


def dispersion(z: Floats, tails: float = TAILS) -> float:
    """Mean square of z-scores whose tails are pulled in to their quantiles (Spiegelhalter 2005, section 4.2)."""
    if not len(z):
        return 1.0
    low, high = np.quantile(z, (tails, 1 - tails))
    return float(np.mean(np.clip(z, low, high) ** 2))


def added_variance(phi: float, errors: Floats) -> float:
    """The variance between units that explains a dispersion of `phi`, by moments (Spiegelhalter 2005, section 4.3;
    DerSimonian and Laird 1986). `errors` are the standard errors of the units by chance alone."""
    units = len(errors)
    weights = errors**-2.0
    spare = weights.sum() - (weights**2).sum() / weights.sum() if units else 0.0
    return max(0.0, float((units * phi - (units - 1)) / spare)) if units > 1 and spare > 0 else 0.0


def _funnel(
    value: Floats, size: Floats, target: float, variance: float, *, widen: bool, within: tuple[float, float]
) -> Funnel:
    one = max(variance, 1e-9)  # of one reading; a target of 0 or 1 has none, and every miss is then far out
    read = size > 0
    errors = np.sqrt(one / np.where(read, size, 1.0))
    z = np.where(read, (value - target) / errors, 0.0)
    phi = dispersion(z[read])
    tau2 = added_variance(phi, errors[read]) if widen else 0.0
    adjusted = np.where(read, (value - target) / np.sqrt(errors**2 + tau2), 0.0)
    away = np.abs(adjusted)
    outside = (away > FAR) & benjamini_hochberg(2 * ndtr(-away), WRONG)
    sizes = _sizes(size[read])
    spread = np.sqrt(one / sizes + tau2)
    low, high, far_low, far_high = (np.clip(target + z * spread, *within) for z in (-NEAR, NEAR, -FAR, FAR))
    return Funnel(
        target=target,
        z=z,
        adjusted=adjusted,
        dispersion=phi,
        tau2=tau2,
        state=(np.sign(adjusted) * ((away > NEAR).astype(int) + outside)).astype(np.int64),
        sizes=sizes,
        low=low,
        high=high,
        far_low=far_low,
        far_high=far_high,
    )


def _sizes(size: Floats, points: int = 48) -> Floats:
    """Sizes at which a curve is drawn, closer where it bends."""
    most = float(size.max()) if len(size) else 1.0
    least = float(size.min()) / 2 if len(size) else most
    return np.geomspace(max(least, most / 400), most * 1.02, points)
