"""What it takes to see something, and an interval that holds however often somebody looks."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.method.effects import Estimator, Plan
from training.method.judging import interval
from training.method.outcomes import Estimate
from training.method.sample_sizes import (
    MANY,
    error_of,
    findable,
    people_for_effect,
    power_of,
    readings_for_gap,
    spread_of_change,
)
from training.method.sequence import radius
from training.method.tallies import Aim, Measure

SHARE = Aim(Measure.SHARE, 0.15)


def test_it_takes_as_many_readings_as_the_textbook_says() -> None:
    # One-sided test of p = .5 against .6 (Fleiss): ((1.644854 × .5 + .841621 × √.24) / .1)² = 152.45
    assert readings_for_gap(Aim(Measure.SHARE, 0.5), 0.1) == 153
    assert readings_for_gap(Aim(Measure.SHARE, 0.5), 0.1, clustering=2) == 305
    # A mean: ((1.644854 + .841621) × 10 / 5)²
    assert readings_for_gap(Aim(Measure.MEAN, 60), 5, spread=10) == 25


def test_it_takes_as_many_people_as_the_tables_say() -> None:
    # Cohen 1988, table 2.4.1: two-sided .05, power .80; d = .50 takes 64, d = .80 takes 26, d = 1.20 takes 12 a side.
    assert [people_for_effect(of, 1.0) for of in (0.5, 0.8, 1.2)] == [64, 26, 12]
    assert power_of(0.5, 64, 64, 1.0) == pytest.approx(0.8015, abs=1e-4)
    assert power_of(9.9, 4, 50, 1.0) == 0  # too few to be called anything
    assert findable(64, 64, 1.0) == pytest.approx(0.499, abs=1e-3)
    assert findable(4, 50, 1.0) == math.inf


def test_a_gap_or_effect_that_cannot_be_takes_more_than_there_will_ever_be() -> None:
    assert readings_for_gap(SHARE, 0.0) == readings_for_gap(SHARE, 0.9) == MANY
    assert readings_for_gap(Aim(Measure.MEAN, 5), 0.0) == people_for_effect(0, 1) == MANY
    assert error_of(0, 5, 1.0) == math.inf


def test_few_readings_make_changes_spread() -> None:
    assert spread_of_change(0.0, 0.3, 90) == pytest.approx(math.sqrt(2 * 0.09 / 90))
    assert spread_of_change(0.04, 0.3, 1e9) == pytest.approx(0.04, rel=1e-4)


@given(st.floats(0.01, 0.99), st.floats(0.001, 0.5), st.floats(0.001, 0.5))
def test_a_larger_gap_never_takes_more(target: float, one: float, other: float) -> None:
    aim = Aim(Measure.COUNT, target)
    small, large = sorted((one, other))
    assert readings_for_gap(aim, small) >= readings_for_gap(aim, large)


@given(st.floats(0.001, 1), st.floats(0.001, 1), st.floats(2, 1000))
def test_looking_often_costs_width_at_every_look(error: float, scale: float, df: float) -> None:
    estimate = Estimate(0.0, error, df)
    often, once = Plan(Estimator.DIFFERENCE, scale, looks_often=True), Plan(Estimator.DIFFERENCE, scale)
    assert interval(estimate, often)[1] > interval(estimate, once)[1]
    assert radius(estimate, scale, 0.99) > radius(estimate, scale, 0.9)
    assert radius(estimate, 0.0) == math.inf


def test_an_interval_for_one_look_errs_when_looked_at_often_and_the_sequence_does_not() -> None:
    rng = np.random.default_rng(20260312)
    looks = np.arange(1, 51)
    paths = np.cumsum(rng.standard_normal((400, 50)), axis=1) / looks
    errors = 1 / np.sqrt(looks)
    widths = np.array([radius(Estimate(0.0, error, 1e9), 1.0) for error in errors])
    wrong_often = np.mean((np.abs(paths) > widths).any(axis=1))
    wrong_once = np.mean((np.abs(paths) > 1.96 * errors).any(axis=1))
    assert wrong_often < 0.05
    assert wrong_once > 0.25
