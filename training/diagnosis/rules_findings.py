"""What a diagnosis says of each team and each person, as it is kept: by ids, in plain numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import repeat
from math import isfinite, sqrt

import numpy as np

from training.diagnosis.rules_tallies import Gathered
from training.method.diagnosis import Diagnosis, Remark, Verdict
from training.method.intervals import poisson, wilson
from training.method.tallies import Aim, Measure
from training.method.verdicts import Booleans, overall, unit_verdicts

ACT, LOOK = "act", "look"
_WITH_SKILL = (Verdict.SKILL, Verdict.BOTH)
# Where no reading names anybody there is nobody to be spoken of, and no word on why nobody is.
_OF_PEOPLE = (Remark.ONE_UNIT, Remark.TEAM_OF_ONE, Remark.CHANCE_ONLY, Remark.UNRELIABLE, Remark.STRATUM_ALONE)


@dataclass(frozen=True)
class Found:
    """What is said of one team, or with `person_id` of one person in it; figures in the unit of the aim.

    `team_id` None is no team. `people` is how many people were measured.
    """

    team_id: int | None
    person_id: int | None
    verdict: str
    listed: str
    people: int
    n: int
    raw: float
    raw_low: float
    raw_high: float
    likely: float
    low: float
    high: float
    chance: float


@dataclass(frozen=True)
class Findings:
    """What is found of the whole, of each team, and of each person with readings, and what to know beside it."""

    verdict: Verdict
    remarks: tuple[Remark, ...]
    teams: tuple[Found, ...]
    people: tuple[Found, ...]


def findings(diagnosis: Diagnosis, gathered: Gathered, aim: Aim, *, readings: int) -> Findings:
    """What is kept of a diagnosis. Whoever has fewer than `readings` is not spoken of, and nobody is no person.

    Where a team is called for skill by nothing but these two, its verdict is what is left without them.
    """
    units, teams, team = diagnosis.units, diagnosis.teams, gathered.tallies.team
    spoken = (gathered.people != 0) & (units.n >= readings)
    act, look = units.act & spoken, units.look & spoken
    verdicts = _without_nobody(teams.verdict, units.act, act, gathered)
    whole = diagnosis.verdict if verdicts == teams.verdict else overall(verdicts, teams.n)
    missed = units.likely > aim.target if aim.higher_is_worse else units.likely < aim.target
    unit = unit_verdicts(team, verdicts, act=act, look=look, missed=missed | ~spoken, n=units.n)
    counted = np.bincount(team[gathered.people != 0], minlength=len(gathered.teams))
    intervals = _raw_intervals(gathered, aim)
    of_teams = tuple(
        Found(
            team_id=int(gathered.teams[number]) or None,
            person_id=None,
            verdict=verdicts[number].value,
            listed="",
            people=int(counted[number]),
            n=int(teams.n[number]),
            raw=float(teams.raw[number]),
            raw_low=intervals[number][0],
            raw_high=intervals[number][1],
            likely=float(teams.usual[number]),
            low=float(teams.low[number]),
            high=float(teams.high[number]),
            chance=float(teams.chance[number]),
        )
        for number in range(len(gathered.teams))
    )
    some = np.flatnonzero((gathered.people != 0) & (units.n > 0))
    listed = np.where(act, ACT, np.where(look, LOOK, ""))
    # In lists, and in the order of the fields: there are many, and a number out of an array takes ten times as long.
    of_people = tuple(
        map(
            Found,
            (one or None for one in gathered.teams[team[some]].tolist()),
            gathered.people[some].tolist(),
            (unit[number].value for number in some.tolist()),
            listed[some].tolist(),
            repeat(1),
            units.n[some].astype(np.int64).tolist(),
            units.raw[some].tolist(),
            units.raw_low[some].tolist(),
            units.raw_high[some].tolist(),
            units.likely[some].tolist(),
            units.low[some].tolist(),
            units.high[some].tolist(),
            units.chance[some].tolist(),
        )
    )
    anybody = bool((gathered.people != 0).any()) or not len(gathered.people)
    remarks = tuple(one for one in diagnosis.remarks if anybody or one not in _OF_PEOPLE)
    return Findings(whole, remarks, tuple(_finite(one) for one in of_teams), tuple(_finite(one) for one in of_people))


def _without_nobody(
    verdicts: tuple[Verdict, ...], called: Booleans, spoken: Booleans, gathered: Gathered
) -> tuple[Verdict, ...]:
    """The verdicts of teams where those count alone who are spoken of."""
    team, some = gathered.tallies.team, len(verdicts)
    before, after = (np.bincount(team[one], minlength=some) > 0 for one in (called, spoken))
    left = {Verdict.SKILL: Verdict.UNCLEAR, Verdict.BOTH: Verdict.PROCESS}
    return tuple(
        left[one] if one in _WITH_SKILL and before[number] and not after[number] else one
        for number, one in enumerate(verdicts)
    )


def _raw_intervals(gathered: Gathered, aim: Aim) -> list[tuple[float, float]]:
    """The 95 % interval of what was counted in each team."""
    one = gathered.tallies
    team, some = one.team[one.unit] if len(one.unit) else one.unit, len(gathered.teams)
    n, amount, exposure, squares = (
        np.bincount(team, weights=values, minlength=some) for values in (one.n, one.amount, one.exposure, one.squares)
    )
    if aim.measure is Measure.SHARE:
        low, high = wilson(amount, n)
    elif aim.measure is Measure.COUNT:
        low, high = poisson(amount, exposure)
    else:
        mean = amount / np.maximum(n, 1)
        spread = np.maximum(squares / np.maximum(n, 1) - mean**2, 0)
        half = 1.96 * np.sqrt(spread / np.maximum(n, 1))
        low, high = mean - half, mean + half
    return list(zip(low.tolist(), high.tolist(), strict=True))


def _finite(found: Found) -> Found:
    """Without an end that has no number: what was never counted against anything is as likely."""
    raw, low, high = (one if isfinite(one) else found.likely for one in (found.raw, found.raw_low, found.raw_high))
    return replace(found, raw=raw, raw_low=low, raw_high=high)


def has_moved(before: Mapping[str, float], now: Mapping[str, float], *, least: float) -> bool:
    """Whether figures have moved so much that hyperparameters fitted to those `before` no longer fit.

    Both have `n`, `raw`, `teams` and `units`. A quarter more or fewer readings, teams or people, or half the least gap
    that anybody speaks of (in the unit of the aim) in what was counted.
    """
    for name in ("n", "teams", "units"):
        then, today = before[name], now[name]
        if not 0.8 * then <= today <= 1.25 * then:
            return True
    noise = 3 * sqrt(before["raw"] * max(1 - before["raw"], 0) / max(before["n"], 1)) if 0 < before["raw"] < 1 else 0
    return abs(now["raw"] - before["raw"]) > max(least / 2, noise)
