"""Whether a level drifts: a small change that lasts, found sooner than by looking at weeks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from training.method.cusum import cusum, too_alike, without_weekdays
from training.method.run_charts import Chart
from training.method.tallies import Floats

ALARM = 8.0
"""Five, the usual alarm, is for a process whose level and spread are known. Here both come from some thirty days: with
five a steady quarter is called a drift in one of five (of means in one of three), with eight in 3 and 8 of 100, and a
change of one deviation is still found in 92 of 100 invented quarters."""
BASE_DAYS = 20
"""From at least so many days, or the first third of all, is the usual level taken against which the rest is held."""


@dataclass(frozen=True)
class Drift:
    """Since about which day the values have been higher (`is_up`) or lower than in the first third of the days."""

    since: date
    is_up: bool


def base_of(days: int) -> int:
    """How many of the first days tell what is usual."""
    return max(BASE_DAYS, days // 3)


def drift(days: Sequence[date], sizes: Sequence[float], chart: Chart) -> Drift | None:
    """The last drift of daily values; None where there is none, or none can be told.

    `chart` takes centre and spread from the first days alone (`base_of`). Weekdays are made alike first. Where
    neighbouring ones of the first days are alike a sum would cry wolf, so nothing is said.
    """
    base, spread = base_of(len(days)), chart.sigma * chart.between
    if len(days) < 2 * base or spread <= 0:
        return None
    size: Floats = np.asarray(sizes, dtype=float)
    z = np.where(chart.known, (chart.value - chart.centre) / spread * np.sqrt(size), 0.0)
    z = without_weekdays(z, [day.weekday() for day in days], base)
    if too_alike(z[:base]):
        return None
    found = cusum(z - z[:base].mean(), 0.0, 1.0, alarm=ALARM)
    alarms = [int(place) for place in np.flatnonzero(found.alarm)]
    if not alarms:
        return None
    way = found.alarm[alarms[-1]]
    # Sums begin anew after each alarm: what lasts raises one after the other, and it began with the first of them.
    first = alarms[-1]
    for place in reversed(alarms):
        if found.alarm[place] != way:
            break
        first = place
    return Drift(days[int(found.since[first])], bool(way > 0))
