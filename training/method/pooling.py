"""What a lesson does, over all rounds in which it was given."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, stdtrit

from training.method.effects import Remark
from training.method.outcomes import Estimate
from training.method.tallies import Floats


@dataclass(frozen=True)
class Pool:
    """The mean effect over `cohorts` rounds with its interval; `next_low` to `next_high` is where the effect of a
    further round may lie. `between` is τ, the standard deviation of true effects between rounds; `differ` the p of
    Cochran's Q: how likely chance alone lets the rounds disagree as much."""

    value: float
    low: float
    high: float
    next_low: float
    next_high: float
    error: float
    df: float
    between: float
    differ: float
    cohorts: int
    remarks: tuple[Remark, ...] = ()


def pool(estimates: Sequence[Estimate], level: float = 0.95) -> Pool | None:
    """Rounds pooled, in the unit of the aim; one round is itself, none None.

    τ² by Paule and Mandel (1982), the interval by Hartung and Knapp (2001): Student's with k − 1 degrees of freedom,
    which allows for not knowing τ with few rounds; their factor is never let below 1 (Röver and others 2015). The
    interval of the next round is that of Higgins and others (2009), with as many degrees of freedom.
    """
    estimates = [estimate for estimate in estimates if estimate.error > 0]
    if not estimates:
        return None
    if len(estimates) == 1:
        one = estimates[0]
        width = one.error * float(stdtrit(one.df, (1 + level) / 2))
        low, high = one.value - width, one.value + width
        return Pool(one.value, low, high, low, high, one.error, one.df, 0.0, 1.0, 1, (Remark.ONE_COHORT,))
    values = np.array([estimate.value for estimate in estimates])
    variances = np.array([estimate.error for estimate in estimates]) ** 2
    df = len(values) - 1
    between = paule_mandel(values, variances)
    weights = 1 / (variances + between)
    mean = float(weights @ values / weights.sum())
    # Hartung and Knapp widen the error by Q/(k − 1). Paule and Mandel's τ² makes that 1, or less where τ² is 0.
    error = 1 / math.sqrt(weights.sum())
    times = float(stdtrit(df, (1 + level) / 2))
    reach = times * math.sqrt(between + error**2)
    differ = float(chdtrc(df, spread(values, variances, 0.0)))
    return Pool(
        mean,
        mean - times * error,
        mean + times * error,
        mean - reach,
        mean + reach,
        error,
        df,
        math.sqrt(between),
        differ,
        len(values),
        (Remark.COHORTS_DIFFER,) if differ < 0.05 else (),
    )


def spread(values: Floats, variances: Floats, between: float) -> float:
    """Cochran's Q with weights that already allow for a variance `between` rounds."""
    weights = 1 / (variances + between)
    mean = weights @ values / weights.sum()
    return float(weights @ (values - mean) ** 2)


def paule_mandel(values: Floats, variances: Floats) -> float:
    """τ²: the variance between rounds with which Q is what it should be, k − 1 (Paule and Mandel 1982); 0 if Q is
    less without any. By Newton's steps, which come from below and never overshoot (DerSimonian and Kacker 2007)."""
    between, df = 0.0, len(values) - 1
    for _ in range(200):
        excess = spread(values, variances, between) - df
        if excess <= 1e-12 * df:
            break
        weights = 1 / (variances + between)
        mean = weights @ values / weights.sum()
        between += excess / float(weights**2 @ (values - mean) ** 2)
    return between
