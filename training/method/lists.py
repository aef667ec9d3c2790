"""Two lists from the chances: whom to act on, and whom to look at first."""

import numpy as np

from training.method.tallies import Floats
from training.method.verdicts import Booleans


def act_list(chance: Floats, eligible: Booleans, *, false_calls: float, least: float) -> Booleans:
    """The largest set in which no more than `false_calls` are expected to be wrong.

    Bayesian false-discovery control (Newton and others 2004; Müller and others 2004): in order of chance, as long as
    the mean of 1 − chance stays within bounds. Nobody is on it who is likelier right than wrong: `least`.
    """
    order = np.argsort(-np.where(eligible, chance, -1.0), kind="stable")
    wrong = np.cumsum(1 - chance[order]) / np.arange(1, len(order) + 1)
    among = (wrong <= false_calls) & eligible[order] & (chance[order] >= least)
    listed = np.zeros(len(chance), dtype=bool)
    if among.any():
        listed[order[: int(np.flatnonzero(among)[-1]) + 1]] = True
    return listed & eligible


def look_list(chance: Floats, eligible: Booleans, *, look: float) -> Booleans:
    """Everybody of whom it is likelier than not."""
    return eligible & (chance >= look)
