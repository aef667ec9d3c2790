"""Before the first start: whether a lot tells something, who starts when, and which days count."""

import itertools
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from training.method.effects import FEW, Estimator
from training.method.group_time import LEAST


def by_lot(waves: Sequence[int]) -> Estimator | None:
    """What waves of these sizes, drawn by lot, can be judged by; None if they tell nothing.

    While the first wave is trained at least FEW must wait, at least FEW must start before the last wave, which only
    ever waits, and no wave may have but one person: it would have no spread. Plans ask for FEW on either side; the
    estimators do with two who wait, so that somebody who leaves does not undo a round.
    """
    if len(waves) < 2 or min(waves) < LEAST or sum(waves[1:]) < FEW or sum(waves[:-1]) < FEW:
        return None
    return Estimator.WAITING_LIST if len(waves) == 2 else Estimator.STAGGERED


def sizes(people: int, capacity: int) -> list[int]:
    """Waves of at most `capacity`, as even as they can be, so that none is left with a single person if possible."""
    count = math.ceil(people / max(capacity, 1))
    ends = [math.ceil(people * number / count) for number in range(count + 1)] if count else [0]
    return [end - begin for begin, end in itertools.pairwise(ends)]


def start_order(people: Sequence[int], capacity: int, seed: int) -> list[list[int]]:
    """Waves of at most `capacity` people, drawn by lot; the same people and seed give the same waves for ever.

    The order in which `people` are named does not matter. For the sizes of waves see `sizes`.
    """
    # Not for secrets: a draw that anybody can repeat. random() is promised to stay the same between releases of
    # Python, and shuffle() is not.
    lots = random.Random(seed)  # noqa: S311
    drawn = iter([person for _, person in sorted((lots.random(), person) for person in sorted(set(people)))])
    return [list(itertools.islice(drawn, size)) for size in sizes(len(set(people)), capacity)]


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
