"""How much it takes: readings to see a gap, people to see an effect, and what so many can show."""

import math

from scipy.special import nctdtr, ndtri, stdtrit

from training.method.effects import FEW
from training.method.tallies import Aim, Measure

MANY = 1_000_000


def readings_for_gap(
    aim: Aim, gap: float, *, power: float = 0.8, sure: float = 0.95, clustering: float = 1.0, spread: float = 0.0
) -> int:
    """Readings of one person with which a true `gap` to the target is found with probability `power`, where a person
    on target is called with 1 − `sure`.

    `gap` in the unit of the aim, to the worse side; `spread` is the standard deviation of one reading of a mean;
    `clustering` is φ. For counts: the exposure it takes. At most MANY, also where the gap cannot be.
    """
    if aim.measure is Measure.MEAN:
        usual = worse = max(spread, 0.0) ** 2
    else:
        worse_target = aim.target + (gap if aim.higher_is_worse or aim.measure is Measure.SHARE else -gap)
        if gap <= 0 or worse_target <= 0 or (aim.measure is Measure.SHARE and worse_target > 1):
            return MANY
        usual, worse = (_variance(aim.measure, rate) for rate in (aim.target, worse_target))
    if gap <= 0:
        return MANY
    reach = float(ndtri(sure)) * math.sqrt(usual) + float(ndtri(power)) * math.sqrt(worse)
    return min(max(math.ceil(max(clustering, 1.0) * (max(reach, 0.0) / gap) ** 2), 1), MANY)


def error_of(people: int, controls: int, spread: float) -> float:
    """The standard error of a comparison; `spread` is the standard deviation between people of what is compared."""
    return spread * math.sqrt(1 / people + 1 / controls) if min(people, controls) > 0 else math.inf


def spread_of_change(between: float, reading: float, readings: float) -> float:
    """The standard deviation between people of their change from one window to another, as in the difference.

    `between` is by how much somebody's true level wanders between the windows (standard deviation), `reading` the
    standard deviation of one reading (√(p(1 − p)) for a share), `readings` how many each has in one window.
    """
    return math.sqrt(between**2 + 2 * reading**2 / max(readings, 1.0))


def power_of(effect: float, people: int, controls: int, spread: float, level: float = 0.95) -> float:
    """How likely a true `effect` is called one: that the interval lies above 0 (non-central t). 0 below FEW people."""
    df = people + controls - 2
    if people < FEW or controls < 2 or spread <= 0:
        return 0.0
    shift = effect / error_of(people, controls, spread)
    if shift <= 0:
        return float(1 - nctdtr(df, 0.0, stdtrit(df, (1 + level) / 2))) if shift == 0 else 0.0
    return float(min(max(1 - nctdtr(df, shift, stdtrit(df, (1 + level) / 2)), 0.0), 1.0))


def people_for_effect(effect: float, spread: float, *, power: float = 0.8, level: float = 0.95) -> int:
    """People on either side with which a true `effect` is found with probability `power`; at most MANY."""
    if effect <= 0 or spread <= 0:
        return MANY if effect <= 0 else FEW
    low, high = FEW, FEW
    while power_of(effect, high, high, spread, level) < power:
        low, high = high, high * 2
        if high >= MANY:
            return MANY
    while low < high:
        middle = (low + high) // 2
        if power_of(effect, middle, middle, spread, level) < power:
            low = middle + 1
        else:
            high = middle
    return low


def findable(people: int, controls: int, spread: float, *, power: float = 0.8, level: float = 0.95) -> float:
    """The smallest effect that so many people show with probability `power`; infinite below FEW people."""
    if people < FEW or controls < 2:
        return math.inf
    low, high = 0.0, error_of(people, controls, spread) * 40 + 1e-300
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if power_of(middle, people, controls, spread, level) < power else (low, middle)
    return high


def _variance(measure: Measure, rate: float) -> float:
    return max(rate * (1 - rate), 0.0) if measure is Measure.SHARE else max(rate, 0.0)
