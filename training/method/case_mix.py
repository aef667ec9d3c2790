"""Easy and hard readings: how much each stratum is worse than another for the same people."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.method.scale import Scale
from training.method.tallies import Floats, Integers

SPREAD = 0.25
"""The variance that people are given while strata are compared: wide, so that people are compared with themselves."""
ROUNDS = 200
CLOSE = 1e-6


@dataclass(frozen=True)
class Sums:
    """Rows that count, clustering divided out: sizes are readings, or exposure for counts."""

    unit: Integers
    stratum: Integers
    size: Floats
    amount: Floats
    units: int
    strata: int

    def by_unit(self, values: Floats) -> Floats:
        """Row values summed for each unit."""
        return np.asarray(np.bincount(self.unit, values, self.units), dtype=float)

    def by_stratum(self, values: Floats) -> Floats:
        """Row values summed for each stratum."""
        return np.asarray(np.bincount(self.stratum, values, self.strata), dtype=float)

    def crude(self) -> "Sums":
        """The same without strata."""
        return Sums(self.unit, np.zeros_like(self.stratum), self.size, self.amount, self.units, 1)


@dataclass(frozen=True)
class CaseMix:
    """`offset` is η of somebody usual in each of S strata, `share` the stratum's part of the house's readings; `alone`
    is true where only one unit has readings, so that nobody can say whether the stratum or the unit is hard."""

    offset: Floats
    share: Floats
    alone: NDArray[np.bool_]

    def level(self, scale: Scale, shift: Floats) -> Floats:
        """The level of somebody who is `shift` worse than usual, at the mix of the whole house; shape of `shift`."""
        return np.asarray(scale.level(self.offset + shift[..., None]) @ self.share)


def case_mix(sums: Sums, scale: Scale, *, otherwise: float) -> CaseMix:
    """Offsets by penalised likelihood, with an effect for each unit.

    People are compared with themselves in other strata as far as they have readings in several; what nobody shares is
    put down to the stratum. Offsets are held near each other (variance 1), so that few readings in one do no harm.
    A stratum that is one unit's alone gets the offset of the whole, so that it neither excuses nor accuses.
    Without readings η is `otherwise` everywhere.
    """
    if not sums.size.sum() > 0:
        return CaseMix(np.array([otherwise]), np.array([1.0]), np.array([False]))
    whole = float(scale.eta(np.array([sums.amount.sum()]), np.array([sums.size.sum()]))[0])
    size = sums.by_stratum(sums.size)
    share = size / size.sum()
    people = np.bincount(np.unique(sums.unit * sums.strata + sums.stratum) % sums.strata, minlength=sums.strata)
    alone = (people == 1) & (sums.strata > 1)
    offset, effect = np.full(sums.strata, whole), np.zeros(sums.units)
    linear = scale.linear(sums.amount)
    for _ in range(ROUNDS):
        before = offset
        score, told = _slopes(sums, scale, linear, offset, effect)
        step = (sums.by_unit(score) - effect / SPREAD) / (sums.by_unit(told) + 1 / SPREAD)
        effect = effect + np.clip(step, -1, 1)
        # At the peak the effects sum to nothing; going there at once saves most of the rounds.
        offset, effect = offset + effect.mean(), effect - effect.mean()
        score, told = _slopes(sums, scale, linear, offset, effect)
        centre = float(offset @ share)
        step = (sums.by_stratum(score) - (offset - centre)) / (sums.by_stratum(told) + 1)
        offset = offset + np.clip(step, -1, 1)
        if np.abs(offset - before).max() < CLOSE:
            break
    usual = float(offset @ share)
    return CaseMix(np.where(alone, usual, offset), share, alone)


def _slopes(sums: Sums, scale: Scale, linear: Floats, offset: Floats, effect: Floats) -> tuple[Floats, Floats]:
    eta = offset[sums.stratum] + effect[sums.unit]
    return linear - sums.size * scale.slope(eta), sums.size * scale.curve(eta)
