"""What of somebody's misses goes with the weeks in which they were there."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.method.diagnosis import diagnose
from training.method.tallies import Aim, Floats, Measure, Tallies
from training.method.weeks import luck

WEEKS = 12
KEPT = Aim(Measure.SHARE, 0.15)


def rows(size: Floats, amount: Floats) -> tuple[Floats, Floats]:
    """U × W arrays as rows of every unit and week."""
    return size.reshape(-1), amount.reshape(-1)


def told(size: Floats, amount: Floats, team: list[int]) -> Floats:
    units, weeks = size.shape
    flat = rows(size, amount)
    unit, week = np.repeat(np.arange(units), weeks), np.tile(np.arange(weeks), units)
    return luck(unit, week, *flat, team=np.array(team))


def queue_overflows(newcomer: slice) -> tuple[Floats, Floats]:
    """Twelve people of one level; from week 8 on everybody misses three times as much. The last has some weeks only."""
    size = np.full((12, WEEKS), 50.0)
    present = np.zeros(WEEKS, dtype=bool)
    present[newcomer] = True
    size[-1, ~present] = 0
    share = np.where(np.arange(WEEKS) < 8, 0.08, 0.24)
    return size, size * share


@pytest.mark.parametrize(("there", "sign"), [(slice(8, None), 1), (slice(0, 5), -1)])
def test_whoever_came_or_left_when_it_turned_bad_is_held_against_the_same_weeks(there: slice, sign: int) -> None:
    size, amount = queue_overflows(there)
    found = told(size, amount, [0] * 12)
    usual = amount[:-1].sum() / size[:-1].sum()
    fair = amount[-1].sum() - found[-1]
    assert fair / size[-1].sum() == pytest.approx(usual, abs=0.005)
    assert sign * found[-1] > 10
    assert np.abs(found[:-1]).max() < 0.05 * amount[0].sum()  # the others were there all the time


def test_a_newcomer_to_bad_weeks_is_not_called_and_one_who_is_worse_in_them_is() -> None:
    def chance(worse: float, *, by_weeks: bool) -> float:
        size, amount = queue_overflows(slice(7, None))
        amount[-1] += worse * size[-1]
        whole, some = size.sum(axis=1), amount.sum(axis=1)
        number, none = np.arange(12), np.zeros(12)
        tallies = Tallies(
            *(number, none.astype(np.int64), none.astype(np.int64), whole, some, whole, none, none, none),
            luck=told(size, amount, [0] * 12) if by_weeks else None,
        )
        return float(diagnose(tallies, KEPT).units.chance[-1])

    assert chance(0.0, by_weeks=False) > 0.5
    assert chance(0.0, by_weeks=True) < 0.1
    assert chance(0.15, by_weeks=True) > 0.9


@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=1, max_size=6), st.data())
def test_it_is_finite_and_nothing_without_others_or_where_all_weeks_are_alike(
    sizes: list[list[int]], data: st.DataObject
) -> None:
    size = np.array(sizes, dtype=float)
    share = data.draw(st.lists(st.floats(0, 1), min_size=len(sizes), max_size=len(sizes)))
    amount = size * np.array(share)[:, None]
    assert np.isfinite(told(size, amount, [0] * len(sizes))).all()
    alone = told(size, amount, list(range(len(sizes))))
    assert not alone.any()
    level = told(size, size * 0.3, [0] * len(sizes))
    assert np.abs(level).max() < 1e-6
