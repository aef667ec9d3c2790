"""What of somebody's misses goes with the weeks in which they were there."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.method.diagnosis import Remark, Verdict, diagnose
from training.method.tallies import Aim, Floats, Measure, Tallies
from training.method.weeks import luck, shared

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


def weeks_that_differ(levels: list[float]) -> float:
    """How much more three teams of 500 readings a week differ than by chance, if their misses have these levels."""
    random = np.random.default_rng(4)
    levels = np.array(levels)
    team, week = np.repeat(np.arange(3), len(levels)), np.tile(np.arange(len(levels)), 3)
    size = np.full(len(team), 500.0)
    amount = random.binomial(500, levels[week]).astype(float)
    usual = levels.mean()
    return shared(team, week, size, amount, variance=np.full(3, usual * (1 - usual)))


def test_weeks_that_are_bad_for_everybody_show_and_a_level_that_moves_once_is_no_noise() -> None:
    assert 0.5 < weeks_that_differ([0.15] * 13) < 2
    bad = weeks_that_differ([0.08, 0.22, 0.12, 0.25, 0.05, 0.18, 0.1, 0.24, 0.07, 0.2, 0.11, 0.23, 0.1])
    assert bad > 20
    assert weeks_that_differ([0.08] * 5 + [0.22] * 8) < 2
    nothing = np.zeros(0, dtype=np.int64)
    assert shared(nothing, nothing, np.zeros(0), np.zeros(0), variance=np.zeros(0)) == 1


def test_a_team_is_less_sure_where_its_weeks_are_shared_and_the_reader_is_told() -> None:
    """3,000 calls, 17 % missed of 15 allowed: sure of calls of people, and not of weeks that differ by themselves."""
    size, number = np.full(20, 150.0), np.arange(20)
    none, zero = np.zeros(20), np.zeros(20, dtype=np.int64)
    amount = np.round(size * np.tile([0.16, 0.18], 10))
    tallies = Tallies(number, zero, zero, size, amount, size, none, none, none)
    alone, together = (diagnose(replace(tallies, shared=factor), KEPT) for factor in (1.0, 9.0))
    assert alone.teams.verdict == (Verdict.PROCESS,)
    assert together.teams.verdict == (Verdict.UNCLEAR,)
    assert 0.5 < together.teams.chance[0] < 0.95 < alone.teams.chance[0]
    assert together.teams.low[0] < alone.teams.low[0] < alone.teams.high[0] < together.teams.high[0]
    assert Remark.SHARED_WEEKS in together.remarks
    assert Remark.SHARED_WEEKS not in alone.remarks
