"""Drawing groups towards all of them, against published examples."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.method.shrinkage import beta_by_moments, likely_means, likely_rates, likely_shares

# Efron and Morris (1975), table 1: hits in the first 45 times at bat of 1970, and the rest of the season.
FIRST = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]
REST = [
    *(0.346, 0.298, 0.276, 0.222, 0.273, 0.270, 0.263, 0.210, 0.269),
    *(0.230, 0.264, 0.256, 0.303, 0.264, 0.226, 0.285, 0.316, 0.200),
]
# Gelman and others, Bayesian Data Analysis, table 5.1 (Tarone 1982): tumours in 71 groups of rats.
TUMOURS = [
    *[0] * 14, *[1] * 8, *[2] * 9, *(1, 5, 2, 5, 3, 2, 7, 7, 3, 3, 2, 9, 10), *[4] * 7,
    *(10, 4, 4, 4, 5, 11, 12, 5, 5, 6, 5, 6, 6, 6, 6, 16, 15, 15, 9, 4),
]  # fmt: skip
RATS = [
    *[20] * 7, *[19] * 4, *(18, 18, 17), *[20] * 4, *(19, 19, 18, 18, 25, 24, 23), *[20] * 6,
    *(10, 49, 19, 46, 27, 17, 49, 47, 20, 20, 13, 48, 50), *[20] * 7,
    *(48, 19, 19, 19, 22, 46, 49, 20, 20, 23, 19, 22, 20, 20, 20, 52, 46, 47, 24, 14),
]  # fmt: skip
# Efron and Hastie, Computer Age Statistical Inference, table 6.1: policies with 0, 1, 2 … claims in a year.
CLAIMS = [7840, 1317, 239, 42, 14, 4, 4, 1]


def test_batting_averages_come_closer_to_the_season_when_they_are_drawn_together() -> None:
    averages = np.array(FIRST) / 45
    mean = averages.mean()
    found = likely_means(averages, mean * (1 - mean) / 45)
    assert found.second == pytest.approx(0.212, abs=5e-4)
    assert found.first == pytest.approx(0.265, abs=5e-4)
    wrong, less = ((averages - REST) ** 2).sum(), ((found.value - REST) ** 2).sum()
    assert wrong / less == pytest.approx(3.5, abs=0.05)


def test_tumours_of_rats_have_the_published_beta_by_moments_and_by_its_posterior() -> None:
    assert beta_by_moments(np.array(TUMOURS[:70]) / RATS[:70]) == pytest.approx((1.4, 8.6), abs=0.05)
    found = likely_shares(TUMOURS, RATS)
    assert (found.first, found.second) == pytest.approx((2.4, 14.3), abs=0.05)
    assert 4 / 14 > found.value[-1] > sum(TUMOURS) / sum(RATS)


def test_claims_have_the_published_gamma() -> None:
    counts = np.repeat(np.arange(8), CLAIMS)
    found = likely_rates(counts, np.ones(len(counts)))
    assert (found.first, found.second) == pytest.approx((0.7015, 0.3056), abs=5e-5)
    again = [float(found.value[counts == claims][0]) for claims in range(3)]
    assert again == pytest.approx([0.164, 0.398, 0.633], abs=1e-3)


def test_little_seen_is_drawn_further_than_much() -> None:
    found = likely_shares([2, 40, 5, 9, 3, 12, 20], [2, 60, 20, 25, 18, 30, 50])
    assert found.value[0] < found.value[1] < 40 / 60 < 2 / 2
    rates = likely_rates([4, 80, 3, 5, 2], [1, 20, 10, 12, 9])
    assert rates.value[0] < rates.value[1]


def test_groups_that_differ_by_chance_get_what_all_have() -> None:
    assert likely_rates([3, 4, 5, 4, 3, 4], [10] * 6).value == pytest.approx([23 / 60] * 6, abs=1e-3)
    assert likely_means([4.9, 5.0, 5.1, 5.0], 4.0).value == pytest.approx([5.0] * 4)


@settings(max_examples=25, deadline=None)  # the first call pays for the import of optimisation
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=9))
def test_no_groups_whatever_break_it_and_all_stay_within_what_was_seen(groups: list[tuple[int, int]]) -> None:
    counted, n = [min(pair) for pair in groups], [max(pair) for pair in groups]
    for found in (likely_shares(counted, n), likely_rates(counted, n), likely_means(counted, 2.0)):
        assert len(found.value) == len(groups)
        assert np.isfinite(found.value).all()
    raw = [k / size for k, size in zip(counted, n, strict=True) if size]
    if raw:
        rates = likely_rates(counted, n).value
        assert min(raw) - 1e-6 <= rates.min() <= rates.max() <= max(raw) + 1e-6
