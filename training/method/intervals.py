"""How far the truth may lie from what was counted: intervals for a share and for a count."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv, ndtri

from training.method.tallies import Floats


def wilson(counted: ArrayLike, n: ArrayLike, sure: float = 0.95) -> tuple[Floats, Floats]:
    """The score interval of shares (Wilson 1927); both ends are within 0 and 1, and right for few readings too.

    `counted` of `n` may be fractions of readings, after a correction for clustering. Without readings it is all of
    0 to 1.
    """
    z = float(ndtri(0.5 + sure / 2))
    of = np.asarray(n, dtype=float)
    some = np.maximum(of, 1e-12)
    share = np.clip(np.asarray(counted, dtype=float) / some, 0.0, 1.0)
    middle = (share + z**2 / (2 * some)) / (1 + z**2 / some)
    half = z / (1 + z**2 / some) * np.sqrt(share * (1 - share) / some + (z / (2 * some)) ** 2)
    low, high = np.clip(middle - half, 0.0, 1.0), np.clip(middle + half, 0.0, 1.0)
    return np.where(of > 0, low, 0.0), np.where(of > 0, high, 1.0)


def poisson(counts: ArrayLike, exposure: ArrayLike = 1.0, sure: float = 0.95) -> tuple[Floats, Floats]:
    """The exact interval of rates of counts for each 1 of exposure (Garwood 1936). Without exposure: 0 to infinity."""
    tail = (1 - sure) / 2
    k = np.asarray(counts, dtype=float)
    by = np.broadcast_to(np.asarray(exposure, dtype=float), k.shape)
    some = np.where(by > 0, by, 1.0)
    low = np.where(k > 0, gammaincinv(np.maximum(k, 1e-12), tail), 0.0) / some
    high = gammaincinv(k + 1, 1 - tail) / some
    return np.where(by > 0, low, 0.0), np.where(by > 0, high, np.inf)
