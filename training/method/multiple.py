"""Many tests at once: which of them may still be believed."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def benjamini_hochberg(p_values: ArrayLike, rate: float = 0.05) -> NDArray[np.bool_]:
    """Which tests to reject so that of all rejected a share of `rate` is expected to be wrong (Benjamini and Hochberg
    1995); for tests that are independent or depend positively."""
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p)
    below = np.flatnonzero(p[order] <= rate * np.arange(1, len(p) + 1) / len(p)) if len(p) else np.array([], int)
    rejected = np.zeros(len(p), dtype=bool)
    rejected[order[: below[-1] + 1 if len(below) else 0]] = True
    return rejected
