"""From sums to chances: the scale, the case mix, the model and what it says of everybody, in one go."""

from dataclasses import dataclass, replace

import numpy as np

from training.method.attribution import Attribution, attribution, clustering, deviation, sizes
from training.method.case_mix import CaseMix, Sums, case_mix
from training.method.empirical_bayes import Crew, Hyper, Model, crew, fit
from training.method.posterior import Judge, Likely, of_teams, of_units
from training.method.priors import Grid
from training.method.scale import Scale
from training.method.settings import Thresholds
from training.method.tallies import Aim, Floats, Integers, Measure, Tallies

LEAST_SHIFT, MOST_SHIFT = 0.1, 3.0
"""Between these lies, on the link scale, what is taken for a gap, however rare or common misses are."""

NEVER = 0.002
"""Two in a thousand are taken for none."""


@dataclass(frozen=True)
class Question:
    """What is asked of whom: sums without clustering (`phi` is divided out), the scale, and in levels (the higher, the
    worse) the target, the least gap and the model's gap."""

    sums: Sums
    scale: Scale
    phi: float
    target: float
    least: float
    gap: float
    team: Integers
    teams: int
    shared: float
    """By how much the variance of what is known of teams is to be multiplied, as their weeks are bad for everybody."""
    kinds: Integers
    """Which of the tallies' strata the sums have, in their order."""

    @classmethod
    def of(cls, tallies: Tallies, aim: Aim, limits: Thresholds) -> "Question":
        """The question of a standard's tallies. Rows without readings do not count."""
        scale = Scale.of(aim, deviation(tallies) if aim.measure is Measure.MEAN else 1.0)
        phi = clustering(tallies, aim)
        by = max(phi, 1.0)
        size = sizes(tallies, aim)
        rows = size > 0
        strata, stratum = np.unique(tallies.stratum[rows], return_inverse=True)
        sums = Sums(
            *(tallies.unit[rows], stratum, size[rows] / by, tallies.fair[rows] / by),
            *(tallies.units, max(len(strata), 1)),
        )
        target = _reachable(aim, float(size.sum()) / max(tallies.teams, 1))
        unit = {Measure.SHARE: 1.0, Measure.COUNT: abs(target), Measure.MEAN: scale.deviation}[aim.measure]
        least, gap = (part * unit for part in limits.gaps(aim.measure))
        worse, wider = scale.sign * target, max(tallies.shared / by, 1.0)
        return cls(sums, scale, phi, worse, least, gap, tallies.team, tallies.teams, wider, strata)

    def crude(self) -> "Question":
        """The same asked without regard to strata."""
        return replace(self, sums=self.sums.crude(), kinds=self.kinds[:1])

    @property
    def strata(self) -> int:
        """How many strata have readings."""
        return self.sums.strata


@dataclass(frozen=True)
class Weighed:
    """The answer: levels of units and teams with their chances, and everything it rests on."""

    question: Question
    mix: CaseMix
    found: Attribution
    hyper: Hyper
    judge: Judge
    crew: Crew
    units: Likely
    teams: Likely


def weigh(question: Question, fixed: Hyper | None = None) -> Weighed:
    """Weigh everybody's readings; `fixed` hyperparameters are not fitted again."""
    sums, scale = question.sums, question.scale
    mix = case_mix(sums, scale, otherwise=scale.place(question.target))
    gap = _shifts(scale, mix, question.gap)
    size = np.maximum(sums.by_unit(sums.size), 0)
    usual = float(mix.offset @ mix.share)
    guesses = scale.eta(sums.by_unit(sums.amount), size)[size > 0] - usual
    model = Model(scale, mix, Grid.around(np.append(guesses, gap[1])), gap, question.team, question.teams)
    hyper = fixed or fit(model, sums)
    known = crew(model, sums, hyper)
    judge = Judge.of(model, hyper, target=question.target, least=question.least)
    return Weighed(
        *(question, mix, attribution(sums, scale, mix), hyper, judge, known),
        *(of_units(judge, sums, known), of_teams(model, known, target=question.target, wider=question.shared)),
    )


def _reachable(aim: Aim, size: float) -> float:
    """The target, but not quite never or always: whatever happens, what never may happen is sure to be missed in the
    long run. `size` is that of an ordinary team; half a count in it is as good as none."""
    if aim.measure is Measure.SHARE:
        return min(max(aim.target, NEVER), 1 - NEVER)
    if aim.measure is Measure.COUNT:
        return max(aim.target, 0.5 / max(size, 1.0))
    return aim.target


def turned(scale: Scale, levels: Likely) -> tuple[Floats, Floats, Floats]:
    """Levels in the unit of the aim: mean, low, high."""
    if scale.sign > 0:
        return levels.mean, levels.low, levels.high
    return -levels.mean, -levels.high, -levels.low


def _shifts(scale: Scale, mix: CaseMix, gap: float) -> tuple[float, float]:
    """What a gap and four gaps from the usual level are on the link scale."""
    points = np.linspace(0, MOST_SHIFT, 601)
    levels = mix.level(scale, points)
    low, high = (float(np.interp(levels[0] + times * gap, levels, points)) for times in (1, 4))
    low = min(max(low, LEAST_SHIFT), MOST_SHIFT - LEAST_SHIFT)
    return low, max(high, low + LEAST_SHIFT)
