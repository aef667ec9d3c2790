"""Before the first start: whether a lot tells something, who starts when, and which days count."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.method.effects import Estimator
from training.method.planner import by_lot, sizes, start_order, windows


@pytest.mark.parametrize(
    ("flagged", "capacity", "estimator"),
    [
        (4, 2, None),
        (5, 5, None),
        (9, 5, None),  # five and four: too few wait
        (10, 5, Estimator.WAITING_LIST),
        (11, 3, Estimator.STAGGERED),
        (7, 1, None),  # one at a time has no spread
        (200, 0, None),
    ],
)
def test_the_numbers_say_whether_a_lot_tells_something(
    flagged: int, capacity: int, estimator: Estimator | None
) -> None:
    assert by_lot(sizes(flagged, capacity)) is estimator


def test_the_same_lot_falls_for_ever() -> None:
    drawn = start_order(range(1, 12), capacity=4, seed=20260312)
    assert drawn == start_order([*range(11, 0, -1), 5], capacity=4, seed=20260312)
    assert drawn == [[1, 6, 9, 7], [2, 3, 4, 10], [11, 8, 5]]
    assert drawn != start_order(range(1, 12), capacity=4, seed=20260313)
    assert start_order([], 3, 1) == []


@given(st.sets(st.integers(1, 10_000), max_size=60), st.integers(-1, 70), st.integers())
def test_everybody_starts_once_in_waves_as_even_as_can_be(people: set[int], capacity: int, seed: int) -> None:
    waves = start_order(sorted(people), capacity, seed)
    assert sorted(person for wave in waves for person in wave) == sorted(people)
    assert [len(wave) for wave in waves] == sizes(len(people), capacity)
    if waves:
        lengths = [len(wave) for wave in waves]
        assert max(lengths) <= max(capacity, 1)
        assert max(lengths) - min(lengths) <= 1
        assert lengths[-1] == min(lengths)


def test_a_lot_is_fair() -> None:
    first = [start_order(range(6), 3, seed)[0] for seed in range(2000)]
    assert all(0.46 < sum(person in wave for wave in first) / 2000 < 0.54 for person in range(6))


def test_waves_that_cannot_be_judged_are_known_before() -> None:
    assert by_lot([5, 5]) is Estimator.WAITING_LIST
    assert by_lot([3, 3, 2]) is Estimator.STAGGERED
    assert by_lot([6, 4]) is by_lot([3, 3, 1]) is by_lot([9]) is by_lot([]) is None


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(days, st.integers(0, 120), st.integers(0, 60), st.integers(1, 120))
def test_before_lies_as_far_from_the_selection_as_after(first: date, length: int, later: int, count: int) -> None:
    selection = (first, first + timedelta(days=length))
    found = windows(selection, selection[1] + timedelta(days=later), count)
    assert found.after[0] - selection[1] == selection[0] - found.before[1] == timedelta(days=later + 1)
    assert found.after[1] - found.after[0] == found.before[1] - found.before[0] == timedelta(days=count - 1)
