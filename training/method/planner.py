"""Before the first start: which comparison is possible, who starts when, and which days count."""

import itertools
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from training.method.effects import FEW, Estimator
from training.method.group_time import LEAST
from training.method.outcomes import LEAST_CONTROLS
from training.method.series import LEAST as LEAST_POINTS


def tier_for(
    flagged: int, capacity: int, others: int, *, team_wide: bool = False, points_before: int = 0
) -> Estimator | None:
    """The best comparison that the numbers allow, None if nothing can be told.

    `flagged` people shall be trained, at most `capacity` at once, and `others` of the same teams are not chosen.
    With `team_wide` a whole team is trained at once; then `others` are people elsewhere who do the same work, and
    `points_before` the periods (weeks) before the start of which there are readings.
    """
    if team_wide:
        return Estimator.SERIES if min(flagged, others) >= FEW and points_before >= LEAST_POINTS else None
    if flagged < FEW:
        return None
    waves = math.ceil(flagged / max(capacity, 1))
    smallest = flagged // waves
    if waves == 2 and flagged - smallest >= FEW and smallest >= LEAST_CONTROLS:
        return Estimator.WAITING_LIST
    if waves > 1 and smallest >= LEAST and flagged - smallest >= FEW:
        return Estimator.STAGGERED
    return Estimator.DIFFERENCE if others >= LEAST_CONTROLS else None


def start_order(people: Sequence[int], capacity: int, seed: int) -> list[list[int]]:
    """Waves of at most `capacity` people, drawn by lot; the same people and seed give the same waves for ever.

    The order in which `people` are named does not matter. Waves are as even as they can be, so that none is left
    with a single person; the first are the larger ones.
    """
    drawn = sorted(set(people))
    # Not for secrets: a draw that anybody can repeat. random() is promised to stay the same between releases, and
    # shuffle() is not.
    lots = random.Random(seed)  # noqa: S311
    drawn = [person for _, person in sorted((lots.random(), person) for person in drawn)]
    count = math.ceil(len(drawn) / max(capacity, 1))
    ends = [math.ceil(len(drawn) * number / count) for number in range(count + 1)]
    return [drawn[begin:end] for begin, end in itertools.pairwise(ends)]


@dataclass(frozen=True)
class Windows:
    """Days, both ends included: the one before, the one by which people were chosen, and the one after."""

    before: tuple[date, date]
    selection: tuple[date, date]
    after: tuple[date, date]


def windows(selection: tuple[date, date], trained_by: date, days: int) -> Windows:
    """The windows of the symmetric comparison: `days` days from the day after `trained_by`, mirrored at the selection.

    What comes after is as far from the selection as what went before (Chabé-Ferret 2015): chance that made people
    low in the window of the selection then weighs the same on both sides and cancels out.
    """
    first = max(trained_by, selection[1]) + timedelta(days=1)
    last = first + timedelta(days=max(days, 1) - 1)
    return Windows((mirrored(last, selection), mirrored(first, selection)), selection, (first, last))


def mirrored(day: date, selection: tuple[date, date]) -> date:
    """The day that lies as far before the selection as `day` lies behind it."""
    return selection[0] - (day - selection[1])
