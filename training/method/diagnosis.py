"""What a diagnosis says: of the whole, of each team, of each unit; and the one function that reckons it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from training.method.counted import Counted, counted
from training.method.empirical_bayes import Hyper
from training.method.lists import act_list, look_list
from training.method.needed import needed
from training.method.posterior import place_of
from training.method.recompute import figures
from training.method.settings import Thresholds
from training.method.tallies import Aim, Floats, Tallies
from training.method.verdicts import Booleans, Remark, Verdict, overall, team_verdicts
from training.method.weighing import Question, Weighed, turned, weigh

__all__ = ["Booleans", "Diagnosis", "Remark", "Teams", "Units", "Verdict", "diagnose"]

NO_CALLS = {Remark.NO_DATA, Remark.ONE_UNIT, Remark.CHANCE_ONLY, Remark.UNRELIABLE, Remark.CLUSTERED}
"""Where one of these is said, nobody is called."""
CLEARLY = 0.25
"""By how much two chances must differ before it is said that the case mix decides."""
TYPICAL = 2.5
"""The mean gap of the model, between one and four times its least."""


@dataclass(frozen=True)
class Units:
    """Arrays of U, in the order of the tallies' units; figures in the unit of the aim (missed share, rate, value).

    `raw` is as counted, `raw_low`/`raw_high` its 95 % interval (Wilson for shares), `likely` the shrunk value with its
    90 % interval, at the mix of the whole house, `chance` how sure it is that the standard is truly missed and that
    this person is worse than the own team by the least gap. `act` and `look` are the two lists; whoever is on the
    first is on the second. About `needed` to `needed_most` readings it takes to find a gap of the size of the model's
    (in one of two reviews, in four of five). NaN never appears: without readings `raw` is `likely`.
    """

    n: Floats
    raw: Floats
    raw_low: Floats
    raw_high: Floats
    likely: Floats
    low: Floats
    high: Floats
    chance: Floats
    act: Booleans
    look: Booleans
    needed: float
    needed_most: float


@dataclass(frozen=True)
class Teams:
    """Arrays of T. `usual` is the team's typical level with its 90 % interval, `chance` how sure it is that this level
    is worse than the standard; `verdict` has a Verdict for each team."""

    n: Floats
    raw: Floats
    usual: Floats
    low: Floats
    high: Floats
    chance: Floats
    verdict: tuple[Verdict, ...]


@dataclass(frozen=True)
class Diagnosis:
    """All of it. `figures` can be kept as JSON and holds everything to reckon it again from the same tallies: the
    model's version, thresholds, aim, hyperparameters, stratum offsets, Q with its p, τ, reliability, φ, n, raw."""

    verdict: Verdict
    remarks: tuple[Remark, ...]
    units: Units
    teams: Teams
    figures: dict[str, Any]


def diagnose(
    tallies: Tallies, aim: Aim, thresholds: Thresholds | None = None, *, hyper: Mapping[str, Any] | None = None
) -> Diagnosis:
    """Whose problem it is, if it is one. Never fails on data: what cannot be said is a remark.

    `hyper` are the `figures` of an earlier diagnosis: its τ and π (with and without strata) are taken as they are
    instead of being fitted, which is what a nightly run does, and what makes the same of the same tallies again.
    """
    limits = thresholds or Thresholds()
    tallies = tallies.merged()
    question = Question.of(tallies, aim, limits)
    told = weigh(question, Hyper(hyper["tau"], hyper["pi"]) if hyper else None)
    crude = weigh(question.crude(), Hyper(*hyper["crude"]) if hyper else None) if question.strata > 1 else told
    raw = counted(tallies, aim, question.scale.deviation)
    remarks = raw.remarks | _doubts(told, limits)
    eligible = raw.together & (raw.size > 0)
    if question.strata > 1 and _mix_matters(told, crude, eligible, limits):
        remarks |= {Remark.MIX_DISAGREES}
    able = eligible & (not remarks & NO_CALLS)
    chance = told.units.chance
    act = act_list(chance, able, false_calls=limits.false_calls, least=limits.look)
    missed = raw.team_missed
    verdicts = team_verdicts(
        told.teams.chance, missed, raw.team_size, team=tallies.team, act=act, sure=limits.team_sure
    )
    likely, low, high = turned(question.scale, told.units)
    usual = turned(question.scale, told.teams)
    some, known = raw.size > 0, raw.team_size > 0
    first, second = _needed(told, raw, limits)
    units = Units(
        n=raw.n,
        raw=np.where(some, raw.raw, likely),
        raw_low=np.where(some, raw.low, low),
        raw_high=np.where(some, raw.high, high),
        likely=likely,
        low=low,
        high=high,
        chance=chance,
        act=act,
        look=look_list(chance, able, look=limits.look),
        needed=first,
        needed_most=second,
    )
    teams = Teams(raw.team_n, np.where(known, raw.team_raw, usual[0]), *usual, told.teams.chance, verdicts)
    ordered = tuple(remark for remark in Remark if remark in remarks)
    return Diagnosis(overall(verdicts, raw.team_size), ordered, units, teams, figures(told, crude, raw, aim, limits))


def _doubts(told: Weighed, limits: Thresholds) -> set[Remark]:
    found = set()
    if told.found.df >= 1:
        if told.found.p > limits.chance:
            found.add(Remark.CHANCE_ONLY)
        elif told.found.reliability < limits.reliability:
            found.add(Remark.UNRELIABLE)
    if told.question.phi > limits.clustering:
        found.add(Remark.CLUSTERED)
    if told.question.shared * max(told.question.phi, 1.0) > limits.clustering:
        found.add(Remark.SHARED_WEEKS)
    if told.mix.alone.any():
        found.add(Remark.STRATUM_ALONE)
    return found


def _mix_matters(told: Weighed, crude: Weighed, eligible: Booleans, limits: Thresholds) -> bool:
    """Whether without strata somebody else would be listed, or another team called, and not by a hair."""
    able, otherwise = (eligible & (not _doubts(one, limits) & NO_CALLS) for one in (told, crude))
    one, other = told.units.chance, crude.units.chance
    listed = ((one >= limits.look) & able) != ((other >= limits.look) & otherwise)
    team, crudely = told.teams.chance, crude.teams.chance
    called = (team >= limits.team_sure) != (crudely >= limits.team_sure)
    return bool((listed & (np.abs(one - other) > CLEARLY)).any() or (called & (np.abs(team - crudely) > CLEARLY)).any())


def _needed(told: Weighed, raw: Counted, limits: Thresholds) -> tuple[float, float]:
    """Readings from which somebody half-way between the model's least and largest gap is found, who also is worse than
    the standard by a gap."""
    question, judge = told.question, told.judge
    points, weight = judge.model.grid.points, told.crew.weight
    ordinary = np.abs(weight @ points - told.crew.centre).argmin() if question.teams else 0
    others = weight[ordinary] if question.teams else np.exp(-(points**2))
    usual = float(told.mix.level(question.scale, np.array([others @ points]))[0])
    worse = max(usual + TYPICAL * question.gap, question.target + question.gap)
    shift = min(max(place_of(judge.model, worse), 0.0), float(points[-1]))
    each = float(raw.n.sum()) / float(raw.size.sum()) if raw.size.sum() > 0 else 1.0
    by = max(question.phi, 1.0) * each
    first, second = needed(judge, others, shift, sure=1 - limits.false_calls)
    return first * by, second * by
