"""How many readings it takes to find a gap of the size that matters."""

from dataclasses import replace

import numpy as np
from scipy.special import ndtri

from training.method.case_mix import CaseMix, Sums
from training.method.empirical_bayes import TINY, likelihoods
from training.method.posterior import Judge
from training.method.tallies import Floats

TRIED = np.geomspace(4, 40_000, 41)
UNLUCKY = float(-ndtri(0.2))


def needed(judge: Judge, others: Floats, shift: float, *, sure: float) -> tuple[float, float]:
    """Sizes, clustering divided out, from which somebody `shift` worse than usual on the link scale is called.

    The first at what one would expect of them (every other review finds them), the second if they were lucky (four of
    five do). `others` (G) is what is known of a team's μ, `sure` the chance from which somebody is called.
    """
    if _chances(judge, others, shift, 0.0)[-1] < sure:
        # Where nobody knows what is usual, as with teams of one, it is said for a team of which that is known.
        others = np.zeros_like(others)
        others[np.abs(judge.model.grid.points).argmin()] = 1.0
    expected, lucky = (_crossing(_chances(judge, others, shift, luck), sure) for luck in (0.0, UNLUCKY))
    return expected, max(lucky, expected)


def _chances(judge: Judge, others: Floats, shift: float, luck: float) -> Floats:
    scale, mix = judge.model.scale, judge.model.mix
    count, strata = len(TRIED), len(mix.offset)
    eta = np.tile(mix.offset + shift, count)
    size = np.repeat(TRIED, strata) * np.tile(mix.share, count)
    level = scale.level(eta) * size - luck * np.sqrt(scale.variance(eta) * size * np.tile(mix.share, count))
    amount = scale.sign * level
    if scale.measure != "mean":
        amount = np.maximum(amount, 0.0)
    rows = np.arange(count * strata)
    sums = Sums(rows // strata, rows % strata, size, amount, count, strata)
    known = CaseMix(mix.offset, mix.share, np.zeros(strata, dtype=bool))
    model = replace(judge.model, mix=known, team=np.zeros(count, dtype=np.int64), teams=1)
    likelihood = likelihoods(model, sums, np.arange(count))
    weight = np.tile(others / max(float(others.sum()), TINY), (count, 1))
    return judge.weigh(likelihood, likelihood, weight).chance


def _crossing(chances: Floats, sure: float) -> float:
    """The size from which all larger ones are sure enough; the largest tried where none is."""
    short = np.flatnonzero(chances < sure)
    if not len(short):
        return float(TRIED[0])
    last = int(short[-1])
    if last + 1 == len(TRIED):
        return float(TRIED[-1])
    part = (sure - chances[last]) / max(float(chances[last + 1] - chances[last]), TINY)
    return float(np.exp(np.interp(part, [0, 1], np.log(TRIED[last : last + 2]))))
