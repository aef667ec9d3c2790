"""Run charts against published examples, and what their signals promise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.method.run_charts import Chart, Signal, p_chart, u_chart, xmr_chart

# NIST/SEMATECH e-Handbook 6.3.3.2, and `orangejuice` of R's qcc: cans that leak, of 50 in each of 30 samples.
CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
# NIST/SEMATECH e-Handbook 6.3.3.1: defects on 25 wafers.
WAFERS = [16, 14, 28, 16, 12, 20, 10, 12, 10, 17, 19, 17, 14, 16, 15, 13, 14, 16, 11, 20, 11, 19, 16, 31, 13]
# `pcmanufact` of R's qcc (Montgomery): faults in 20 samples of five computers.
COMPUTERS = [10, 12, 8, 14, 10, 16, 11, 7, 10, 15, 9, 5, 7, 11, 12, 6, 8, 10, 7, 5]
# `viscosity` of R's qcc (Montgomery), its first 20 batches.
VISCOSITY = [
    *(34.05, 34.40, 33.59, 35.96, 34.70, 33.51, 33.79, 34.04, 34.52, 33.75),
    *(33.27, 33.71, 34.03, 34.58, 34.02, 33.97, 34.05, 34.04, 33.73, 34.05),
]


def out(chart: Chart) -> list[int]:
    return [at for at, signal in enumerate(chart.signals, 1) if signal == Signal.OUT]


def test_cans_that_leak_have_the_published_limits_and_two_samples_beyond_them() -> None:
    chart = p_chart(CANS, [50] * 30)
    assert chart.centre == pytest.approx(0.2313333, abs=5e-8)
    assert (chart.low[0], chart.high[0]) == pytest.approx((0.05242755, 0.4102391), abs=5e-8)
    assert out(chart) == [15, 23]


def test_without_the_two_samples_the_limits_are_narrower_and_their_points_are_still_judged() -> None:
    chart = p_chart(CANS, [50] * 30, leave_out=[14, 22])
    assert chart.centre == pytest.approx(0.215, abs=5e-8)
    assert (chart.low[0], chart.high[0]) == pytest.approx((0.04070284, 0.3892972), abs=5e-8)
    assert out(chart) == [15, 21, 23]


def test_defects_on_wafers_are_out_of_control_once() -> None:
    chart = u_chart(WAFERS, [1] * 25)
    assert (chart.centre, chart.low[0], chart.high[0]) == pytest.approx((16, 4, 28))
    assert out(chart) == [24]


def test_faults_of_computers_have_the_published_limits() -> None:
    chart = u_chart(COMPUTERS, [5] * 20)
    assert (chart.centre, chart.low[0], chart.high[0]) == pytest.approx((1.93, 0.06613305, 3.793867), abs=5e-7)
    assert out(chart) == []


def test_viscosity_has_the_published_deviation_by_moving_ranges() -> None:
    chart = xmr_chart(VISCOSITY)
    assert (chart.centre, chart.sigma) == pytest.approx((34.088, 0.5076521), abs=5e-8)
    assert (chart.low[0], chart.high[0]) == pytest.approx((32.56504, 35.61096), abs=5e-6)
    assert out(chart) == [4]


def test_eight_on_one_side_are_a_shift_and_seven_are_not() -> None:
    weeks = [10, 12, 8, 11, 9, 12, 8, *[11] * 7, 9]
    assert set(xmr_chart(weeks).signals) == {Signal.NONE}
    longer = xmr_chart([10, 12, 8, 9, *[12.0] * 8, 8, 9, 8, 9])
    assert longer.signals[4:12] == (Signal.SHIFT,) * 8
    assert set(longer.signals[:4]) == {Signal.NONE}


def test_a_week_without_readings_is_passed_over_and_one_on_the_centre_ends_a_row() -> None:
    gap = p_chart([5, 6, 5, 6, 0, 6, 5, 6, 5, *[15] * 8], [50, 50, 50, 50, 0, *[50] * 12])
    assert gap.signals[4] == Signal.NONE
    assert not gap.known[4]
    assert gap.signals[:4] == (Signal.SHIFT,) * 4
    even = xmr_chart([9.0] * 7 + [10.0] + [9.0] * 7 + [11.0] * 7 + [10.0] + [11.0] * 7)
    assert even.centre == 10
    assert Signal.SHIFT not in even.signals


def test_very_large_weeks_are_not_all_out_once_their_own_variation_counts() -> None:
    """Laney's reason: with thousands of readings a plain p chart calls every ordinary week an exception."""
    rng = np.random.default_rng(2002)
    n = np.full(24, 20_000)
    counted = rng.binomial(n, np.clip(rng.normal(0.15, 0.015, 24), 0, 1))
    plain, laney = p_chart(counted, n), p_chart(counted, n, laney=True)
    assert len(out(plain)) >= 10
    assert out(laney) == []
    assert laney.between == pytest.approx(
        np.abs(np.diff((laney.value - laney.centre) / (plain.high - plain.centre) * 3)).mean() / 1.128
    )


def test_laney_leaves_weeks_alone_that_vary_by_chance() -> None:
    rng = np.random.default_rng(5)
    n = rng.integers(60, 400, 200)
    chart = p_chart(rng.binomial(n, 0.2), n, laney=True)
    assert chart.between == pytest.approx(1, abs=0.12)
    rates = u_chart(rng.poisson(0.4 * n), n, laney=True)
    assert rates.between == pytest.approx(1, abs=0.12)


def test_weeks_count_by_their_size_and_never_vary_less_than_chance_lets_them() -> None:
    chart = p_chart([10, 90, 24, 51], [100, 300, 100, 200], laney=True)
    assert chart.centre == pytest.approx(0.25)
    calm = p_chart([20, 20, 21, 20, 20], [100] * 5, laney=True)
    assert calm.between == 1
    assert calm.high == pytest.approx(p_chart([20, 20, 21, 20, 20], [100] * 5).high)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=20), st.booleans())
def test_no_week_whatever_breaks_a_chart(weeks: list[tuple[int, int]], laney: bool) -> None:
    counted, n = [min(pair) for pair in weeks], [max(pair) for pair in weeks]
    for chart in (p_chart(counted, n, laney=laney), u_chart(counted, n, laney=laney), xmr_chart(counted)):
        assert np.isfinite([chart.centre, chart.between, *chart.value, *chart.low, *chart.high]).all()
        assert (chart.low <= chart.centre + 1e-9).all()
        assert (chart.centre <= chart.high + 1e-9).all()
        assert len(chart.signals) == len(weeks)
