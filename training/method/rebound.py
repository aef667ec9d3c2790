"""Whoever is chosen for being low rises anyway: how much of a rise chance alone owes."""

import numpy as np

from training.method.tallies import Floats


def reliability(values: Floats, variances: Floats) -> float:
    """R = τ² / (τ² + v): how much of the differences between people would be seen again.

    `values` of all people of the team or standard (also those who were not chosen) with the sampling variance of
    each. Take these by everybody's level, p(1 − p)/n for a share: by the own one, whoever missed nothing would seem to
    be beyond chance. τ² between people by the moments of DerSimonian and Laird (1986), v the typical sampling
    variance. From 0 to 1; without at least two people with a variance 0, the careful answer: then everything rebounds.
    """
    values, variances = np.asarray(values, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    fit = np.isfinite(values) & np.isfinite(variances) & (variances > 0)
    values, weights = values[fit], 1 / variances[fit]
    if len(values) < 2:
        return 0.0
    mean = float(weights @ values / weights.sum())
    excess = float(weights @ (values - mean) ** 2) - (len(values) - 1)
    room = float(weights.sum() - weights @ weights / weights.sum())
    between = max(excess / room, 0.0)
    typical = (len(values) - 1) / room
    return between / (between + typical)


def expected_rise(reliability: float, mean: float, chosen_mean: float) -> float:
    """(1 − R)(μ − ȳ of the chosen): the rise to be expected without any training (James 1973; Davis 1976).

    `mean` of all and `chosen_mean` of those selected in the window of the selection, both turned so that more is
    better, in the unit of the aim. Negative if the chosen were better than the rest: they fall back.
    """
    return (1 - min(max(reliability, 0.0), 1.0)) * (mean - chosen_mean)
