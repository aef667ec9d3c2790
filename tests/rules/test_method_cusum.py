"""CUSUM: how long it takes to speak, and when it must not be trusted."""

import numpy as np
import pytest

from training.method.cusum import cusum, neighbours, run_length, too_alike, without_weekdays


@pytest.mark.parametrize(
    ("alarm", "in_control", "moved"),
    [(4, 168, 8.38), (5, 465, 10.4)],  # Lucas and Crosier 1982; Montgomery, table of CUSUM run lengths, k = .5
)
def test_the_run_lengths_are_the_published_ones(alarm: float, in_control: float, moved: float) -> None:
    assert run_length(alarm=alarm) == pytest.approx(in_control, abs=0.5)
    assert run_length(1.0, alarm=alarm) == pytest.approx(moved, abs=0.05)
    assert run_length(-1.0, alarm=alarm) == pytest.approx(run_length(1.0, alarm=alarm))


def test_the_sums_speak_as_late_as_their_run_length_says() -> None:
    rng = np.random.default_rng(1954)
    first = [int(np.flatnonzero(cusum(rng.normal(1, 1, 80), 0, 1).alarm)[0]) + 1 for _ in range(1500)]
    assert np.mean(first) == pytest.approx(run_length(1.0), abs=4 * np.std(first) / np.sqrt(1500))


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
