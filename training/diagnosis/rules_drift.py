"""Whether a level drifts: a small change that lasts, found sooner than by looking at weeks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from training.method.cusum import cusum, too_alike, without_weekdays
from training.method.run_charts import Chart
from training.method.tallies import Floats

FEWEST_DAYS = 20


@dataclass(frozen=True)
class Drift:
    """Since about which day the values have been higher (`is_up`) or lower than usual."""

    since: date
    is_up: bool


def drift(days: Sequence[date], sizes: Sequence[float], chart: Chart) -> Drift | None:
    """The last drift of daily values, given their control chart; None where there is none, or none can be told.

    Weekdays are made alike first. Where neighbouring days are alike a sum of them would cry wolf, so nothing is said.
    """
    spread = chart.sigma * chart.between
    if len(days) < FEWEST_DAYS or spread <= 0:
        return None
    size: Floats = np.asarray(sizes, dtype=float)
    z = np.where(chart.known, (chart.value - chart.centre) / spread * np.sqrt(size), 0.0)
    z = without_weekdays(z, [day.weekday() for day in days])
    if too_alike(z):
        return None
    found = cusum(z, 0.0, 1.0)
    places = np.flatnonzero(found.alarm)
    if not len(places):
        return None
    last = int(places[-1])
    return Drift(days[int(found.since[last])], bool(found.alarm[last] > 0))
