"""What is taken for likely before any reading: of people, of teams, of the numbers that describe both.

    u_i = μ_team + e_i,  e_i ~ (1−π)·N(0, τ²) + π·(U(d, 4d) ⊛ N(0, τ²)),  μ_team ~ N(μ0, ω²)

Weakly: τ ~ half-normal(.25), ω ~ half-normal(.4), π ~ Beta(2, 18), μ0 ~ N(0, .5²), in steps of the link scale.
Everything lives on one even grid.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from scipy.special import erfinv, ndtr

from training.method.tallies import Floats

STEP = 0.05
LOW, HIGH = -3.0, 4.0
"""The grid about the usual level: wide enough for a team of 3 ω and a gap of 4 d; it grows with the data."""
TAU, OMEGA, CENTRE = 0.25, 0.4, 0.5
PI = (2.0, 18.0)
OMEGAS = OMEGA * np.sqrt(2) * erfinv((np.arange(10) + 0.5) / 10)
"""Ten equally likely values of ω: it is not fitted but averaged over, and so is μ0."""
CENTRES = np.arange(-20, 21) * 0.1


@dataclass(frozen=True)
class Grid:
    """Even points about the usual level, `step` apart, from `first` to `last` of them."""

    first: int
    last: int
    step: float = STEP

    @classmethod
    def around(cls, guesses: Floats) -> "Grid":
        """Points from LOW to HIGH and as far beyond as somebody's own first guess lies, to ±9."""
        low = max(min(LOW, float(guesses.min(initial=0)) - 1), -9.0)
        high = min(max(HIGH, float(guesses.max(initial=0)) + 1), 9.0)
        return cls(round(low / STEP), round(high / STEP))

    @cached_property
    def points(self) -> Floats:
        """The points, in steps of the link scale."""
        return np.asarray(np.arange(self.first, self.last + 1) * self.step, dtype=float)

    def beyond(self, place: Floats) -> Floats:
        """The part of each point's cell that lies above each place: shape (points, places)."""
        above = (self.points[:, None] + self.step / 2 - place[None, :]) / self.step
        return np.asarray(np.clip(above, 0, 1))

    def people(self, tau: float, gap: tuple[float, float]) -> tuple[Floats, Floats]:
        """The density of u (rows) at each μ (columns): without a gap, and with one from `gap`."""
        far = np.arange(-len(self.points) + 1, len(self.points)) * self.step
        edges = np.append(far - self.step / 2, far[-1] + self.step / 2) / tau
        low, high = gap[0] / tau, gap[1] / tau
        common = np.diff(ndtr(edges))
        spread = np.diff((_hinge(edges - low) - _hinge(edges - high)) / (high - low))
        return self._toeplitz(common), self._toeplitz(spread)

    @cached_property
    def house(self) -> "House":
        """What may be true of all teams: each ω with each μ0."""
        return _house(self)

    def _toeplitz(self, density: Floats) -> Floats:
        count = len(self.points)
        found = np.maximum(density, 0)[np.arange(count)[:, None] - np.arange(count)[None, :] + count - 1]
        return np.asarray(found / np.maximum(found.sum(axis=0), 1e-300))


@dataclass(frozen=True)
class House:
    """Each pair (H) of ω and μ0 with the logarithm of its prior chance, and the density of μ (G, H) that it gives."""

    omega: Floats
    centre: Floats
    chance: Floats
    density: Floats


@lru_cache(maxsize=8)
def _house(grid: Grid) -> House:
    """By hat functions, so that the density moves evenly with μ0."""
    omega, centre = (part.ravel() for part in np.meshgrid(OMEGAS, CENTRES, indexing="ij"))
    knots = np.arange(grid.first - 1, grid.last + 2) * grid.step
    hinge = _hinge((knots[:, None] - centre) / omega) * omega / grid.step
    density = np.maximum(np.diff(hinge, 2, axis=0), 0)
    chance = np.exp(-((centre / CENTRE) ** 2) / 2)
    return House(omega, centre, np.log(chance / chance.sum()), density / density.sum(axis=0))


def _hinge(z: Floats) -> Floats:
    """∫ Φ from −∞ to z."""
    return np.asarray(z * ndtr(z) + np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi))


def weak_prior(tau: Floats, pi: Floats) -> Floats:
    """The logarithm of the prior density of τ and π, up to a constant."""
    return np.asarray(-((tau / TAU) ** 2) / 2 + (PI[0] - 1) * np.log(pi) + (PI[1] - 1) * np.log1p(-pi))
