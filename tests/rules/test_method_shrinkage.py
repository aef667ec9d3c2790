"""Drawing groups towards all of them, against published examples."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import gammaln

from training.method.rebound import reliability
from training.method.scale import Scale
from training.method.shrinkage import beta_by_moments, likely_shares
from training.method.tallies import Aim, Floats, Measure

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
    """What is likely to be seen again is reckoned by moments; James and Stein's factor has 18 − 3 where they have
    18 − 1."""
    averages = np.array(FIRST) / 45
    mean = averages.mean()
    again = reliability(averages, np.full(18, mean * (1 - mean) / 45))
    kept = 1 - (1 - again) * 15 / 17
    assert kept == pytest.approx(0.212, abs=5e-4)
    wrong, less = ((averages - REST) ** 2).sum(), ((mean + kept * (averages - mean) - REST) ** 2).sum()
    assert wrong / less == pytest.approx(3.5, abs=0.05)


def test_tumours_of_rats_have_the_published_beta_by_moments_and_by_its_posterior() -> None:
    assert beta_by_moments(np.array(TUMOURS[:70]) / RATS[:70]) == pytest.approx((1.4, 8.6), abs=0.05)
    found = likely_shares(TUMOURS, RATS)
    assert (found.alpha, found.beta) == pytest.approx((2.4, 14.3), abs=0.05)
    assert 4 / 14 > found.value[-1] > sum(TUMOURS) / sum(RATS)


def test_claims_have_the_published_gamma_under_the_likelihood_of_counts() -> None:
    """The engine's likelihood of counts on an even grid of its scale, with a gamma distribution of rates laid on it."""
    scale = Scale.of(Aim(Measure.COUNT, 1.0), 1.0)
    eta = np.linspace(-26, 4, 1500)
    claims = np.arange(8.0)
    told = np.exp(scale.linear(claims)[:, None] * eta - scale.potential(eta) - gammaln(claims + 1)[:, None])

    def gamma(logs: Floats) -> Floats:
        shape, width = np.exp(logs)
        density = np.exp(shape * (eta - np.log(width)) - np.exp(eta) / width - gammaln(shape))
        return np.asarray(density * (eta[1] - eta[0]))

    def unlikely(logs: Floats) -> float:
        return -float((np.array(CLAIMS) * np.log(told @ gamma(logs))).sum())

    found = minimize(unlikely, [0.0, -1.0], method="Nelder-Mead", tol=1e-7)
    assert np.exp(found.x) == pytest.approx((0.7015, 0.3056), abs=2e-4)
    again = told @ (gamma(found.x) * np.exp(eta)) / (told @ gamma(found.x))
    assert again[:3] == pytest.approx([0.164, 0.398, 0.633], abs=1e-3)


def test_little_seen_is_drawn_further_than_much() -> None:
    found = likely_shares([2, 40, 5, 9, 3, 12, 20], [2, 60, 20, 25, 18, 30, 50])
    assert found.value[0] < found.value[1] < 40 / 60 < 2 / 2


def test_three_groups_are_told_as_counted() -> None:
    assert likely_shares([1, 0, 3, 0], [2, 5, 9, 0]).value == pytest.approx([0.5, 0, 1 / 3, 4 / 16])


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=9))
def test_no_groups_whatever_break_it_and_all_stay_within_0_and_1(groups: list[tuple[int, int]]) -> None:
    counted, n = [min(pair) for pair in groups], [max(pair) for pair in groups]
    found = likely_shares(counted, n)
    assert len(found.value) == len(groups)
    assert ((found.value >= 0) & (found.value <= 1)).all()
    assert found.alpha >= 0 <= found.beta
