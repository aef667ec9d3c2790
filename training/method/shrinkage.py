"""Likely shares of a handful of groups of which only sums are known: lines of a scorecard, channels, shops.

Two of two missed is not worse than forty of sixty: each group is drawn towards all of them together, the more the less
was seen of it. Nothing is said of teams or targets here; who is below a standard, and why, diagnosis.py finds out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, expit, logit

from training.method.tallies import Floats

FEWEST = 4
"""From so many groups on something is known of how much they differ."""


@dataclass(frozen=True)
class Likely:
    """The likely share of each group, and the mean α and β of the beta distribution that groups come from."""

    value: Floats
    alpha: float
    beta: float


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
