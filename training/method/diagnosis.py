"""What a diagnosis says: of the whole, of each team, of each unit; and the one function that reckons it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from training.method.settings import Thresholds
from training.method.tallies import Aim, Floats, Tallies
from training.method.verdicts import Booleans, Remark, Verdict

__all__ = ["Booleans", "Diagnosis", "Remark", "Teams", "Units", "Verdict", "diagnose"]


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

    `hyper` are the `figures` of an earlier diagnosis: its hyperparameters are taken as they are instead of being
    fitted, which is what a nightly run does.
    """
    raise NotImplementedError
