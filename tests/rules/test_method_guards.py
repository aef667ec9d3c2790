"""Guards: each says what was planted, and is silent where nothing was."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from training.method.bunching import SIDE, bunching, step
from training.method.pairs import at_the_cost, moved
from training.method.severity import severity

Floats = NDArray[np.float64]
LIMIT = 20


def counts_at(values: Floats, limit: int = LIMIT) -> Floats:
    places = np.ceil((values - limit) / step(limit, is_time=True)).astype(int) + SIDE - 1
    kept = places[(places >= 0) & (places < 2 * SIDE)]
    return np.bincount(kept, minlength=2 * SIDE).astype(float)


def waits(seed: int, n: int = 4_000) -> Floats:
    return np.ceil(np.random.default_rng(seed).gamma(2, 8, n))


def test_a_clock_that_is_stopped_in_time_bunches_inside_the_limit() -> None:
    values = waits(1)
    late = (values > LIMIT) & (values <= LIMIT + 4)
    stopped = np.where(late & (np.random.default_rng(2).random(len(values)) < 0.5), LIMIT, values)
    found = bunching(counts_at(stopped))
    assert found is not None
    assert found.found
    assert found.inside > 1.5 * found.expected_inside
    assert found.outside < found.expected_outside


def test_smooth_waits_and_rounded_ones_do_not_bunch() -> None:
    found = [bunching(counts_at(waits(seed))) for seed in range(40)]
    rounded = [bunching(counts_at(np.round(waits(seed) / 5) * 5 * 15, 300)) for seed in range(40)]
    assert not any(one.found for one in [*found, *rounded] if one is not None)


@pytest.mark.parametrize("counts", [[0] * 24, [3] * 24, [0] * 10 + [500, 900, 100, 0] + [0] * 10])
def test_of_too_few_or_too_coarse_values_nothing_is_said(counts: list[int]) -> None:
    assert bunching(np.array(counts, dtype=float)) is None


@given(st.lists(st.integers(0, 5_000), min_size=2 * SIDE, max_size=2 * SIDE))
@settings(max_examples=40)
def test_bunching_is_a_chance_whatever_the_counts(counts: list[int]) -> None:
    found = bunching(np.array(counts, dtype=float))
    assert found is None or (0 <= found.chance <= 1 and np.isfinite(found.expected_inside))


def weeks(share: float, seed: int, n: int = 200) -> tuple[Floats, Floats]:
    random = np.random.default_rng(seed)
    sizes = random.poisson(n, 6).astype(int)
    return random.binomial(sizes, np.clip(share + random.normal(0, 0.02, 6), 0, 1)).astype(float), sizes.astype(float)


def test_a_rise_at_the_cost_of_the_guard_is_told_and_one_beside_a_steady_guard_is_not() -> None:
    faster = moved(weeks(0.80, 1), weeks(0.90, 2))
    worse, steady = moved(weeks(0.85, 3), weeks(0.72, 4)), moved(weeks(0.85, 5), weeks(0.85, 6))
    assert faster is not None
    assert faster.low < 0.10 < faster.high
    assert at_the_cost(faster, worse)
    assert not at_the_cost(faster, steady)
    assert not at_the_cost(steady, worse)


def test_chance_alone_seldom_looks_like_a_trade() -> None:
    told = [
        at_the_cost(
            moved(weeks(0.8, seed), weeks(0.8, seed + 1_000)), moved(weeks(0.8, seed + 2_000), weeks(0.8, seed + 3_000))
        )
        for seed in range(400)
    ]
    assert sum(told) <= 6, "Two times one in twenty is one in four hundred."


def test_a_few_weeks_and_weeks_that_are_all_alike_have_no_confident_answer() -> None:
    three, same = np.full(3, 10.0), np.full(6, 10.0)
    assert moved((three, three), (same, same)) is None
    assert moved((np.array([]), np.array([])), (same, same)) is None
    alike = moved((same, 2 * same), (same, 2 * same))
    assert alike is not None
    assert (alike.by, alike.rose) == (0, 0.5)


def reviews(seed: int, *, harder: float = 0.0) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    random = np.random.default_rng(seed)
    person, reviewer = random.integers(0, 40, 300), random.integers(0, 6, 300)
    effect = np.array([0, 0, -harder, 0, 0, 0])[reviewer]
    return person, reviewer, 80 + random.normal(0, 6, 40)[person] + effect + random.normal(0, 9, 300)


def test_a_reviewer_who_marks_ten_points_lower_is_found_and_no_other() -> None:
    found = severity(*reviews(7, harder=10))
    assert found.harder[2] > 0.95
    assert -14 < found.by[2] < -5
    assert (np.delete(found.harder, 2) < 0.95).all()
    assert (found.softer < 0.95).all()


def test_reviewers_who_are_alike_are_not_told_apart() -> None:
    found = [severity(*reviews(seed)) for seed in range(30)]
    assert sum(int((one.harder > 0.95).sum() + (one.softer > 0.95).sum()) for one in found) == 0


def test_who_reviews_weak_people_is_not_hard() -> None:
    random = np.random.default_rng(3)
    person = np.tile(np.arange(30), 8)
    reviewer = np.where(random.random(240) < 0.8, person // 15, 1 - person // 15)
    score = np.where(person < 15, 60.0, 90.0) + random.normal(0, 5, 240)
    found = severity(person, reviewer, score)
    assert np.abs(found.by).max() < 3


def test_without_people_in_common_reviewers_are_compared_with_nobody() -> None:
    person = np.arange(20)
    found = severity(person, person % 2, np.where(person % 2, 50.0, 90.0))
    assert not found.shared.any()
    assert not (found.harder + found.softer).any()
    nobody = np.array([], dtype=np.int64)
    assert len(severity(nobody, nobody, np.array([])).by) == 0
