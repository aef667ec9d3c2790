"""From sums of cells to what the engine reckons with: who is a unit, what is judged, and what is left out."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from training.diagnosis.rules_weeks import Rows, among, as_floats
from training.method.attribution import deviation
from training.method.settings import MODEL, Thresholds
from training.method.tallies import Aim, Floats, Integers, Measure, Tallies
from training.method.weeks import luck, shared
from training.standards.files_standard import Standard

ONE = 100
"""What 1 is in hundredths, as every value but a time is kept (`metrics.models.ONE`)."""


@dataclass(frozen=True)
class Gathered:
    """The tallies, and what their numbers stand for.

    `teams` are the ids of the T teams, `people` those of the U units, 0 for no team and for nobody. What readings that
    name nobody add up to in a team is one unit: it tells of the team, and nobody is found by it. `strata` are ids.
    `left_out` is how many readings were not reckoned with, by the reason: “picked” by hand, because whoever picks by
    hand picks what stands out.
    """

    tallies: Tallies
    teams: Integers
    people: Integers
    strata: Integers
    left_out: Mapping[str, int]

    @property
    def readings(self) -> int:
        """How many readings are reckoned with."""
        return int(self.tallies.n.sum())

    def totals(self) -> list[list[float]]:
        """By team and stratum, ids first: n, amount, exposure, squares; no single person is in it."""
        one = self.tallies
        team = self.teams[one.team[one.unit]] if len(one.unit) else one.unit
        stratum = self.strata[one.stratum] if len(one.unit) else one.stratum
        sums: dict[tuple[int, int], list[float]] = {}
        for number, key in enumerate(zip(team.tolist(), stratum.tolist(), strict=True)):
            kept = sums.setdefault(key, [0.0] * 4)
            for place, values in enumerate((one.n, one.amount, one.exposure, one.squares)):
                kept[place] += float(values[number])
        return [[*key, *kept] for key, kept in sorted(sums.items())]

    def fingerprint(self, aim: Aim, thresholds: Thresholds) -> str:
        """SHA-256 of all that a diagnosis follows from: the same gives the same."""
        told = [MODEL, aim.measure.value, aim.target, aim.higher_is_worse, thresholds.as_json(), dict(self.left_out)]
        digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode())
        one = self.tallies
        for keys in (self.teams, self.people, self.strata, one.unit, one.stratum, one.team):
            digest.update(keys.astype("<i8").tobytes())
        # Not the squares of days: they are sums of fractions, whose last digits depend on the order.
        for sums in (one.n, one.amount, one.exposure, one.squares):
            digest.update(sums.astype("<f8").tobytes())
        for fractions in (one.days, one.luck):
            if fractions is not None:
                digest.update(np.round(fractions, 6).astype("<f8").tobytes())
        digest.update(f"{one.shared:.6f}".encode())
        return digest.hexdigest()


def aim_of(standard: Standard) -> Aim:
    """What a standard promises, in the units of the sums."""
    target = float(standard.target)
    if standard.measure in ("proportion", "time"):
        # Whole parts of a thousand, so that 1 − 0.85 is 0.15 to the last digit.
        return Aim(Measure.SHARE, round(1 - target / 100, 6))
    if standard.measure == "count":
        return Aim(Measure.COUNT, target / standard.per, higher_is_worse=not standard.higher_is_better)
    return Aim(Measure.MEAN, target, higher_is_worse=not standard.higher_is_better)


def gather(rows: Rows, measure: Measure, *, picked: Collection[int] = (), weeks: Sequence[Rows] = ()) -> Gathered:
    """Tallies of rows, which must be in the order of team, person and stratum; `weeks` are what they add up.

    `picked` are the ids of strata of what was picked by hand. Weights of sampled readings are not used: by chance
    everybody's are alike within a stratum, so they would change what a house adds up to, and nobody's own share.
    """
    by_hand = among(rows["stratum"], picked)
    left_out = {"picked": rows.where(by_hand).readings} if by_hand.any() else {}
    rows = rows.where(~by_hand)
    both = np.stack([rows["team"], rows["person"]]) if len(rows) else np.zeros((2, 0), dtype=np.int64)
    units, unit = np.unique(both, axis=1, return_inverse=True)
    teams, team = np.unique(units[0], return_inverse=True)
    strata, stratum = np.unique(rows["stratum"], return_inverse=True)
    n = rows["n"].astype(np.float64)
    amount, exposure, squares, day_squares = _judged(rows, measure)
    tallies = Tallies(
        unit=unit.reshape(-1).astype(np.int64),
        stratum=stratum.astype(np.int64),
        team=team.astype(np.int64),
        n=n,
        amount=amount,
        exposure=exposure,
        squares=squares,
        days=rows["days"].astype(np.float64),
        day_squares=day_squares,
    )
    if len(weeks) > 1 and len(n):
        fair = [week.where(~among(week["stratum"], picked)) for week in weeks]
        tallies = _by_weeks(fair, measure, units, tallies)
    return Gathered(tallies, teams.astype(np.int64), units[1].astype(np.int64), strata.astype(np.int64), left_out)


def _by_weeks(weeks: Sequence[Rows], measure: Measure, units: Integers, tallies: Tallies) -> Tallies:
    """With what follows from the weeks: what of each row's amount goes with those in which its unit was there, and how
    much teams share them. See `method.weeks`."""
    joined = [np.concatenate([one[name] for one in weeks]).astype(np.int64) for name in ("team", "person")]
    week = np.repeat(np.arange(len(weeks)), [len(one) for one in weeks])
    wide = int(max(joined[1].max(initial=0), units[1].max(initial=0))) + 1
    unit = np.searchsorted(units[0] * wide + units[1], joined[0] * wide + joined[1])
    sums = [_judged(one, measure)[:2] for one in weeks]
    amount = np.concatenate([one[0] for one in sums])
    size = np.concatenate(
        [
            exposure if measure is Measure.COUNT else rows["n"]
            for rows, (_amount, exposure) in zip(weeks, sums, strict=True)
        ]
    )
    whole = tallies.exposure if measure is Measure.COUNT else tallies.n
    each = float(whole.sum()) / max(float(tallies.n.sum()), 1.0)
    by_unit = luck(unit, week, size.astype(np.float64), amount, team=tallies.team, each=each or 1.0)
    of_unit = np.bincount(tallies.unit, whole, tallies.units)[tallies.unit]
    part = np.divide(whole, of_unit, out=np.zeros_like(whole), where=of_unit > 0)
    found = by_unit[tallies.unit] * part
    if measure is not Measure.MEAN:
        most = whole if measure is Measure.SHARE else np.inf
        found = tallies.amount - np.clip(tallies.amount - found, 0.0, most)
    together = shared(tallies.team[unit], week, size.astype(np.float64), amount, variance=_variance(tallies, measure))
    return replace(tallies, luck=found, shared=together)


def _variance(tallies: Tallies, measure: Measure) -> Floats:
    """That of one reading (of the count in one unit of exposure) in each team."""
    whole = tallies.exposure if measure is Measure.COUNT else tallies.n
    of_row = tallies.team[tallies.unit]
    size, amount = (np.bincount(of_row, values, tallies.teams) for values in (whole, tallies.amount))
    level = np.divide(amount, size, out=np.zeros_like(size), where=size > 0)
    if measure is Measure.SHARE:
        level = level * (1 - level)
    if measure is not Measure.MEAN:
        return np.asarray(level, dtype=float)
    return np.full(tallies.teams, deviation(tallies) ** 2)


def _judged(rows: Rows, measure: Measure) -> tuple[Any, Any, Any, Any]:
    """Amount, exposure, squares and squares of days, in the units of the aim."""
    n, none = rows["n"].astype(np.float64), np.zeros(len(rows))
    if measure is Measure.SHARE:
        return rows["missed"].astype(np.float64), n, none, rows["missed_squares"].astype(np.float64)
    total, squares = as_floats(rows["total"], ONE), as_floats(rows["squares"], ONE * ONE)
    if measure is Measure.COUNT:
        return total, as_floats(rows["exposure"], ONE), none, as_floats(rows["rate_squares"], ONE)
    return total, n, squares, as_floats(rows["total_squares"], ONE * ONE)
