"""Can a person be responsible at all: whether people differ by more than chance, and whether bad days hit everybody."""

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from training.method.case_mix import CaseMix, Sums
from training.method.scale import Scale
from training.method.tallies import Aim, Floats, Measure, Tallies


@dataclass(frozen=True)
class Attribution:
    """`q` on `df` degrees of freedom with its `p`; `tau2`, the variance between people in squared units of the aim,
    and `reliability`, the part of the differences seen that is real."""

    q: float
    df: int
    p: float
    tau2: float
    reliability: float


def sizes(tallies: Tallies, aim: Aim) -> Floats:
    """What an amount is divided by: exposure for counts, readings for the rest."""
    return tallies.exposure if aim.measure is Measure.COUNT else tallies.n


def clustering(tallies: Tallies, aim: Aim) -> float:
    """The factor φ: Pearson's χ² over person-days by its degrees of freedom, each person about their own mean.

    A ratio of sums, so that people of few days weigh little; 1 where nobody has two days or nothing varies. What varies
    by chance is taken within strata, so that hard and easy readings of one day do not look like calm.
    """
    size = sizes(tallies, aim)
    rows = size > 0

    def by_unit(values: Floats) -> Floats:
        return np.asarray(np.bincount(tallies.unit[rows], values[rows], tallies.units), dtype=float)

    n, amount, days, squares = (by_unit(one) for one in (size, tallies.amount, tallies.days, tallies.day_squares))
    has = days > 1.5  # sums of parts
    n, amount, days, squares = n[has], amount[has], days[has], squares[has]
    between = np.maximum(squares - amount**2 / n, 0)
    if aim.measure is Measure.SHARE:
        kept = np.divide(tallies.amount * (size - tallies.amount), size, out=np.zeros_like(size), where=rows)
        variance = np.maximum(by_unit(kept)[has], 0) / np.maximum(n - 1, 1)
    elif aim.measure is Measure.COUNT:
        variance = amount / n
    else:
        within = np.maximum(by_unit(tallies.squares)[has] - squares, 0).sum()
        variance = np.full_like(n, within / max(float((n - days).sum()), 1.0))
    expected = float(((days - 1) * variance).sum())
    return float(between.sum()) / expected if expected > 0 else 1.0


def deviation(tallies: Tallies) -> float:
    """The standard deviation of one reading of a mean, within units and strata; that of all readings where no row has
    two, and a tenth of the mean (or 1) where nothing varies at all."""
    n, total = tallies.n, float(tallies.n.sum())
    if total <= 0:
        return 1.0
    rows = n > 0
    within = float(np.maximum(tallies.squares[rows] - tallies.amount[rows] ** 2 / n[rows], 0).sum())
    mean = float(tallies.amount.sum()) / total
    overall = max(float(tallies.squares.sum()) - total * mean**2, 0.0)
    least = 1e-9 * max(abs(mean), 1e-3) ** 2 * total
    if within > least and (n[rows] - 1).sum() > 0:
        return float(np.sqrt(within / (n[rows] - 1).sum()))
    if overall > least and total > 1:
        return float(np.sqrt(overall / (total - 1)))
    return abs(mean) / 10 or 1.0


def attribution(sums: Sums, scale: Scale, mix: CaseMix) -> Attribution:
    """Heterogeneity of people about what their own mix would lead one to expect.

    Q and τ² as in DerSimonian & Laird (1986); the reliability is τ² / (τ² + v) with the typical variance v of Higgins &
    Thompson (2002). Clustering has been divided out of `sums`. With fewer than two people nothing differs.
    """
    eta = mix.offset[sums.stratum]
    size = sums.by_unit(sums.size)
    has = size > 0
    observed, expected = sums.by_unit(sums.amount)[has], sums.by_unit(sums.size * _natural(scale, eta))[has]
    gap = (observed - expected) / size[has]
    weight = size[has] ** 2 / np.maximum(sums.by_unit(sums.size * scale.variance(eta))[has], 1e-300)
    df = int(has.sum()) - 1
    if df < 1:
        return Attribution(0.0, 0, 1.0, 0.0, 0.0)
    whole = float(weight.sum())
    q = float(weight @ (gap - weight @ gap / whole) ** 2)
    spread = whole - float(weight @ weight) / whole
    tau2 = max((q - df) / spread, 0.0)
    return Attribution(q, df, float(chdtrc(df, q)), tau2, tau2 / (tau2 + df / spread))


def _natural(scale: Scale, eta: Floats) -> Floats:
    return scale.sign * scale.level(eta)
