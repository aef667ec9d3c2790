"""Whether a training helped: comparisons by hand, what may be said of them, and what cannot be told."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.method.difference import difference
from training.method.effects import (
    MODEL,
    NEVER,
    Estimator,
    Panel,
    Plan,
    Remark,
    Tier,
    Verdict,
    verdict_of,
    worth_having,
)
from training.method.judging import again, interval, judge
from training.method.outcomes import compared, compared_within, welch
from training.method.rebound import expected_rise, reliability
from training.method.tallies import Aim, Floats, Integers, Measure
from training.method.waiting_list import adjusted, waiting_list

AIM = Aim(Measure.SHARE, 0.15)
TOGETHER, WAITING = (Plan(each, worth=0.03, rebound=0.04) for each in (Estimator.DIFFERENCE, Estimator.WAITING_LIST))
HUNDRED = 100.0


def panel(missed: list[list[float]], trained: int) -> Panel:
    """People with a hundred readings in each of three windows; the first `trained` are."""
    amount = np.array(missed, float)
    start = np.where(np.arange(len(amount)) < trained, 2, NEVER)
    return Panel(np.full(amount.shape, HUNDRED), amount, np.zeros(amount.shape), start)


OURS = [[22, 30, 14], [25, 33, 20], [20, 28, 16], [24, 31, 15], [19, 29, 13]]
THEIRS = [[14, 10, 12], [12, 9, 13], [15, 11, 11], [13, 8, 12], [16, 12, 13]]


def test_the_window_of_the_selection_counts_for_the_rise_only() -> None:
    found = judge(panel(OURS + THEIRS, 5), AIM, TOGETHER)
    # 22 → 14, 25 → 20, 20 → 16, 24 → 15, 19 → 13: 6.4 points; the others 2, −1, 4, 1, 3: 1.8 points
    assert found.value == pytest.approx(0.064 - 0.018)
    assert found.rise == pytest.approx(0.302 - 0.156)
    assert found.expected == pytest.approx(0.146 - 0.046)
    assert (found.error, found.df) == (
        pytest.approx(math.sqrt(4.3 / 5 + 3.7 / 5) / 100),
        pytest.approx(7.9553, abs=1e-4),
    )
    assert found.low == pytest.approx(0.046 - 2.30801 * 0.0126491, abs=1e-5)
    assert (found.verdict, found.tier, found.people, found.controls) == (Verdict.HELPED, Tier.TOGETHER, 5, 5)
    assert (found.readings, found.rebound, found.remarks) == (3000, 0.04, ())


def test_who_waits_is_compared_at_the_same_level_before() -> None:
    better = panel([[30, 30, 20], [24, 26, 17], [21, 21, 12], [28, 27, 19], [20, 22, 13]] * 2, 5)
    found = judge(better, AIM, WAITING)
    assert found.value == pytest.approx(0, abs=1e-12)
    # The level before explains most of what people differ by, so the same people tell more.
    plain = welch(better.goodness(AIM)[:5, 2], better.goodness(AIM)[5:, 2])
    assert plain is not None
    assert found.error is not None
    assert found.error < plain.error / 3
    assert found.tier is Tier.LOT


def test_the_same_level_before_is_what_a_regression_makes_of_it() -> None:
    rng = np.random.default_rng(11)
    level, trained = rng.normal(size=20), np.arange(20) < 10
    values = 0.7 * level + 0.5 * trained + rng.normal(size=20)
    design = np.column_stack([trained, np.ones(20), level])
    coefficients, rest, *_ = np.linalg.lstsq(design, values)
    error = math.sqrt(rest[0] / 17 * np.linalg.inv(design.T @ design)[0, 0])
    found = adjusted(values, level, trained)
    assert found is not None
    assert (found.value, found.error) == (pytest.approx(coefficients[0]), pytest.approx(error))
    level[3] = np.nan  # not seen before: counts at the mean
    assert adjusted(values, level, trained) == adjusted(
        values, np.where(np.isnan(level), np.nanmean(level), level), trained
    )


def test_people_of_several_teams_are_compared_within_them() -> None:
    rng = np.random.default_rng(12)
    team = np.repeat([0, 1, 2, 3], [12, 8, 5, 4])
    trained = rng.random(29) < np.array([0.7, 0.3, 0.5, 2.0])[team]  # in the last team nobody is left to compare with
    values = rng.normal(size=29) + 0.4 * trained + np.array([3.0, -1.0, 0.0, 50.0])[team]
    found = compared_within(values, trained, team)
    inside = team < 3
    design = np.column_stack([trained, *(team == number for number in range(3))])[inside].astype(float)
    bread = np.linalg.inv(design.T @ design)
    coefficients = bread @ design.T @ values[inside]
    rest = values[inside] - design @ coefficients
    meat = design.T @ (design * (rest**2 / (1 - np.einsum("ij,jk,ik->i", design, bread, design)))[:, None])
    assert found.estimate is not None
    assert found.estimate.value == pytest.approx(coefficients[0])
    assert found.estimate.error == pytest.approx(math.sqrt((bread @ meat @ bread)[0, 0]))
    assert (found.estimate.df, found.people, found.controls) == (21, trained[inside].sum(), (~trained).sum())
    # One team is what Welch says of it; where everybody is trained there is nobody to compare with.
    assert compared_within(values, trained, np.zeros(29, int)) == compared(values, trained)
    assert compared_within(values, np.full(29, True), team).remarks == (Remark.NO_CONTROLS,)


def test_the_same_result_comes_from_what_was_kept_of_it() -> None:
    for plan in (TOGETHER, WAITING, Plan(Estimator.DIFFERENCE, 0.03, level=0.9, looks_often=True)):
        found = judge(panel(OURS + THEIRS, 5), AIM, plan)
        assert found.figures["model"] == MODEL
        assert again(json.loads(json.dumps(found.figures))) == found


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.01, 0.09, Verdict.HELPED),
        (-0.09, -0.01, Verdict.WORSE),
        (-0.02, 0.02, Verdict.NOTHING),
        (0.001, 0.02, Verdict.NOTHING),  # surely more than nothing, and surely not worth having
        (-0.02, 0.04, Verdict.UNCLEAR),
        (-0.2, 0.2, Verdict.UNCLEAR),
    ],
)
def test_nothing_is_said_only_if_nothing_worth_having_is_left(low: float, high: float, verdict: Verdict) -> None:
    assert verdict_of(low, high, worth=0.03) is verdict


def test_what_is_worth_having_is_in_the_unit_of_the_aim() -> None:
    assert worth_having(AIM, 0.03) == 0.03
    assert worth_having(Aim(Measure.COUNT, 2.0), 0.05) == 0.1
    assert worth_having(Aim(Measure.MEAN, 60.0), 0.05, spread=40.0) == 2.0


def without(sums: Panel, people: slice, window: int) -> Panel:
    sums.n[people, window] = 0
    return sums


@pytest.mark.parametrize("plan", [TOGETHER, WAITING])
@pytest.mark.parametrize(
    ("sums", "remark"),
    [
        (panel([], 0), Remark.NO_READINGS),
        (without(without(without(panel(OURS + THEIRS, 5), slice(None), 0), slice(None), 1), slice(None), 2),
         Remark.NO_READINGS),
        (panel(OURS + THEIRS, 0), Remark.TOO_FEW_PEOPLE),
        (panel(OURS[:4] + THEIRS, 4), Remark.TOO_FEW_PEOPLE),
        (panel(OURS, 5), Remark.NO_CONTROLS),
        (panel(OURS + THEIRS[:1], 5), Remark.NO_CONTROLS),
        (panel([[0, 0, 0]] * 12, 6), Remark.ZERO_VARIANCE),
        (without(panel(OURS + THEIRS, 5), slice(0, 1), 2), Remark.TOO_FEW_PEOPLE),
    ],
)  # fmt: skip
def test_what_cannot_be_told_has_its_remark_and_no_figure(plan: Plan, sums: Panel, remark: Remark) -> None:
    if sums.n.size == 0:
        sums = Panel(np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 3)), np.zeros(0, np.int64))
    found = judge(sums, AIM, plan)
    assert remark in found.remarks
    assert (found.verdict, found.value, found.low, found.rise, found.expected) == (Verdict.UNCLEAR, *[None] * 4)
    assert again(json.loads(json.dumps(found.figures))) == found


def test_nothing_is_told_before_the_window_is_over() -> None:
    found = judge(panel(OURS + THEIRS, 5), AIM, TOGETHER, over=False)
    assert (found.value, found.remarks) == (None, (Remark.WINDOW_NOT_OVER,))
    assert again(found.figures) == found


def test_people_who_left_are_counted_and_remarked_on() -> None:
    found = judge(without(panel(OURS * 2 + THEIRS, 10), slice(0, 3), 2), AIM, TOGETHER)
    assert (found.people, found.lost, found.remarks) == (7, 3, (Remark.ATTRITION,))
    assert found.figures["loss"] == {"trained": 3, "of_trained": 10, "others": 0, "of_others": 5}


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(Estimator), st.sampled_from(Measure), st.integers(0, 9999), st.booleans(), st.floats(0, 1))
def test_a_result_is_finite_or_a_remark(
    estimator: Estimator, measure: Measure, seed: int, higher_is_worse: bool, chance: float
) -> None:
    rng = np.random.default_rng(seed)
    people = int(rng.integers(0, 16))
    n = rng.integers(0, 4, (people, 3)).astype(float)
    sums = Panel(n, rng.binomial(n.astype(int), chance).astype(float), n, rng.choice([2, NEVER], people))
    if chance > 0.5:
        sums = replace(sums, team=rng.integers(0, 4, people))
    found = judge(sums, Aim(measure, 0.2, higher_is_worse), Plan(estimator, 0.03))
    assert again(json.loads(json.dumps(found.figures))) == found
    json.dumps(found.figures, allow_nan=False)
    if found.value is None:
        assert found.remarks
    else:
        assert found.low is not None
        assert found.high is not None
        assert -math.inf < found.low < found.value < found.high < math.inf


def chosen(rng: np.random.Generator) -> tuple[Floats, Floats, Integers]:
    """Forty people at 88 % on average; who was seen below 85 % is chosen, and then everybody gets 2 points better."""
    level = 0.88 + 0.03 * rng.standard_normal((40, 1))
    n = np.full((40, 3), 80)
    missed = rng.binomial(n, np.clip(1 - level - [0, 0, 0.02], 0, 1)).astype(float)
    return n.astype(float), missed, np.where(missed[:, 1] > 12, 2, NEVER)


def test_training_that_does_nothing_is_not_called_a_help_although_people_rise() -> None:
    rng = np.random.default_rng(5)
    rises, covered = [], []
    for _ in range(300):
        n, missed, start = chosen(rng)
        together = judge(Panel(n, missed, n, start), AIM, TOGETHER)
        low = start == 2
        half = np.where(np.arange(low.sum()) % 2, 2, NEVER)
        waiting = judge(Panel(n[low], missed[low], n[low], half), AIM, WAITING)
        rises.append(together.rise or 0)
        covered += [each.low <= 0 <= (each.high or 0) for each in (together, waiting) if each.low is not None]
    assert np.mean(rises) > 0.04  # what a naive look would have called a help
    assert len(covered) > 350
    assert 0.93 < np.mean(covered) < 0.98


def test_the_rebound_is_what_chance_owes() -> None:
    assert expected_rise(0.4, mean=0.88, chosen_mean=0.80) == pytest.approx(0.6 * 0.08)
    rng = np.random.default_rng(7)
    level = 0.85 + 0.04 * rng.standard_normal(4000)
    first, second = rng.binomial(60, np.clip(level, 0, 1), (2, 4000)) / 60
    low = first < 0.8
    trust = reliability(first, np.full(4000, first.mean() * (1 - first.mean()) / 60))
    expected = expected_rise(trust, float(first.mean()), float(first[low].mean()))
    assert expected == pytest.approx(float((second - first)[low].mean()), abs=0.005)
    assert reliability(np.array([0.8]), np.array([0.01])) == 0
    assert reliability(np.full(9, 0.8), np.full(9, 0.01)) == 0


@given(st.lists(st.floats(0, 1), min_size=12, max_size=12), st.floats(-0.3, 0.3))
def test_what_rises_for_all_is_no_effect(values: list[float], by: float) -> None:
    good, trained = np.array(values), np.arange(12) < 6
    level = np.linspace(0, 1, 12)
    plain, moved = adjusted(good, level, trained), adjusted(good + by, level, trained)
    assert (plain is None) == (moved is None)
    if plain and moved:
        assert moved.value == pytest.approx(plain.value, abs=1e-9)
        assert interval(plain, WAITING)[0] < plain.value


def test_a_count_or_a_value_that_should_be_high_is_turned() -> None:
    sums = panel(OURS + THEIRS, 5)
    worse = difference(sums, Aim(Measure.MEAN, 0.2, higher_is_worse=True)).estimate
    better = difference(sums, Aim(Measure.MEAN, 0.2, higher_is_worse=False)).estimate
    assert worse is not None
    assert better is not None
    assert worse.value == pytest.approx(-better.value)
    missed = difference(sums, Aim(Measure.SHARE, 0.2, higher_is_worse=False)).estimate
    assert missed == worse  # of a share the missed ones are counted, whatever is promised
    assert waiting_list(sums, Aim(Measure.COUNT, 0.2)).remarks == (Remark.TOO_FEW_PEOPLE,)  # there is no exposure
