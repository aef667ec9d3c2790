"""What an estimator hands back, and the comparison of two groups of people that most of them end in."""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.method.effects import FEW, NEVER, Panel, Remark
from training.method.tallies import Floats, Integers

Booleans = NDArray[np.bool_]
LEAST_CONTROLS = 2


@dataclass(frozen=True)
class Estimate:
    """An effect with its standard error and degrees of freedom."""

    value: float
    error: float
    df: float


@dataclass(frozen=True)
class Outcome:
    """An estimate, or why there is none, and who it rests on. `figures` are further numbers to be kept."""

    estimate: Estimate | None
    remarks: tuple[Remark, ...] = ()
    people: int = 0
    controls: int = 0
    figures: dict[str, Any] = field(default_factory=dict)


def compared(values: Floats, trained: Booleans) -> Outcome:
    """Trained people against the others by `values` (one a person, NaN does not count): Welch (1947), on people.

    The cluster is the person: each counts once, however many readings there are.
    """
    counted = np.isfinite(values)
    ours, theirs = values[counted & trained], values[counted & ~trained]
    remark = too_small(len(ours), len(theirs))
    if remark:
        return Outcome(None, (remark,), len(ours), len(theirs))
    estimate = welch(ours, theirs)
    remarks = () if estimate else (Remark.ZERO_VARIANCE,)
    return Outcome(estimate, remarks, len(ours), len(theirs))


def too_small(people: int, controls: int) -> Remark | None:
    """What forbids to call anything an effect, by the number of people on either side."""
    if people < FEW:
        return Remark.TOO_FEW_PEOPLE
    return Remark.NO_CONTROLS if controls < LEAST_CONTROLS else None


def welch(ours: Floats, theirs: Floats) -> Estimate | None:
    """The difference of two means of at least two values each (Welch 1947), None if nobody differs from anybody."""
    parts = [float(side.var(ddof=1)) / len(side) for side in (ours, theirs)]
    variance = sum(parts)
    # What is left of equal values after rounding is no spread.
    if variance <= (1e-12 * max(1.0, float(np.abs(ours).max()), float(np.abs(theirs).max()))) ** 2:
        return None
    df = variance**2 / sum(part**2 / (len(side) - 1) for part, side in zip(parts, (ours, theirs), strict=True))
    return Estimate(float(ours.mean() - theirs.mean()), math.sqrt(variance), df)


def compared_within(values: Floats, trained: Booleans, team: Integers) -> Outcome:
    """The same, each trained person against the others of the own team.

    What happened to a team as a whole is then in neither side, even if more are trained in one team than in the next:
    that would make an interval over all teams too narrow. People of teams with nobody to compare with do not count. A
    regression with a level for each team; errors that let people differ as they do (HC2: MacKinnon and White 1985).
    """
    counted = np.isfinite(values)
    teams = int(team.max()) + 1 if len(team) else 0
    ours, all_of_team = (np.bincount(team[who], minlength=teams) for who in (counted & trained, counted))
    both = (ours > 0) & (ours < all_of_team)
    used = counted & both[team]
    if not both.any():
        return Outcome(None, (too_small(int(ours.sum()), 0) or Remark.NO_CONTROLS,), int(ours.sum()))
    if both.sum() == 1:
        return compared(np.where(used, values, np.nan), trained)
    values, trained, team, size = values[used], trained[used], team[used], np.maximum(all_of_team, 1)
    people, controls = int(trained.sum()), int((~trained).sum())
    remark = too_small(people, controls)
    if remark:
        return Outcome(None, (remark,), people, controls)
    apart, outcome = (of - (np.bincount(team, of, teams) / size)[team] for of in (trained.astype(np.float64), values))
    squares = float(apart @ apart)
    value = float(apart @ outcome) / squares
    left = 1 - 1 / size[team] - apart**2 / squares  # two of one team: nothing is left to tell their spread
    rest = np.divide(apart * (outcome - value * apart), np.sqrt(left), out=np.zeros(len(left)), where=left > 1e-9)
    error, df = math.sqrt(float(rest @ rest)) / squares, len(values) - int(both.sum()) - 1
    if df < 1 or error <= 1e-12 * max(1.0, float(np.abs(values).max())):
        return Outcome(None, (Remark.ZERO_VARIANCE,), people, controls)
    return Outcome(Estimate(value, error, df), (), people, controls)


@dataclass(frozen=True)
class Loss:
    """How many people who were seen before were not seen after, of how many, on either side."""

    trained: int
    of_trained: int
    others: int
    of_others: int

    @property
    def notable(self) -> bool:
        """More than a fifth of the trained, or two at least and a share ten points off that of the others."""
        ours = self.trained / max(self.of_trained, 1)
        theirs = self.others / max(self.of_others, 1)
        return ours > 0.2 or (self.trained + self.others >= 2 and abs(ours - theirs) > 0.1)


def loss(panel: Panel) -> Loss:
    """Who had readings before the own start and none from then on; others by the first start of all."""
    seen = np.asarray(panel.n) > 0
    trained = panel.trained
    first = int(panel.start[trained].min()) if trained.any() else seen.shape[1]
    begins = np.where(trained, panel.start, first)[:, None]
    periods = np.arange(seen.shape[1])[None, :]
    before = (seen & (periods < begins)).any(axis=1)
    gone = before & ~(seen & (periods >= begins)).any(axis=1)
    return Loss(*(int(np.sum(who)) for who in (gone & trained, before & trained, gone & ~trained, before & ~trained)))


def rise(panel: Panel, good: Floats) -> float | None:
    """How much the trained rose as counted: the mean from the own start on less the last period before it.

    `good` are the panel's values (Panel.goodness). None if nobody has both.
    """
    rises = []
    for values, start in zip(good, panel.start, strict=True):
        if start in (NEVER, 0):
            continue
        after = values[start:][np.isfinite(values[start:])]
        if len(after) and math.isfinite(values[start - 1]):
            rises.append(float(after.mean() - values[start - 1]))
    return float(np.mean(rises)) if rises else None
