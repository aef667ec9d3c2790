"""A team against its own trend and against others; the regressions against published and independent figures."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.method.effects import NEVER, Estimator, Panel, Plan, Remark, Verdict
from training.method.glm import fit
from training.method.judging import judge
from training.method.series import Sums, relation, series, wider
from training.method.tallies import Aim, Floats, Measure

# Hospital admissions for acute coronary events in Sicily, January 2002 to November 2006, and the standardised
# population of each month: Lopez Bernal, Cummins and Gasparrini, Int J Epidemiol 2017;46:348. Smoking was banned in
# public places from January 2005 (the 37th month).
ADMITTED = [
    728, 659, 791, 734, 757, 726, 760, 740, 720, 814, 795, 858, 887, 766, 851, 769, 781, 756, 766, 752, 765, 831, 879,
    928, 914, 808, 937, 840, 916, 828, 845, 818, 860, 839, 887, 886, 831, 796, 833, 820, 877, 758, 767, 738, 781, 843,
    850, 908, 1021, 859, 976, 888, 962, 838, 810, 876, 843, 936, 912,
]  # fmt: skip
POPULATION = [
    379875.3, 376495.5, 377040.8, 377116.4, 377383.4, 374113.1, 379513.3, 376295.5, 374653.2, 378485.6, 375955.5,
    378349.7, 376762.4, 379032.3, 379360.4, 376162.0, 377972.4, 381830.7, 379888.6, 380872.2, 380966.9, 381240.4,
    382104.9, 381802.7, 381656.3, 383680.0, 383504.2, 386462.9, 383783.1, 380836.8, 383483.0, 380906.2, 382926.8,
    384052.4, 384449.6, 383428.4, 388153.2, 388373.2, 386470.1, 386033.2, 383686.4, 385509.3, 385901.9, 386516.6,
    388436.5, 383255.2, 390148.7, 385874.9, 391613.6, 391750.4, 394005.6, 391364.9, 391664.6, 389022.3, 391878.5,
    388575.3, 392989.0, 390018.8, 390712.3,
]  # fmt: skip
MISSED = [20, 24, 19, 25, 22, 21, 26, 23, 14, 17, 12, 18, 15, 13, 16, 12]
CALLS = [100, 110, 95, 120, 105, 100, 118, 104, 101, 108, 97, 115, 106, 99, 111, 100]
AIM = Aim(Measure.SHARE, 0.15)


def step_and_trend(periods: int, start: int) -> Floats:
    time = np.arange(periods)
    return np.column_stack([time >= start, np.ones(periods), time + 1]).astype(float)


def test_the_smoking_ban_in_sicily_has_the_published_rate_ratio() -> None:
    found = fit(step_and_trend(59, 36), np.array(ADMITTED, float), np.array(POPULATION), Measure.COUNT)
    assert found is not None
    step, error = found.coefficients[0], math.sqrt(found.bread[0, 0])
    ratio = [round(math.exp(step + times * error), 3) for times in (0, -1.959964, 1.959964)]
    assert ratio == [0.894, 0.865, 0.925]
    # Bad months come in a row: Newey–West with four months doubles the error (statsmodels 0.14: 0.03313033).
    assert found.robust(np.arange(59), 4)[0, 0] ** 0.5 == pytest.approx(0.03313033, rel=1e-6)
    months = np.arange(59)
    sums = Sums(months, months >= 0, months >= 36, np.array(ADMITTED, float), np.array(POPULATION))
    assert wider(found, sums)[0, 0] >= found.robust(months, 4)[0, 0]


@pytest.mark.parametrize(
    ("measure", "coefficients", "error", "robust"),
    [  # statsmodels 0.14: GLM Binomial and WLS, without more and with HAC errors of three lags
        (Measure.SHARE, [-4.99569426e-01, -1.31720975], 0.25970577, 0.063947),
        (Measure.MEAN, [-7.14530094e-02, 2.11280786e-01 - 3.72342855e-06], 0.01188938, 0.00931964),
    ],
)
def test_shares_and_means_are_fitted_as_elsewhere(
    measure: Measure, coefficients: list[float], error: float, robust: float
) -> None:
    design = step_and_trend(16, 8)
    if measure is Measure.SHARE:
        design[:, 2] -= 1
    found = fit(design, np.array(MISSED, float), np.array(CALLS, float), measure)
    assert found is not None
    level = found.coefficients[1] + (0 if measure is Measure.SHARE else found.coefficients[2])
    assert [found.coefficients[0], level] == pytest.approx(coefficients, abs=2e-5)
    assert found.quasi[0, 0] ** 0.5 == pytest.approx(error, rel=1e-5)
    assert found.robust(np.arange(16), 3)[0, 0] ** 0.5 == pytest.approx(robust, rel=1e-5)


def test_each_residual_is_related_to_the_one_before_on_its_own_side() -> None:
    found = fit(step_and_trend(16, 8), np.array(MISSED, float), np.array(CALLS, float), Measure.SHARE)
    assert found is not None
    sums = Sums(np.tile(np.arange(8), 2), np.arange(16) < 8, np.arange(16) < 0, np.array(MISSED), np.array(CALLS))
    left, right = np.split(found.residuals, 2)
    by_hand = (left[1:] @ left[:-1] + right[1:] @ right[:-1]) / 14 / (found.residuals @ found.residuals / 16)
    assert relation(found, sums) == pytest.approx(by_hand + (1 + 3 * by_hand) / 8)


def weeks(effect: float = 0.0, upset: float = 0.0, people: int = 12, periods: int = 24, seed: int = 5) -> Panel:
    """A team and as many others; something upsets everybody when the training starts."""
    start = np.repeat([periods // 2, NEVER], people)
    after = np.arange(periods) >= periods // 2
    chance = 0.3 + upset * after - effect * (after & (start != NEVER)[:, None])
    n = np.full((2 * people, periods), 40.0)
    return Panel(n, np.random.default_rng(seed).binomial(40, chance).astype(float), n, start)


@pytest.mark.parametrize("measure", list(Measure))
def test_what_hits_everybody_is_not_laid_at_the_training(measure: Measure) -> None:
    aim, plan = Aim(measure, 0.3), Plan(Estimator.SERIES, worth=0.08)
    helped, nothing = (judge(weeks(effect, upset=0.1, people=40), aim, plan) for effect in (0.12, 0.0))
    assert helped.verdict is Verdict.HELPED
    assert helped.value == pytest.approx(0.12, abs=0.03)
    assert nothing.verdict is Verdict.NOTHING


@pytest.mark.parametrize(
    ("panel", "remark"),
    [
        (weeks(periods=14), Remark.TOO_FEW_POINTS),
        (weeks(people=4), Remark.TOO_FEW_PEOPLE),
        (Panel(*(sums[:14] for sums in (weeks().n, weeks().amount, weeks().n)), start=weeks().start[:14]),
         Remark.NO_CONTROLS),
        (Panel(weeks().n, weeks().n * 0, weeks().n, weeks().start), Remark.ZERO_VARIANCE),
        (Panel(weeks().n, weeks().n, weeks().n, weeks().start), Remark.ZERO_VARIANCE),
    ],
)  # fmt: skip
def test_a_series_that_tells_nothing_says_why(panel: Panel, remark: Remark) -> None:
    found = series(panel, AIM)
    assert found.estimate is None
    assert found.remarks == (remark,)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(Measure), st.integers(0, 10_000), st.floats(0, 1), st.floats(0, 1))
def test_a_series_is_finite_or_a_remark(measure: Measure, seed: int, chance: float, there: float) -> None:
    rng = np.random.default_rng(seed)
    n = rng.integers(0, 4, (12, 18)) * (rng.random((12, 18)) <= there)
    found = series(
        Panel(n.astype(float), rng.binomial(n, chance).astype(float), n * 2.0, np.repeat([9, NEVER], 6)),
        Aim(measure, 0.2),
    )
    if found.estimate is None:
        assert found.remarks
    else:
        assert math.isfinite(found.estimate.value)
        assert 0 < found.estimate.error < math.inf
