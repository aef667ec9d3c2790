"""Likely values of a handful of groups of which only sums are known: items, channels, weeks, shops.

Two of two missed is not worse than forty of sixty: each group is drawn towards all of them together, the more the less
was seen of it. Nothing is said of teams or targets here; who is below a standard, and why, diagnosis.py finds out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from scipy.special import betaln, expit, gammaln, logit

from training.method.tallies import Floats

FEWEST = 4
"""From so many groups on their own spread is known at all; James and Stein's estimate needs four."""


@dataclass(frozen=True)
class Likely:
    """`value` of each group in the unit of what was counted, and the two figures of the distribution that groups come
    from: α and β of a beta (shares), shape ν and scale σ of a gamma (rates), mean and kept part of each distance
    from it (means)."""

    value: Floats
    first: float
    second: float


def beta_by_moments(shares: Floats) -> tuple[float, float]:
    """α and β of a beta distribution that has the mean and variance of some shares (Gelman and others, BDA3, 5.1).

    Shares that do not vary, or vary as much as shares can, give a wide but proper distribution.
    """
    mean = float(np.clip(shares.mean(), 1e-3, 1 - 1e-3))
    variance = float(shares.var(ddof=1)) if len(shares) > 1 else 0.0
    total = np.clip(mean * (1 - mean) / max(variance, 1e-9) - 1, 0.5, 1e4)
    return float(mean * total), float((1 - mean) * total)


def likely_shares(counted: ArrayLike, n: ArrayLike) -> Likely:
    """Shares of `counted` in `n`, averaged over what α and β may be (BDA3, 5.3: prior (α+β)^(-5/2)) on a grid around
    those of the moments. With fewer than four groups: as counted, groups without readings as all together."""
    k, of = np.asarray(counted, dtype=float), np.asarray(n, dtype=float)
    pooled = float(k.sum() / of.sum()) if of.sum() > 0 else 0.0
    raw = np.where(of > 0, k / np.maximum(of, 1e-12), pooled)
    if (of > 0).sum() < FEWEST:
        return Likely(raw, pooled, 1 - pooled)
    a, b = beta_by_moments(raw[of > 0])
    odds, total = np.meshgrid(
        logit(a / (a + b)) + np.linspace(-2.5, 2.5, 121), np.log(a + b) + np.linspace(-4, 5, 121), indexing="ij"
    )
    alpha, beta = np.exp(total) * expit(odds), np.exp(total) * expit(-odds)
    log = -2.5 * np.log(alpha + beta) + np.log(alpha) + np.log(beta)  # the grid is in logs
    for one, size in zip(k, of, strict=True):
        log += betaln(alpha + one, beta + size - one) - betaln(alpha, beta)
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    value = [float((weight * (alpha + one) / (alpha + beta + size)).sum()) for one, size in zip(k, of, strict=True)]
    return Likely(np.array(value), float((weight * alpha).sum()), float((weight * beta).sum()))


def likely_rates(counts: ArrayLike, exposure: ArrayLike) -> Likely:
    """Counts for each 1 of exposure, with the gamma distribution of rates that makes the counts likeliest (Efron and
    Hastie 2016, 6.1; Robbins 1956). Groups that differ by chance alone all get the common rate."""
    k, by = np.asarray(counts, dtype=float), np.asarray(exposure, dtype=float)
    pooled = float(k.sum() / by.sum()) if by.sum() > 0 else 0.0
    raw = np.where(by > 0, k / np.maximum(by, 1e-12), pooled)
    if (by > 0).sum() < FEWEST or pooled == 0:
        return Likely(raw, 1.0, pooled)
    seen, over = k[by > 0], by[by > 0]

    def unlikely(logs: Floats) -> float:
        shape, scale = np.exp(logs)
        at = scale * over
        told = gammaln(shape + seen) - gammaln(shape) + seen * np.log(at) - (shape + seen) * np.log1p(at)
        return -float(told.sum())

    extra = max(float(((seen - pooled * over) ** 2 - seen).sum() / (pooled * over**2).sum()), pooled * 1e-3)
    start = np.log([pooled / extra, extra])
    found = minimize(unlikely, start, method="L-BFGS-B", bounds=[(-9, 12), (-14, 9)], options={"ftol": 1e-14})
    shape, scale = (float(one) for one in np.exp(found.x))
    return Likely((shape + k) / (1 / scale + by), shape, scale)


def likely_means(values: ArrayLike, variance: float) -> Likely:
    """Means that are equally sure, each with the given `variance` (James and Stein 1961, towards the common mean as in
    Efron and Morris 1975). The kept part of a distance is never below 0."""
    value = np.asarray(values, dtype=float)
    mean = float(value.mean()) if len(value) else 0.0
    spread = float(((value - mean) ** 2).sum())
    if len(value) < FEWEST:
        return Likely(value, mean, 1.0)
    kept = max(0.0, 1 - (len(value) - 3) * variance / spread) if spread > 0 else 0.0
    return Likely(mean + kept * (value - mean), mean, kept)
