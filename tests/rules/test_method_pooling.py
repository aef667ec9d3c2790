"""A lesson over all its rounds, against the thirteen trials of the BCG vaccine (Colditz and others, JAMA 1994;271:698):
cases and others among the vaccinated, cases and others among the rest. They are pooled in every textbook."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.method.effects import Remark
from training.method.outcomes import Estimate
from training.method.pooling import paule_mandel, pool, spread

TRIALS = np.array([
    [4, 119, 11, 128], [6, 300, 29, 274], [3, 228, 11, 209], [62, 13536, 248, 12619], [33, 5036, 47, 5761],
    [180, 1361, 372, 1079], [8, 2537, 10, 619], [505, 87886, 499, 87892], [29, 7470, 45, 7232], [17, 1699, 65, 1600],
    [186, 50448, 141, 27197], [5, 2493, 3, 2338], [27, 16886, 29, 17825],
], float)  # fmt: skip

estimates = st.builds(Estimate, st.floats(-1, 1), st.floats(0.001, 1), st.floats(2, 500))


def test_the_trials_of_a_vaccine_are_pooled_as_published() -> None:
    ill, well, ill_without, well_without = TRIALS.T
    ratio = np.log(ill / (ill + well) * (ill_without + well_without) / ill_without)
    variance = 1 / ill - 1 / (ill + well) + 1 / ill_without - 1 / (ill_without + well_without)
    found = pool([Estimate(value, math.sqrt(of), 100) for value, of in zip(ratio, variance, strict=True)])
    assert found is not None
    assert found.between**2 == pytest.approx(0.3181, abs=5e-5)  # R metafor, method "PM"; DerSimonian–Laird has .3088
    assert spread(ratio, variance, 0.0) == pytest.approx(152.2330, abs=5e-5)
    # Hartung–Knapp with that τ² (statsmodels 0.14, combine_effects)
    assert (found.value, found.error) == (pytest.approx(-0.714968, abs=1e-6), pytest.approx(0.180892, abs=1e-6))
    assert (found.low, found.high) == (pytest.approx(-1.109098, abs=1e-6), pytest.approx(-0.320838, abs=1e-6))
    assert found.next_low < -2 < 0.5 < found.next_high
    assert found.remarks == (Remark.COHORTS_DIFFER,)


def test_one_round_is_itself_and_none_is_nothing() -> None:
    only = pool([Estimate(0.05, 0.02, 10)])
    assert only is not None
    assert (only.value, only.cohorts, only.remarks) == (0.05, 1, (Remark.ONE_COHORT,))
    assert only.low == pytest.approx(0.05 - 2.228139 * 0.02)
    assert pool([]) is None


def test_rounds_that_agree_by_luck_are_not_surer_than_their_errors_allow() -> None:
    found = pool([Estimate(0.05, 0.02, 10)] * 4)
    assert found is not None
    assert found.between == 0
    assert found.error == pytest.approx(0.01)


@given(st.lists(estimates, min_size=2, max_size=8), st.floats(-2, 2))
def test_pooling_stays_among_the_rounds_and_moves_with_them(rounds: list[Estimate], by: float) -> None:
    found = pool(rounds)
    assert found is not None
    values = [each.value for each in rounds]
    assert min(values) - 1e-9 <= found.value <= max(values) + 1e-9
    assert found.next_low <= found.low <= found.value <= found.high <= found.next_high
    moved = pool([Estimate(each.value + by, each.error, each.df) for each in rounds])
    assert moved is not None
    assert moved.value == pytest.approx(found.value + by, abs=1e-6)
    between = paule_mandel(np.array(values), np.array([each.error**2 for each in rounds]))
    rest = spread(np.array(values), np.array([each.error**2 for each in rounds]), between)
    assert rest == pytest.approx(len(rounds) - 1, rel=1e-6) if between else rest <= len(rounds) - 1 + 1e-9
