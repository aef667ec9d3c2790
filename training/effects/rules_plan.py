"""Which days are compared: it follows from those by which people were chosen, and from those on which they start."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from training.method.planner import windows

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
LEARNING = 14
"""So many days from a start are left out: people learn then, and do neither the old nor the new."""
SETTLING = 4
"""So many days after the last one counted its figures are in."""
SHORTEST, LONGEST = 28, 91
"""Days that a window of readings has at least and at most."""
SHORTEST_TURN = 14
"""With fewer days between two starts than these, those who wait cannot be compared with."""
WEEKS_BEFORE, WEEKS_AFTER = 26, 12
"""How long a whole team is looked at before and after something changes. It takes eight weeks a side."""


@dataclass(frozen=True)
class Days:
    """From the first to the last day, both included."""

    first: date
    last: date

    @property
    def length(self) -> int:
        """How many days these are."""
        return (self.last - self.first).days + 1

    def as_json(self) -> list[str]:
        """Both days, to be kept."""
        return [self.first.isoformat(), self.last.isoformat()]

    @staticmethod
    def of_json(kept: Sequence[str]) -> "Days":
        """What `as_json` gave."""
        return Days(date.fromisoformat(kept[0]), date.fromisoformat(kept[1]))


@dataclass(frozen=True)
class Schedule:
    """The periods that are compared, in order, and the first of them that is after each start (None: too late to be).

    `before` and `after` are what a reader is told: the days before anything began, and those after the first start.
    """

    periods: tuple[Days, ...]
    starts: tuple[int | None, ...]
    before: Days
    after: Days

    @property
    def look_on(self) -> date:
        """The one day on which it is judged: its figures are in by then."""
        return self.periods[-1].last + SETTLING * DAY


def symmetric(chosen_by: Days, last_start: date) -> Schedule:
    """Before, the window by which people were chosen, after; before lies as far from that window as after does.

    So what pulls the chosen ones back to their usual level pulls as much on either side (Chabé-Ferret 2015).
    """
    length = min(max(chosen_by.length // 7 * 7, SHORTEST), LONGEST)
    return _mirrored(chosen_by, last_start + (LEARNING - 1) * DAY, length, (2,))


def in_turn(chosen_by: Days, starts: Sequence[date]) -> Schedule | None:
    """Waves that start one after the other, on rising days: who has started is compared with who still waits.

    Two waves have three periods as above, of which the last ends before the second wave starts. More have one period
    before the first start and one between each start and the next; the last wave only ever waits. None where starts
    lie too close together.
    """
    turns = [(later - start).days for start, later in pairwise(starts)]
    if not turns or min(turns) < SHORTEST_TURN:
        return None
    left_out = min(LEARNING, min(turns) // 2)
    between = [Days(start + left_out * DAY, later - DAY) for start, later in pairwise(starts)]
    if len(starts) == 2:
        return _mirrored(chosen_by, between[0].first - DAY, between[0].length, (2, None))
    length = min(one.length for one in between)
    equal = [Days(one.last - (length - 1) * DAY, one.last) for one in between]
    before = Days(starts[0] - length * DAY, starts[0] - DAY)
    return Schedule((before, *equal), (*range(1, len(starts)), None), before, equal[0])


def _mirrored(chosen_by: Days, trained_by: date, length: int, starts: tuple[int | None, ...]) -> Schedule:
    found = windows((chosen_by.first, chosen_by.last), trained_by, length)
    before, after = Days(*found.before), Days(*found.after)
    return Schedule((before, chosen_by, after), starts, before, after)


def by_weeks(start: date, *, left_out: int = LEARNING) -> Schedule:
    """Weeks on either side of a day, without the days after it in which people learn; for a whole team."""
    first = start + left_out * DAY
    weeks = [Days(start + number * WEEK, start + (number + 1) * WEEK - DAY) for number in range(-WEEKS_BEFORE, 0)]
    weeks += [Days(first + number * WEEK, first + (number + 1) * WEEK - DAY) for number in range(WEEKS_AFTER)]
    before, after = Days(weeks[0].first, start - DAY), Days(first, weeks[-1].last)
    return Schedule(tuple(weeks), (WEEKS_BEFORE,), before, after)
