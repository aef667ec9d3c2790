"""Starts at different times, against what Callaway and Sant'Anna (2021) published for `mpdta`: teenage employment (log)
in 500 counties, 2003 to 2007, by the year in which the minimum wage rose (never, 2004, 2006, 2007).

Without covariates the estimates and their errors rest on no more than each group's size, means and covariances of the
five years. They were taken from the data set of the R package `did` and stand here; a panel is built that has them.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.method.effects import NEVER, Panel, Remark
from training.method.group_time import effects_by_group_and_period, pretest
from training.method.staggered import (
    apart_before,
    by_calendar,
    by_event,
    by_group,
    overall,
    overall_by_group,
    simple,
    staggered,
)
from training.method.tallies import Aim, Floats, Integers, Measure

# The start (0 is 2003), the number of counties, the means by year, and the covariances up to the diagonal.
GROUPS = [
    (NEVER, 309, [5.6546300224998, 5.5919999981419, 5.604808433754, 5.6388962820547, 5.6611325403711], [
        [2.1704937253381],
        [2.2034017324842, 2.2659870848437],
        [2.2127051438998, 2.2658076818737, 2.2884135377451],
        [2.1862875801816, 2.2414186957281, 2.2582566855323, 2.2682837153057],
        [2.1960029636116, 2.2517720949361, 2.2673056152283, 2.2650219764331, 2.2883729629939],
    ]),
    (1, 20, [6.1796968335864, 6.1065635630075, 6.0594520867374, 6.0267043542518, 6.0853879883722], [
        [2.1970188879101],
        [2.2279758833403, 2.2682987382059],
        [2.287882524853, 2.3256930315189, 2.396683049032],
        [2.3199533709034, 2.3590138917893, 2.4283709057477, 2.4663405723361],
        [2.2531500762717, 2.286404718419, 2.3574517640255, 2.3906925920101, 2.3295945021973],
    ]),
    (3, 40, [6.573993628231, 6.5178837162973, 6.5279413331589, 6.5574345745067, 6.5430409682298], [
        [1.6118672041741],
        [1.5942659370924, 1.5950608738717],
        [1.6207244541475, 1.6239157879149, 1.6654491530194],
        [1.6403218443767, 1.6433524844207, 1.6821330753761, 1.7064322978458],
        [1.6514266070891, 1.6536503300909, 1.6943693626414, 1.7153961138417, 1.7344966253041],
    ]),
    (4, 131, [5.842906496383, 5.8107831276084, 5.8208656703344, 5.8238663992453, 5.8200482468426], [
        [2.2930857690562],
        [2.2966575310953, 2.3174266699245],
        [2.2913347518929, 2.3086926046169, 2.3257427135894],
        [2.2893933368393, 2.3084157148697, 2.3185502665907, 2.3364368182103],
        [2.2650964222141, 2.285269494809, 2.2953290720962, 2.3060122673169, 2.3008747039565],
    ]),
]  # fmt: skip


@pytest.fixture(scope="module")
def counties() -> tuple[Floats, Integers]:
    rng = np.random.default_rng(1)
    values, start = [], []
    for group, size, means, below in GROUPS:
        spread = np.array([row + [0.0] * (5 - len(row)) for row in below])
        spread += np.tril(spread, -1).T
        noise = rng.standard_normal((size, 5))
        unrelated = np.linalg.qr(noise - noise.mean(axis=0))[0] * np.sqrt(size - 1)
        values.append(np.array(means) + unrelated @ np.linalg.cholesky(spread).T)
        start += [group] * size
    return np.concatenate(values), np.array(start)


def test_effects_by_group_and_period_come_to_the_published_figures(counties: tuple[Floats, Integers]) -> None:
    values, start = counties
    found = effects_by_group_and_period(values, start, never_only=True, corrected=False)
    mean = simple(found, start)
    assert mean.value == pytest.approx(-0.0399512751551763, abs=1e-11)
    assert mean.error == pytest.approx(0.0120340127701854, abs=1e-10)
    events = by_event(found, start)
    assert overall([part for since, part in events.items() if since >= 0]).value == pytest.approx(-0.0772398, abs=5e-8)
    assert overall_by_group(found, start).value == pytest.approx(-0.0310183, abs=5e-8)
    before = pretest(found)
    assert before is not None
    assert (before.cells, before.p) == (5, pytest.approx(0.16812, abs=5e-6))


def test_every_way_to_add_up_says_what_its_cells_say(counties: tuple[Floats, Integers]) -> None:
    values, start = counties
    found = effects_by_group_and_period(values, start)
    by_hand = {(cell.group, cell.period): cell.value for cell in found}
    years = {number: values[:, number] for number in range(5)}
    second, waiting = start == 1, (start == NEVER) | (start > 2)
    change = years[2] - years[0]
    assert by_hand[1, 2] == pytest.approx(change[second].mean() - change[waiting].mean())
    assert by_event(found, start)[3].value == pytest.approx(by_hand[1, 4])
    assert by_group(found, start)[4].value == pytest.approx(by_hand[4, 4])
    assert by_calendar(found, start)[1].value == pytest.approx(by_hand[1, 1])
    assert by_calendar(found, start)[3].value == pytest.approx((20 * by_hand[1, 3] + 40 * by_hand[3, 3]) / 60)


def test_an_effect_that_grows_is_told_as_it_is() -> None:
    start = np.repeat([1, 3, 5, NEVER], 5)
    good = 0.7 + 0.01 * np.arange(6) + np.linspace(0, 0.1, 20)[:, None]
    good += np.where(start[:, None] == NEVER, 0, np.maximum(np.arange(6) - start[:, None] + 1, 0)) * 0.02
    found = effects_by_group_and_period(good, start)
    for since, part in by_event(found, start).items():
        assert part.value == pytest.approx(max(since + 1, 0) * 0.02)


def panel(start: list[int], months: int = 6) -> Panel:
    n = np.full((len(start), months), 20.0)
    missed = np.random.default_rng(4).binomial(20, 0.2, n.shape).astype(float)
    return Panel(n, missed, n, np.array(start))


AIM = Aim(Measure.SHARE, 0.15)


@pytest.mark.parametrize(
    ("starts", "remark"),
    [
        ([2, 2, 3, 3, NEVER, NEVER], Remark.TOO_FEW_PEOPLE),
        ([2] * 6, Remark.NO_CONTROLS),
        ([2] * 6 + [NEVER], Remark.NO_CONTROLS),
        ([2, 3, 4, 5, 1, NEVER, NEVER], Remark.TOO_FEW_PEOPLE),  # one at a time: nobody has a spread
    ],
)
def test_waves_that_tell_nothing_say_why(starts: list[int], remark: Remark) -> None:
    found = staggered(panel(starts), AIM)
    assert found.estimate is None
    assert remark in found.remarks


def test_waves_that_differed_before_are_remarked_on() -> None:
    drifting = panel([4] * 8 + [NEVER] * 8)
    drifting.amount[:8] += np.arange(6) * 2
    assert Remark.PRE_TRENDS_DIFFER in staggered(drifting, AIM).remarks
    assert staggered(panel([4] * 8 + [NEVER] * 8), AIM).remarks == ()


def test_few_people_are_seldom_said_to_have_differed_before_when_they_did_not() -> None:
    rng = np.random.default_rng(6)
    start = np.repeat([2, 4, 6, NEVER], 4)
    found = [effects_by_group_and_period(rng.normal(size=(16, 8)), start) for _ in range(100)]
    by_drift, by_wald = [apart_before(cells, start) for cells in found], [pretest(cells) for cells in found]
    assert sum(p is not None and p < 0.05 for p in by_drift) < 10
    assert sum(test is not None and test.p < 0.05 for test in by_wald) > 30


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([NEVER, 1, 2, 4]), min_size=1, max_size=20), st.floats(-0.5, 0.5), st.integers(0, 99))
def test_what_everybody_drifts_is_no_effect(starts: list[int], drift: float, seed: int) -> None:
    good = np.random.default_rng(seed).normal(size=(len(starts), 5))
    good[good > 1.5] = np.nan
    plain, moved = (
        effects_by_group_and_period(values, np.array(starts)) for values in (good, good + drift * np.arange(5))
    )
    assert [cell.value for cell in plain] == pytest.approx([cell.value for cell in moved])
    assert all(np.isfinite(cell.influence).all() for cell in plain)
