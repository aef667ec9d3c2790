"""What is likely of each person and each team, once everybody's readings have been weighed."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from training.method.case_mix import Sums
from training.method.empirical_bayes import TINY, Crew, Hyper, Model, chunks, likelihoods, people
from training.method.tallies import Floats

SURE = (0.05, 0.95)
"""The ends of a 90 % interval."""


@dataclass(frozen=True)
class Likely:
    """Levels (the higher, the worse): mean, 90 % interval, and the chance of what is asked."""

    mean: Floats
    low: Floats
    high: Floats
    chance: Floats


FIELDS = ("mean", "low", "high", "chance")


@dataclass(frozen=True)
class Judge:
    """Weighs units of a model against `target` and against a team's usual level, worse by `least`."""

    model: Model
    density: Floats
    worse: Floats

    @classmethod
    def of(cls, model: Model, hyper: Hyper, *, target: float, least: float) -> "Judge":
        """A judge by fixed hyperparameters."""
        density = people(model, hyper)
        return cls(model, density, density * model.grid.beyond(blame(model, target=target, least=least)))

    def weigh(self, likelihood: Floats, comparable: Floats, others: Floats) -> Likely:
        """Rows are units: their likelihood, that of what can be compared alone, and what is known of the team's μ
        without them. The level is at the house's mix."""
        expected = others @ self.density.T
        place = likelihood * expected
        both = (comparable * expected).sum(axis=1)
        chance = (others * (comparable @ self.worse)).sum(axis=1) / np.maximum(both, TINY)
        return Likely(*summary(self.model, place), np.clip(chance, 0, 1))


def of_units(judge: Judge, sums: Sums, known: Crew) -> Likely:
    """Of each unit: its level, and how sure it is that this is worse than the target and than the team's usual level.
    Readings in a stratum of the unit's own do not count towards that."""
    model, found = judge.model, []
    for units in chunks(len(model.team)):
        likelihood = likelihoods(model, sums, units)
        others = known.weight[model.team[units]] / np.maximum(likelihood @ judge.density, TINY)
        others /= others.sum(axis=1, keepdims=True)
        alone = bool(model.mix.alone.any())
        comparable = likelihoods(model, sums, units, shared=True) if alone else likelihood
        found.append(judge.weigh(likelihood, comparable, others))
    if not found:
        nobody = np.zeros(0)
        return Likely(nobody, nobody, nobody, nobody)
    return Likely(*(np.concatenate([getattr(part, name) for part in found]) for name in FIELDS))


def of_teams(model: Model, known: Crew, *, target: float, wider: float = 1.0) -> Likely:
    """Of each team: its usual level, and how sure it is that this is worse than `target`.

    Above 1, `wider` multiplies the variance of what is known; it is taken for normal then.
    """
    if wider > 1:
        return _wider(model, known, place_of(model, target), wider)
    chance = known.weight @ model.grid.beyond(np.array([place_of(model, target)]))[:, 0]
    return Likely(*summary(model, known.weight), np.clip(chance, 0, 1))


def _wider(model: Model, known: Crew, place: float, wider: float) -> Likely:
    points = model.grid.points
    mean = known.weight @ points
    spread = np.sqrt(wider * np.maximum(known.weight @ points**2 - mean**2, (model.grid.step / 2) ** 2))
    low, high = (model.mix.level(model.scale, mean + spread * float(ndtri(end))) for end in SURE)
    return Likely(model.mix.level(model.scale, mean), low, high, ndtr((mean - place) / spread))


def blame(model: Model, *, target: float, least: float) -> Floats:
    """For each μ of the grid the u above which somebody is below the standard and the team's usual level."""
    levels = model.mix.level(model.scale, model.grid.points)
    return np.maximum(place_of(model, target), _places(levels + least, levels, model.grid.points))


def place_of(model: Model, level: float) -> float:
    """The place on the grid at which the house's mix gives a level; infinite beyond its ends."""
    levels = model.mix.level(model.scale, model.grid.points)
    return float(_places(np.array([level]), levels, model.grid.points)[0])


def summary(model: Model, weight: Floats) -> tuple[Floats, Floats, Floats]:
    """Mean level and 90 % interval from weights (rows) on the grid."""
    points, step = model.grid.points, model.grid.step
    weight = weight / np.maximum(weight.sum(axis=1, keepdims=True), TINY)
    mean = weight @ model.mix.level(model.scale, points)
    rising = np.cumsum(weight, axis=1)
    rows = np.arange(len(weight))
    ends = []
    for end in SURE:
        cell = np.minimum((rising < end).sum(axis=1), len(points) - 1)
        inside = (end - (rising[rows, cell] - weight[rows, cell])) / np.maximum(weight[rows, cell], TINY)
        ends.append(model.mix.level(model.scale, points[cell] + (np.clip(inside, 0, 1) - 0.5) * step))
    return mean, ends[0], ends[1]


def _places(wanted: Floats, levels: Floats, points: Floats) -> Floats:
    return np.asarray(np.interp(wanted, levels, points, left=-np.inf, right=np.inf))
