"""Observers far from the others: named where chance explains it badly, and never on a handful of observations."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.checklists.rules_far import FEWEST, Tally, compared, surprise, surprise_of_means


def far(*tallies: Tally) -> list[tuple[int, int]]:
    return [(one.observer, one.apart) for one in compared(tallies) if one.is_far]


def test_somebody_who_passes_far_fewer_is_named_and_the_direction_is_told() -> None:
    alike = [Tally(number, 20, 15) for number in range(1, 5)]
    assert far(*alike) == []
    assert far(*alike, Tally(9, 20, 3)) == [(9, -1)]
    assert far(*[Tally(number, 20, 4) for number in range(1, 5)], Tally(9, 20, 18)) == [(9, 1)]


def test_fewer_than_eight_observations_say_nothing() -> None:
    others = [Tally(number, 30, 30) for number in range(1, 4)]
    assert far(*others, Tally(9, FEWEST - 1, 0)) == []
    assert [one.observer for one in compared([*others, Tally(9, FEWEST - 1, 0)])] == [1, 2, 3]
    assert far(Tally(1, 40, 40), Tally(2, 7, 0)) == []


def test_a_small_difference_is_not_told_however_certain_it_is() -> None:
    assert far(Tally(1, 4000, 3600), Tally(2, 4000, 3200)) == []
    assert surprise(3200, 4000, 3600, 4000) < 1e-6


def test_a_criterion_that_somebody_rates_higher_is_named() -> None:
    others = [Tally(number, 12, 8, {"bell": [1, 0, 1, 1, 0, 1, 2, 1, 1, 0, 1, 1]}) for number in range(1, 4)]
    found = [one for one in compared([*others, Tally(9, 12, 8, {"bell": [2] * 12})]) if one.is_far]
    assert [one.observer for one in found] == [9]
    (apart,) = found[0].criteria
    assert (apart.criterion, apart.mean, apart.count) == ("bell", 2.0, 12)
    assert apart.others == pytest.approx(30 / 36)


@given(st.integers(1, 60), st.integers(0, 200), st.data())
def test_surprise_is_a_probability_that_is_one_for_what_is_expected(
    count: int, others: int, data: st.DataObject
) -> None:
    others_passed = data.draw(st.integers(0, others))
    values = [surprise(passed, count, others_passed, others) for passed in range(count + 1)]
    assert all(0 < value <= 1 for value in values)
    assert max(values) == pytest.approx(1.0)
    mirrored = [surprise(count - passed, count, others - others_passed, others) for passed in range(count + 1)]
    assert values == pytest.approx(mirrored)


def test_means_of_the_same_levels_are_no_surprise() -> None:
    assert surprise_of_means([1, 1, 1], [1, 1, 1]) == 1.0
    assert surprise_of_means([2] * 9, [1] * 9) == 0.0
    assert surprise_of_means([0, 1, 2] * 4, [0, 1, 2] * 9) == pytest.approx(1.0)


def test_of_observers_who_rate_alike_hardly_anybody_is_ever_named() -> None:
    random = Random(11)  # noqa: S311 -- the same companies each time
    named = 0
    for _company in range(300):
        tallies = [
            Tally(number, 15, sum(passes), {"a": [random.choice([0, 1, 2, 2]) for _each in range(15)]})
            for number in range(6)
            if (passes := [random.random() < 0.7 for _each in range(15)])
        ]
        named += any(one.is_far for one in compared(tallies))
    assert named / 300 < 0.1
