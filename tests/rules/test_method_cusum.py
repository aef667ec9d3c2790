"""CUSUM: how long it takes to speak, and when it must not be trusted."""

import numpy as np
import pytest
from scipy.special import ndtr

from training.method.cusum import cusum, neighbours, too_alike, without_weekdays


def run_length(shift: float, alarm: float, slack: float = 0.5, states: int = 200) -> float:
    """How many points pass on average until a two-sided CUSUM speaks, when the level has moved by `shift` deviations.

    The sum is cut into `states` steps, of which each is as likely as the normal distribution makes it (Brook and Evans
    1972); the two sides add up as rates, as they are never both high (Van Dobben de Bruyn 1968).
    """
    width = 2 * alarm / (2 * states - 1)
    steps = np.arange(states)
    one_sided = []
    for way in (1, -1):
        upper = (steps[None, :] - steps[:, None] + 0.5) * width + slack - way * shift
        moves = ndtr(upper) - ndtr(upper - width)
        moves[:, 0] = ndtr(upper[:, 0])
        one_sided.append(np.linalg.solve(np.eye(states) - moves, np.ones(states))[0])
    return float(1 / sum(1 / one for one in one_sided))


@pytest.mark.parametrize(
    ("alarm", "shift", "published", "runs"),
    [(4, 0, 168, 150), (4, 1, 8.38, 1500), (5, 0, 465, 60), (5, 1, 10.4, 1500), (5, -1, 10.4, 500)],
)
def test_the_sums_speak_as_late_as_published(alarm: float, shift: float, published: float, runs: int) -> None:
    """Lucas and Crosier 1982; Montgomery, table of run lengths of a two-sided CUSUM with k = .5."""
    assert run_length(shift, alarm) == pytest.approx(published, rel=0.005)
    rng = np.random.default_rng(1954)
    late = [
        int(np.flatnonzero(cusum(rng.normal(shift, 1, round(8 * published)), 0, 1, alarm=alarm).alarm)[0]) + 1
        for _run in range(runs)
    ]
    assert np.mean(late) == pytest.approx(published, abs=4 * np.std(late) / np.sqrt(runs))


def test_an_alarm_says_which_way_and_since_when_and_the_sum_begins_anew() -> None:
    found = cusum([0, 0, -1, -3, -3, 0, 0, 3, 3, 3, 0], 0, 1)
    assert found.alarm.tolist() == [0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0]
    assert (found.since[4], found.since[9]) == (2, 7)
    assert found.down[5] == 0


def test_no_spread_and_no_values_are_no_alarm() -> None:
    assert not cusum([5, 5, 5], 5, 0).alarm.any()
    assert not cusum([], 0, 1).alarm.any()
    assert not cusum([9, np.nan, 9], 9, 1).alarm.any()


def test_days_that_follow_each_other_are_told_from_days_that_do_not() -> None:
    rng = np.random.default_rng(1946)
    alone = rng.normal(0, 1, 300)
    drifting = np.zeros(300)
    for day in range(1, 300):
        drifting[day] = 0.6 * drifting[day - 1] + alone[day]
    assert neighbours(drifting) == pytest.approx(0.6, abs=0.1)
    assert too_alike(drifting)
    assert not too_alike(alone)
    assert not too_alike([1, 2])


def test_full_saturdays_are_taken_for_what_they_are() -> None:
    """A week's own shape is no change: without its weekdays the row varies by chance, and its level stays."""
    rng = np.random.default_rng(7)
    weekdays = [day % 7 for day in range(70)]
    days = 20 + 8 * np.array([day == 5 for day in weekdays]) + rng.normal(0, 1, 70)
    plain = without_weekdays(days, weekdays)
    assert plain.std() < 1.3 < days.std()
    assert plain.mean() == pytest.approx(days.mean())
    assert without_weekdays([3.0, 9.0], [0, 5]).tolist() == [3.0, 9.0]
    assert len(without_weekdays([], [])) == 0


def test_a_change_that_falls_on_mondays_is_not_carried_back_into_the_days_before_it() -> None:
    weekdays = [day % 6 for day in range(72)]
    late = np.array([-40.0 if day >= 48 and weekdays[day] == 0 else -4.0 if day >= 48 else 0.0 for day in range(72)])
    days = late + np.random.default_rng(3).normal(0, 0.5, 72)
    of_all, of_first = (cusum(without_weekdays(days, weekdays, first), 0.0, 1.0) for first in (None, 24))
    assert np.flatnonzero(of_all.alarm)[0] < 48
    first = np.flatnonzero(of_first.alarm)[0]
    assert 48 <= of_first.since[first] <= first < 54
