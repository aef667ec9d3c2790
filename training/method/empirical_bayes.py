"""One engine for shares, counts and means: what the readings of everybody say about people and teams.

By quadrature on one grid of the link scale. τ and π come from the marginal likelihood under weak priors (their mean
over a grid of values, which unlike its peak does not stick at no difference at all); ω and μ0 are averaged over.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp

from training.method.case_mix import CaseMix, Sums
from training.method.priors import PI, TAU, Grid, House, weak_prior
from training.method.scale import Scale
from training.method.tallies import Floats, Integers

CHUNK = 1024
"""People at once: it bounds the memory."""
SETTLING = 2500
"""As many people settle τ and π; more would change them by less than a reader sees."""
TAUS = np.array([0.02, 0.06, 0.1, 0.15, 0.21, 0.28, 0.36, 0.46, 0.6, 0.8])
PIS = np.array([0.008, 0.02, 0.04, 0.065, 0.095, 0.13, 0.18, 0.25, 0.35])
TINY = 1e-300


@dataclass(frozen=True)
class Hyper:
    """τ, the spread of people within a team, and π, the part of them with a real gap."""

    tau: float
    pi: float


@dataclass(frozen=True)
class Model:
    """What is needed to weigh anybody's readings. `gap` is from d to 4 d in steps of the link scale, `team` (U) the
    team of each unit."""

    scale: Scale
    mix: CaseMix
    grid: Grid
    gap: tuple[float, float]
    team: Integers
    teams: int


@dataclass(frozen=True)
class Crew:
    """What is known of the teams: `prior` (T, G) of each team's μ from all others, `weight` (T, G) with its own people;
    `omega` and `centre` are the means of ω and μ0."""

    prior: Floats
    weight: Floats
    omega: float
    centre: float


def likelihoods(model: Model, sums: Sums, units: Integers, *, shared: bool = False) -> Floats:
    """The likelihood of each of the given units (rows) on the grid, its peak at 1; `shared` leaves out readings of a
    stratum that is somebody's alone."""
    places = np.full(sums.units, -1)
    places[units] = np.arange(len(units))
    rows = places[sums.unit] >= 0
    if shared:
        rows &= ~model.mix.alone[sums.stratum]
    unit, stratum = places[sums.unit[rows]], sums.stratum[rows]
    strata = len(model.mix.offset)
    size = np.bincount(unit * strata + stratum, sums.size[rows], len(units) * strata).reshape(len(units), strata)
    linear = np.bincount(unit, model.scale.linear(sums.amount[rows]), len(units))
    points = model.grid.points
    found = linear[:, None] * points - size @ model.scale.potential(model.mix.offset[:, None] + points)
    found -= found.max(axis=1, keepdims=True)
    return np.asarray(np.exp(found))


def fit(model: Model, sums: Sums) -> Hyper:
    """τ and π, from at most SETTLING people in whole teams as far as possible; without anybody what the priors say."""
    if not len(model.team):
        return Hyper(float(np.sqrt(2 / np.pi)) * TAU, PI[0] / sum(PI))
    units = _settling(model.team, model.teams)
    team = np.unique(model.team[units], return_inverse=True)[1]
    weights = likelihoods(model, sums, units)
    teams = int(team.max()) + 1
    found = np.empty((len(TAUS), len(PIS)))
    for i, tau in enumerate(TAUS):
        common, spread = (weights @ kernel for kernel in model.grid.people(float(tau), model.gap))
        for j, pi in enumerate(PIS):
            told = _by_team(np.log(np.maximum((1 - pi) * common + pi * spread, TINY)), team, teams)
            found[i, j] = _evidence(model.grid.house, told)[0]
    found += weak_prior(TAUS[:, None], PIS[None, :]) + np.log(np.gradient(TAUS))[:, None] + np.log(np.gradient(PIS))
    chance = np.exp(found - logsumexp(found))
    return Hyper(float(chance.sum(axis=1) @ TAUS), float(chance.sum(axis=0) @ PIS))


def crew(model: Model, sums: Sums, hyper: Hyper) -> Crew:
    """What all people together say of the teams."""
    told = np.zeros((model.teams, len(model.grid.points)))
    kernel = people(model, hyper)
    for units in chunks(len(model.team)):
        told += _by_team(_logs(likelihoods(model, sums, units) @ kernel), model.team[units], model.teams)
    house = model.grid.house
    _, chance, each = _evidence(house, told)
    # The chance of each (ω, μ0) by the other teams alone: the team's own part is taken out.
    prior = np.exp(_logs(chance) - each) @ house.density.T
    prior /= prior.sum(axis=1, keepdims=True)
    weight = prior * np.exp(told - told.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    return Crew(prior, weight, float(chance @ house.omega), float(chance @ house.centre))


def people(model: Model, hyper: Hyper) -> Floats:
    """The density of u (rows) at each μ (columns)."""
    common, spread = model.grid.people(hyper.tau, model.gap)
    return (1 - hyper.pi) * common + hyper.pi * spread


def chunks(units: int) -> Iterator[Integers]:
    """The units, a bounded number at a time."""
    for first in range(0, units, CHUNK):
        yield np.arange(first, min(first + CHUNK, units))


def _by_team(values: Floats, team: Integers, teams: int) -> Floats:
    """Rows summed for each team."""
    order = np.argsort(team, kind="stable")
    there, first = np.unique(team[order], return_index=True)
    found = np.zeros((teams, values.shape[1]))
    found[there] = np.add.reduceat(values[order], first, axis=0)
    return found


def _logs(values: Floats) -> Floats:
    return np.asarray(np.log(np.maximum(values, TINY)))


def _evidence(house: House, told: Floats) -> tuple[float, Floats, Floats]:
    """The log-likelihood of all teams averaged over ω and μ0; the chance of each pair (H); and each team's logarithm
    of its likelihood (T, H), the team's peak taken out."""
    peaks = told.max(axis=1, keepdims=True)
    each = _logs(np.exp(told - peaks) @ house.density)
    logs = each.sum(axis=0) + house.chance
    whole = float(logsumexp(logs))
    return whole + float(peaks.sum()), np.exp(logs - whole), each


def _settling(team: Integers, teams: int) -> Integers:
    """The people who settle the hyperparameters: every so many-th team, and of a large one every so many-th."""
    if len(team) <= SETTLING:
        return np.arange(len(team))
    every = max(min(len(team) // SETTLING + 1, teams // 20), 1)
    chosen = np.flatnonzero(team % every == 0)
    return chosen[:: len(chosen) // SETTLING + 1] if len(chosen) > SETTLING else chosen
