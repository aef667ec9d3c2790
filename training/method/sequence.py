"""An interval for those who look again and again: a confidence sequence."""

import math

from scipy.special import ndtri, stdtrit

from training.method.outcomes import Estimate


def radius(estimate: Estimate, scale: float, level: float = 0.95) -> float:
    """Half the width of an interval that covers the truth at all looks together with probability `level`.

    The normal mixture of Robbins (1970) in the form for estimates with an estimated error (Waudby-Smith and others
    2024, after Howard and others 2021): s·√((1 + s²/ρ²)·ln((1 + ρ²/s²)/α²)) with s the standard error at this look.
    It is narrowest when the error is about a third of `scale` (ρ), so the smallest effect worth having is a good
    one: then an effect of that size starts to be seen. With few people s is widened by as much as Student's t is
    wider than the normal, since the form is one for many. A `scale` of 0 gives infinity.
    """
    sides = (1 + level) / 2
    error = estimate.error * float(stdtrit(estimate.df, sides) / ndtri(sides))
    if scale <= 0 or error <= 0:
        return math.inf
    known = (scale / error) ** 2
    return error * math.sqrt((1 + 1 / known) * math.log((1 + known) / (1 - level) ** 2))
