"""The scale on which everybody is compared: what one step on it means for shares, counts and means.

On the link scale a level η is worse the higher it is. For a share it is the log-odds of a miss, for a count the log of
the rate (turned round where more is better), for a mean the value in steps of `STEP` deviations of one reading. The
step makes the three alike: near a target of 85 % one unit of log-odds moves a share by .357 deviations of a reading,
so that one set of weak priors does for all. A *level* below is a value in the unit of the aim, turned round where
higher is better: the higher, the worse.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from training.method.tallies import Aim, Floats, Measure

STEP = 0.357


@dataclass(frozen=True)
class Scale:
    """Log-likelihood of sums `amount` and sizes `size` at η: `linear(amount)`·η − size·`potential(η)`, and a constant.

    `sign` is −1 where higher values are better; `deviation` is that of one reading, for means.
    """

    measure: Measure
    sign: float = 1.0
    deviation: float = 1.0

    @classmethod
    def of(cls, aim: Aim, deviation: float) -> "Scale":
        """The scale of an aim; for a share higher is always worse."""
        worse = aim.higher_is_worse or aim.measure is Measure.SHARE
        return cls(aim.measure, 1.0 if worse else -1.0, deviation if aim.measure is Measure.MEAN else 1.0)

    @property
    def _step(self) -> float:
        return STEP * self.deviation

    def linear(self, amount: Floats) -> Floats:
        """The factor of η in the log-likelihood."""
        if self.measure is Measure.MEAN:
            return np.asarray(self.sign * amount * STEP / self.deviation)
        return np.asarray(self.sign * amount)

    def potential(self, eta: Floats) -> Floats:
        """What one reading (or unit of exposure) takes off the log-likelihood at η."""
        if self.measure is Measure.SHARE:
            return np.asarray(np.logaddexp(0, eta))
        if self.measure is Measure.COUNT:
            return np.asarray(np.exp(self.sign * eta))
        return np.asarray((STEP * eta) ** 2 / 2)

    def slope(self, eta: Floats) -> Floats:
        """The first derivative of the potential."""
        if self.measure is Measure.SHARE:
            return np.asarray(expit(eta))
        if self.measure is Measure.COUNT:
            return np.asarray(self.sign * np.exp(self.sign * eta))
        return np.asarray(STEP**2 * eta)

    def curve(self, eta: Floats) -> Floats:
        """The second derivative of the potential: what one reading tells about η."""
        if self.measure is Measure.SHARE:
            share = expit(eta)
            return np.asarray(share * (1 - share))
        if self.measure is Measure.COUNT:
            return np.asarray(np.exp(self.sign * eta))
        return np.full_like(eta, STEP**2)

    def level(self, eta: Floats) -> Floats:
        """The level at η: the higher, the worse."""
        if self.measure is Measure.SHARE:
            return np.asarray(expit(eta))
        if self.measure is Measure.COUNT:
            return np.asarray(self.sign * np.exp(self.sign * eta))
        return np.asarray(self._step * eta)

    def variance(self, eta: Floats) -> Floats:
        """The variance of one reading (of the count in one unit of exposure) at η."""
        if self.measure is Measure.MEAN:
            return np.full_like(eta, self.deviation**2)
        return self.curve(eta)

    def eta(self, amount: Floats, size: Floats) -> Floats:
        """A finite first guess at η from sums, half a miss (a tenth of a step) away from impossible."""
        if self.measure is Measure.SHARE:
            return np.asarray(logit((amount + 0.5) / (size + 1.0)))
        if self.measure is Measure.COUNT:
            return np.asarray(self.sign * np.log((amount + 0.5) / np.maximum(size, 1e-12)))
        return np.asarray(self.sign * amount / np.maximum(size, 1e-12) / self._step)

    def place(self, level: float) -> float:
        """The η of a level; a share or rate that cannot be is taken for the nearest that can."""
        if self.measure is Measure.SHARE:
            return float(logit(min(max(level, 1e-4), 1 - 1e-4)))
        if self.measure is Measure.COUNT:
            return float(self.sign * np.log(max(self.sign * level, 1e-9)))
        return level / self._step
