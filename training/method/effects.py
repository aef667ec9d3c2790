"""What judging an effect takes and gives: the plan that was fixed before, the sums, and what may be said.

Every effect is in the unit of the aim and positive when things got better: for a share 0.04 means four of a hundred
more are kept, for a count 0.04 fewer for each 1 of exposure, for a mean 0.04 better than without the training.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.method.tallies import Aim, Floats, Integers, Measure

MODEL = "effect-1"
"""The version of the estimators: it rises whenever the same sums would give other results."""
FEW = 5
"""With fewer trained people than these nothing is called an effect."""
NEVER = -1
"""The start of whoever does not start within the periods: still waiting, or not chosen at all."""


class Tier(StrEnum):
    """How far a result can be trusted, from a start order by lot down to a whole team against others."""

    LOT = "A"
    TOGETHER = "B"
    TEAM = "C"


class Estimator(StrEnum):
    """How it is reckoned."""

    WAITING_LIST = "waiting-list"
    STAGGERED = "staggered"
    DIFFERENCE = "difference"
    SERIES = "series"

    @property
    def tier(self) -> Tier:
        """The tier that the estimator belongs to."""
        return {Estimator.DIFFERENCE: Tier.TOGETHER, Estimator.SERIES: Tier.TEAM}.get(self, Tier.LOT)


class Verdict(StrEnum):
    """What may be said. `NOTHING` only if the interval leaves no room for anything worth having, either way."""

    HELPED = "helped"
    NOTHING = "nothing"
    WORSE = "worse"
    UNCLEAR = "unclear"


class Remark(StrEnum):
    """What a reader must know beside the verdict. With the first group there is no figure at all."""

    WINDOW_NOT_OVER = "window-not-over"
    NO_READINGS = "no-readings"
    TOO_FEW_PEOPLE = "too-few-people"  # fewer than FEW trained people with readings before and after
    NO_CONTROLS = "no-controls"  # fewer than two others to compare with
    TOO_FEW_POINTS = "too-few-points"  # fewer than eight periods on a side
    ZERO_VARIANCE = "zero-variance"  # nobody differs from anybody: no interval can be drawn

    ATTRITION = "attrition"  # many left, or more on one side than on the other
    PRE_TRENDS_DIFFER = "pre-trends-differ"  # the groups went apart already before the training
    COHORTS_DIFFER = "cohorts-differ"  # rounds of the same lesson disagree by more than chance
    ONE_COHORT = "one-cohort"  # nothing to pool


@dataclass(frozen=True)
class Plan:
    """What is fixed before the first start. `worth` is the smallest effect worth having and `rebound` the rise to be
    expected without training (rebound.expected_rise), both in the unit of the aim; `level` is that of the interval.
    `looks_often` asks for an interval that holds however often somebody looks (sequence.py)."""

    estimator: Estimator
    worth: float
    rebound: float = 0.0
    level: float = 0.95
    looks_often: bool = False

    def as_json(self) -> dict[str, Any]:
        """The plan, to be kept."""
        return asdict(self)


@dataclass(frozen=True)
class Panel:
    """Sums of one standard by person and period, arrays of P people × K periods, without names.

    `n` are readings, `amount` misses, counts or the sum of values, `exposure` that of counts (else anything).
    `start` has for each person the first period that counts as after the training, or NEVER. What the periods are:

    - waiting list and difference: exactly three, (before, selection, after); `start` is 2 or NEVER. “Selection” is
      the window by which people were chosen; it serves for the rise as seen only. See planner.windows.
    - staggered: equal periods (months) of flagged people only, in order; at least one before the first start.
    - series: equal periods (weeks), at least eight on either side; those of the team start in the same one, the
      others never. Drop the weeks in which the training itself takes place.

    `team`, numbers from 0 on, is for the difference: people are then compared within their teams. None is one team.
    """

    n: Floats
    amount: Floats
    exposure: Floats
    start: Integers
    team: Integers | None = None

    @property
    def trained(self) -> NDArray[np.bool_]:
        """Who starts within the periods: an array of P."""
        return np.not_equal(self.start, NEVER)

    def goodness(self, aim: Aim) -> Floats:
        """P × K values in the unit of the aim, turned so that more is better; NaN where there is nothing to judge."""
        below = np.asarray(self.exposure if aim.measure is Measure.COUNT else self.n, dtype=np.float64)
        sign = -1.0 if aim.higher_is_worse or aim.measure is Measure.SHARE else 1.0
        values = np.full(below.shape, np.nan)
        np.divide(sign * np.asarray(self.amount, dtype=np.float64), below, out=values, where=below > 0)
        return values

    def as_json(self) -> dict[str, Any]:
        """The sums, to be kept."""
        kept = {name: np.asarray(getattr(self, name)).tolist() for name in ("n", "amount", "exposure", "start")}
        return kept | {"team": None if self.team is None else np.asarray(self.team).tolist()}

    @staticmethod
    def of_json(kept: Mapping[str, Any]) -> "Panel":
        """What `as_json` gave."""
        n, amount, exposure = (np.array(kept[name], dtype=np.float64) for name in ("n", "amount", "exposure"))
        team = None if kept["team"] is None else np.array(kept["team"], dtype=np.int64)
        return Panel(n, amount, exposure, np.array(kept["start"], dtype=np.int64), team)


@dataclass(frozen=True)
class Result:
    """What came of it. Without a figure (`value` is None) the remarks say why.

    `error` is the standard error and `df` its degrees of freedom (None: normal). `people` are trained people who
    count, `controls` those compared with, `readings` of both together. `lost` are trained people seen before and not
    after. `rise` is how much the trained rose as counted, from the time when they were chosen (the last period before
    their start): never shown without `expected`. A series has none, as nobody was chosen.
    `figures` can be kept as JSON; judging.again reckons the same result from it.
    """

    estimator: Estimator
    verdict: Verdict
    remarks: tuple[Remark, ...] = ()
    value: float | None = None
    low: float | None = None
    high: float | None = None
    error: float | None = None
    df: float | None = None
    people: int = 0
    controls: int = 0
    readings: int = 0
    lost: int = 0
    rise: float | None = None
    rebound: float = 0.0
    figures: dict[str, Any] = field(default_factory=dict)

    @property
    def tier(self) -> Tier:
        """How far it can be trusted."""
        return self.estimator.tier

    @property
    def expected(self) -> float | None:
        """The part of the rise that would have come without training, as far as the others tell."""
        return None if self.rise is None or self.value is None else self.rise - self.value


def verdict_of(low: float, high: float, worth: float) -> Verdict:
    """What an interval in the unit of the aim allows to say, if effects within ± `worth` are not worth having."""
    if -worth < low and high < worth:
        return Verdict.NOTHING
    if low > 0:
        return Verdict.HELPED
    return Verdict.WORSE if high < 0 else Verdict.UNCLEAR


def worth_having(aim: Aim, least: float, spread: float = 0.0) -> float:
    """The smallest effect worth having: `least` (settings.Thresholds.gaps) itself for a share, that part of the target
    for a count, and of `spread`, the standard deviation of one reading, for a mean (of the target if not known)."""
    if aim.measure is Measure.SHARE:
        return least
    return least * (spread if aim.measure is Measure.MEAN and spread > 0 else abs(aim.target) or 1.0)
