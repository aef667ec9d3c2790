"""Effects by group and period when people start at different times (Callaway and Sant'Anna 2021, no covariates).

A group is everybody who starts in the same period. Its effect in a period is how much more it rose since its last
period before the start than those who have not started yet. Unlike in a regression with an effect for each person and
each period, nobody who was already trained ever serves as a comparison, so effects may grow or fade.
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from training.method.effects import NEVER
from training.method.tallies import Floats, Integers

LEAST = 2
"""A group or its comparison with fewer people has no spread of its own, so it is left out."""


@dataclass(frozen=True)
class Cell:
    """The effect on one group in one period, from so many people compared with so many others.

    `influence` has a value for each person of the panel: their squares, summed, are the squared standard error.
    `share` is the group's part of all people.
    """

    group: int
    period: int
    value: float
    influence: Floats
    share: float
    people: int
    controls: int

    @property
    def since(self) -> int:
        """Periods since the start; negative before it."""
        return self.period - self.group


@dataclass(frozen=True)
class Pretest:
    """Wald's test that groups went in parallel before they started: statistic, how many cells, and p (χ²). It is one
    for many people: with forty, and nine cells, it is wrong four times as often as it says."""

    wald: float
    cells: int
    p: float


def effects_by_group_and_period(
    good: Floats, start: Integers, *, never_only: bool = False, corrected: bool = True
) -> list[Cell]:
    """All cells that can be told: from the start on since the last period before it, earlier from one to the next.

    `good` is P × K with NaN where somebody has no readings, `start` as in Panel. Compared with everybody who has not
    started by that period, or with `never_only` only with those who never do. `corrected` divides squares by one
    person less, as a variance does; without it the errors are those of the paper.
    """
    found = []
    for group in sorted(set(start[start > 0].tolist())):
        for period in range(1, good.shape[1]):
            change = good[:, period] - good[:, min(group, period) - 1]
            seen = np.isfinite(change)
            waiting = start == NEVER
            if not never_only:
                waiting |= (start > period) & (start != group)
            ours, theirs = seen & (start == group), seen & waiting
            people, controls = int(ours.sum()), int(theirs.sum())
            if min(people, controls) < LEAST:
                continue
            influence = np.zeros(len(start))
            for side, count, sign in ((ours, people, 1), (theirs, controls, -1)):
                wider = math.sqrt(count / (count - 1)) if corrected else 1.0
                influence[side] = sign * wider * (change[side] - change[side].mean()) / count
            value = float(change[ours].mean() - change[theirs].mean())
            found.append(Cell(group, period, value, influence, float(np.mean(start == group)), people, controls))
    return found


def pretest(found: list[Cell]) -> Pretest | None:
    """Whether the groups went in parallel before; None if there is too little to say."""
    before = [cell for cell in found if cell.since < 0]
    if not before:
        return None
    values = np.array([cell.value for cell in before])
    influence = np.column_stack([cell.influence for cell in before])
    spread = influence.T @ influence
    people, count = int((influence != 0).any(axis=1).sum()), len(before)
    if people <= count or np.linalg.matrix_rank(spread) < count:
        return None
    wald = float(values @ np.linalg.solve(spread, values))
    return Pretest(wald, count, float(chdtrc(count, wald)))
