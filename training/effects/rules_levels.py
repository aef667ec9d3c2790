"""The levels of groups in each period, as they were counted: an effect is what differs in them. Never of one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scipy.special import stdtrit

from training.method.effects import FEW, NEVER, Estimator, Panel
from training.method.tallies import Aim, Measure


@dataclass(frozen=True)
class Level:
    """One group in one period. `amount` of `size` as the engine counts, `n` readings of `people`; `value`, with `low`
    and `high`, is the mean over people with its interval, in the unit of the aim and as it is counted.

    `group` is the wave, from 0 on; None for those who do not start. Of fewer than five people nothing is known.
    """

    group: int | None
    period: int
    people: int
    n: int
    amount: float
    size: float
    value: float
    low: float
    high: float


def panel_of(figures: Mapping[str, Any]) -> Panel:
    """The sums that a result was reckoned from, as it keeps them."""
    return Panel.of_json(figures["panel"])


def levels(panel: Panel, aim: Aim, estimator: Estimator) -> list[Level]:
    """Every group in every period in which it has five people with readings; waves first, the others last."""
    starts = sorted(set(panel.start.tolist()) - {NEVER})
    groups: Sequence[tuple[int | None, int]] = [*enumerate(starts), (None, NEVER)]
    if estimator is Estimator.SERIES:
        groups = [(0, starts[0]) if starts else (0, 0), (None, NEVER)]
    found = []
    for group, start in groups:
        of_group = panel.start == start
        found += [level for at in range(panel.n.shape[1]) if (level := _level(panel, aim, of_group, group, at))]
    return found


def _level(panel: Panel, aim: Aim, of_group: Any, group: int | None, period: int) -> Level | None:
    below = (panel.exposure if aim.measure is Measure.COUNT else panel.n)[:, period]
    counted = of_group & (below > 0)
    people = int(counted.sum())
    if people < FEW:
        return None
    amount, size = panel.amount[counted, period], below[counted]
    values = amount / size
    half = float(stdtrit(people - 1, 0.975) * values.std(ddof=1) / people**0.5)
    mean = float(values.mean())
    n = int(panel.n[counted, period].sum())
    return Level(group, period, people, n, float(amount.sum()), float(size.sum()), mean, mean - half, mean + half)
