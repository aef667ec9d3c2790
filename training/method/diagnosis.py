"""What a diagnosis says: of the whole, of each team, of each unit; and the one function that reckons it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.method.settings import Thresholds
from training.method.tallies import Aim, Floats, Tallies

Booleans = NDArray[np.bool_]


class Verdict(StrEnum):
    """What the figures say. `UNCLEAR` is “not enough data”, `MET` that nothing has to be done."""

    PROCESS = "process"
    SKILL = "skill"
    BOTH = "both"
    UNCLEAR = "unclear"
    MET = "met"


class Remark(StrEnum):
    """What a reader must know beside the verdict."""

    NO_DATA = "no-data"
    ONE_UNIT = "one-unit"  # nobody to compare with
    ONE_TEAM = "one-team"
    ALL_MET = "all-met"
    ALL_MISSED = "all-missed"
    NO_SPREAD = "no-spread"  # every value is the same
    CHANCE_ONLY = "chance-only"  # differences between people are no larger than chance
    UNRELIABLE = "unreliable"  # too few readings for anybody to be told apart
    CLUSTERED = "clustered"  # bad hours hit everybody: a matter of the queue
    STRATUM_ALONE = "stratum-alone"  # a case mix that only one unit has
    MIX_DISAGREES = "mix-disagrees"  # crude and adjusted figures point to different people or teams


@dataclass(frozen=True)
class Units:
    """Arrays of U, in the order of the tallies' units; figures in the unit of the aim (missed share, rate, value).

    `raw` is as counted, `raw_low`/`raw_high` its 95 % interval (Wilson for shares), `likely` the shrunk value with its
    90 % interval, `chance` how sure it is that the standard is truly missed and that this person is worse than the own
    team by the least gap. `act` and `look` are the two lists. `needed` is about how many readings it takes to find a
    gap of the size of the model's. NaN never appears: without readings `raw` is `likely`.
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


def diagnose(tallies: Tallies, aim: Aim, thresholds: Thresholds | None = None) -> Diagnosis:
    """Whose problem it is, if it is one. Never fails on data: what cannot be said is a remark."""
    raise NotImplementedError
