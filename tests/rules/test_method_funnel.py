"""Funnels, many tests at once, and intervals against published examples."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.method.funnel import FAR, added_variance, dispersion, means, rates, shares
from training.method.intervals import poisson, wilson
from training.method.multiple import benjamini_hochberg

# `medpar` of R's COUNT (Hilbe): days in 54 hospitals, and the days that a Poisson model by insurance, death, age and
# kind of admission expects (los ~ hmo + died + age80 + factor(type), as in FunnelPlotR's README).
STAYS = [
    *((406, 523.6963), (642, 612.9786), (46, 53.7914), (764, 763.7179), (82, 120.9374), (201, 250.1860)),
    *((193, 155.4921), (569, 484.7149), (404, 362.2221), (134, 188.9266), (614, 554.3848), (491, 616.7380)),
    *((501, 360.1473), (131, 245.6126), (274, 263.5646), (124, 154.6624), (456, 475.0159), (48, 38.9339)),
    *((429, 445.0966), (14, 28.7971), (369, 347.5364), (8, 7.5611), (37, 73.2056), (128, 118.1138)),
    *((145, 273.3377), (493, 449.7932), (104, 172.3786), (6, 19.1963), (308, 321.8580), (34, 36.5630)),
    *((7, 19.9643), (935, 851.7164), (134, 198.9406), (339, 302.3934), (458, 410.1635), (22, 45.8653)),
    *((2, 9.6673), (160, 212.3450), (87, 38.9222), (55, 31.7379), (252, 285.6359), (174, 186.6561)),
    *((43, 33.9818), (228, 255.6547), (210, 242.0259), (321, 279.4762), (631, 619.2636), (543, 626.1302)),
    *((105, 145.6749), (389, 413.8621), (92, 111.2628), (1012, 685.5857), (283, 181.1079), (95, 24.8065)),
]


DAYS, EXPECTED = (np.array(column, dtype=float) for column in zip(*STAYS, strict=True))
# Benjamini and Hochberg (1995), section 4.1: fifteen comparisons of two treatments of heart attacks.
P_VALUES = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459),
    *(0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
]


def test_the_distances_are_those_of_the_published_example() -> None:
    """R's funnelR, introduction: its first six physicians against a benchmark of one half."""
    found = shares([130, 65, 155, 125, 19, 185], [150, 200, 300, 250, 50, 220], 0.5, widen=False)
    expected = [8.9814624, -4.9497475, 0.5773503, 0, -1.6970563, 10.1129979]
    assert found.z == pytest.approx(expected, abs=5e-8)
    assert found.state.tolist() == [2, -2, 0, 0, 0, 2]


def test_hospitals_that_differ_anyway_are_not_all_outliers() -> None:
    """As NHS Digital has it for its mortality indicator: logs of the ratios, a tenth at either end left out by rank."""
    errors = EXPECTED**-0.5
    ratio = np.log(DAYS / EXPECTED)
    rank = (ratio / errors).argsort().argsort() + 1
    kept = (rank * 10 // (len(STAYS) + 1) > 0) & (rank * 10 // (len(STAYS) + 1) < 9)
    tau2 = added_variance(dispersion((ratio / errors)[kept], tails=0), errors[kept])
    assert len(STAYS) == 54
    assert int((np.abs(ratio / errors) > FAR).sum()) == 25
    assert int((np.abs(ratio) / np.sqrt(errors**2 + tau2) > FAR).sum()) == 9


def test_ours_pulls_the_tails_in_and_widens_the_limits_by_what_is_left() -> None:
    plain, widened = rates(DAYS, EXPECTED, 1.0, widen=False), rates(DAYS, EXPECTED, 1.0)
    z = np.sort((DAYS / EXPECTED - 1) * np.sqrt(EXPECTED))
    low, high = np.quantile(z, [0.1, 0.9])
    assert widened.dispersion == pytest.approx(np.mean(np.clip(z, low, high) ** 2)) == pytest.approx(8.374864)
    weights = EXPECTED
    spare = weights.sum() - (weights**2).sum() / weights.sum()
    assert widened.tau2 == pytest.approx((54 * widened.dispersion - 53) / spare)
    assert (int((np.abs(plain.state) == 2).sum()), int((np.abs(widened.state) == 2).sum())) == (21, 2)
    assert (widened.far_high > plain.far_high).all()


def test_chance_alone_widens_almost_nothing() -> None:
    rng = np.random.default_rng(2005)
    n = rng.integers(40, 400, 300)
    found = shares(rng.binomial(n, 0.12), n, 0.12)
    assert found.tau2 < 0.0003
    assert float((np.abs(found.state) >= 1).mean()) < 0.06


def test_in_a_crowd_a_lone_dot_beyond_the_limits_is_not_called_out_and_a_far_one_is() -> None:
    """Of a thousand dots two lie beyond 99.8 % by chance."""
    n = np.full(1000, 100)
    counted = np.full(1000, 20)
    counted[0], counted[1] = 33, 48  # z of 3.2 and 7
    assert shares(counted, n, 0.2).state[:3].tolist() == [1, 2, 0]
    assert shares(counted[:20], n[:20], 0.2, widen=False).state[:3].tolist() == [2, 2, 0]


def test_the_curves_are_where_a_unit_of_that_size_would_be_out() -> None:
    found = shares([20, 30, 10, 4], [100, 160, 90, 40], 0.15)
    for at in (0, 20, 47):
        spread = np.sqrt(0.15 * 0.85 / found.sizes[at] + found.tau2)
        assert found.high[at] == pytest.approx(min(1, 0.15 + 1.959964 * spread))
        assert found.far_low[at] == pytest.approx(max(0, 0.15 - 3.090232 * spread))
    assert found.sizes[0] <= 40
    assert found.sizes[-1] >= 160


def test_a_funnel_of_means_knows_how_much_one_reading_varies() -> None:
    found = means([40, 44, 70], [25, 25, 25], 42, 100, widen=False)
    assert found.z == pytest.approx([-1, 1, 14])
    assert found.state.tolist() == [0, 0, 2]


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=12), st.sampled_from([0.0, 0.2, 1.0]))
def test_no_units_whatever_break_a_funnel(units: list[tuple[int, int]], target: float) -> None:
    counted, n = [min(pair) for pair in units], [max(pair) for pair in units]
    for found in (shares(counted, n, target), rates(counted, n, target)):
        assert np.isfinite([*found.z, *found.adjusted, found.tau2, *found.low, *found.far_high]).all()
        assert [int(found.state[at]) for at, size in enumerate(n) if not size] == [0] * n.count(0)
        assert (np.abs(found.adjusted) <= np.abs(found.z) + 1e-9).all()


def test_of_fifteen_comparisons_four_may_be_believed_and_three_without_a_single_risk() -> None:
    assert int(benjamini_hochberg(P_VALUES).sum()) == 4
    assert sum(p <= 0.05 / 15 for p in P_VALUES) == 3  # Bonferroni
    assert benjamini_hochberg([0.9, 0.049, 0.04]).tolist() == [False, False, False]
    assert benjamini_hochberg([0.9, 0.03, 0.033]).tolist() == [False, True, True]  # the second saves the first
    assert not benjamini_hochberg([]).any()


def test_wilson_has_the_published_ends() -> None:
    """Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 3."""
    low, high = wilson([81, 15, 0, 1, 0], [263, 148, 20, 29, 0])
    assert low == pytest.approx([0.2553, 0.0624, 0.0000, 0.0061, 0], abs=5e-5)
    assert high == pytest.approx([0.3662, 0.1605, 0.1611, 0.1718, 1], abs=5e-5)


def test_counts_have_exact_ends() -> None:
    """Garwood (1936), table: none and ten events."""
    low, high = poisson([0, 10, 10, 3], [1, 1, 2, 0])
    assert low == pytest.approx([0, 4.795, 2.398, 0], abs=5e-4)
    assert high == pytest.approx([3.689, 18.390, 9.195, np.inf], abs=5e-4)
