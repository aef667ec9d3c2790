"""Tier A with several waves: what the effects by group and period come to (Callaway and Sant'Anna 2021, section 3)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from training.method.effects import Panel, Remark
from training.method.group_time import LEAST, Cell, effects_by_group_and_period, pretest
from training.method.outcomes import Estimate, Outcome, too_small
from training.method.tallies import Aim, Floats, Integers

MANY = 40
"""People for each cell from which on a test of all cells at once errs as rarely as it says."""


@dataclass(frozen=True)
class Mean:
    """A weighted mean of cells with its standard error and each person's influence on it (as in Cell)."""

    value: float
    error: float
    influence: Floats


def mean_of(parts: list[Cell], start: Integers) -> Mean:
    """Cells weighted by the size of their groups. That these sizes are themselves drawn adds to the error."""
    shares = np.array([part.share for part in parts])
    values = np.array([part.value for part in parts])
    total = shares.sum()
    value = float(shares @ values / total)
    drawn = np.column_stack([(start == part.group) - part.share for part in parts]) / len(start)
    influence = np.column_stack([part.influence for part in parts]) @ shares / total
    return _mean(value, influence + drawn @ (values - value) / total)


def simple(found: list[Cell], start: Integers) -> Mean:
    """One figure: every cell since the start, by the size of its group."""
    return mean_of(_since(found), start)


def by_event(found: list[Cell], start: Integers) -> dict[int, Mean]:
    """By periods since the start, before it too: whether an effect grows or fades."""
    return _by(lambda cell: cell.since, found, start)


def by_group(found: list[Cell], start: Integers) -> dict[int, Mean]:
    """By the period in which people started, over all since then."""
    return _by(lambda cell: cell.group, _since(found), start)


def by_calendar(found: list[Cell], start: Integers) -> dict[int, Mean]:
    """By period, over all who had started."""
    return _by(lambda cell: cell.period, _since(found), start)


def overall(parts: list[Mean]) -> Mean:
    """The plain mean of what by_event (from 0 on) or by_calendar found."""
    return _mean(float(np.mean([part.value for part in parts])), np.mean([part.influence for part in parts], axis=0))


def overall_by_group(found: list[Cell], start: Integers) -> Mean:
    """The mean of what by_group found, by the size of the groups."""
    last = {cell.group: cell for cell in _since(found)}
    parts = [
        Cell(group, group, part.value, part.influence, last[group].share, last[group].people, last[group].controls)
        for group, part in by_group(found, start).items()
    ]
    return mean_of(parts, start)


def degrees(influence: Floats, start: Integers) -> float:
    """Degrees of freedom of an error to which each group adds its part (Satterthwaite 1946)."""
    parts = []
    for group in set(start.tolist()):
        squares = influence[start == group] ** 2
        parts.append((float(squares.sum()), max(int((squares > 0).sum()) - 1, 1)))
    return float(sum(part for part, _ in parts) ** 2 / sum(part**2 / df for part, df in parts))


def apart_before(found: list[Cell], start: Integers) -> float | None:
    """How likely chance alone lets groups go apart as they did before they started; None if nothing can be said.

    With many people for each cell before the start Wald's test, which sees any difference; with fewer Student's t of
    the mean of these cells, each the change of one period: whether the groups drifted apart.
    """
    before = [cell for cell in found if cell.since < 0]
    if not before:
        return None
    test = pretest(found)
    if test and len(start) >= MANY * test.cells:
        return test.p
    mean = mean_of(before, start)
    if mean.error <= 1e-12:
        return None
    return 2 * float(stdtr(degrees(mean.influence, start), -abs(mean.value) / mean.error))


def staggered(panel: Panel, aim: Aim) -> Outcome:
    """The mean effect from the start on, over all groups, each compared with people who still wait."""
    present = (np.asarray(panel.n) > 0).any(axis=1)
    start = np.asarray(panel.start)[present]
    found = effects_by_group_and_period(panel.goodness(aim)[present], start)
    since = _since(found)
    people = sum({cell.group: cell.people for cell in sorted(since, key=lambda cell: cell.people)}.values())
    controls = max((cell.controls for cell in since), default=0)
    remark = too_small(people, controls) if since else _why_nothing(start)
    if remark:
        return Outcome(None, (remark,), people, controls)
    total = simple(found, start)
    if total.error <= 1e-12 * max(1.0, abs(total.value)):
        return Outcome(None, (Remark.ZERO_VARIANCE,), people, controls)
    apart = apart_before(found, start)
    figures = {
        "since_start": [[since, part.value, part.error] for since, part in by_event(found, start).items()],
        "by_start": [[group, part.value, part.error] for group, part in by_group(found, start).items()],
        "apart_before": apart,
    }
    remarks = (Remark.PRE_TRENDS_DIFFER,) if apart is not None and apart < 0.05 else ()
    return Outcome(
        Estimate(total.value, total.error, degrees(total.influence, start)), remarks, people, controls, figures
    )


def _since(found: list[Cell]) -> list[Cell]:
    return [cell for cell in found if cell.since >= 0]


def _by(key: Callable[[Cell], int], found: list[Cell], start: Integers) -> dict[int, Mean]:
    numbers = sorted({key(cell) for cell in found})
    return {number: mean_of([cell for cell in found if key(cell) == number], start) for number in numbers}


def _mean(value: float, influence: Floats) -> Mean:
    return Mean(value, float(np.sqrt(influence @ influence)), influence)


def _why_nothing(start: Integers) -> Remark:
    """No group could be compared at all: are there too few who start, or start together, or nobody who waits?"""
    together = max((int((start == group).sum()) for group in set(start[start > 0].tolist())), default=0)
    return Remark.TOO_FEW_PEOPLE if together < LEAST else too_small(int((start > 0).sum()), 0) or Remark.NO_CONTROLS
