from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.tallying import tallied
from training.method.attribution import attribution, clustering, deviation
from training.method.case_mix import CaseMix, Sums, case_mix
from training.method.lists import act_list, look_list
from training.method.scale import Scale
from training.method.tallies import Aim, Integers, Measure, Tallies
from training.method.verdicts import Verdict, overall, team_verdicts, unit_verdicts

KEPT = Aim(Measure.SHARE, 0.15)
CALLS = Aim(Measure.COUNT, 0.2)
SECONDS = Aim(Measure.MEAN, 300)


def sums_of(unit: list[int], stratum: list[int], size: list[float], amount: list[float]) -> Sums:
    return Sums(
        *(np.array(unit), np.array(stratum), np.array(size, float), np.array(amount, float)),
        *(max(unit) + 1, max(stratum) + 1),
    )


def by_days(aim: Aim, days: list[list[tuple[float, float]]]) -> Tallies:
    """One row a unit, from (n, amount) of each day."""
    sums = tallied(
        [(unit, 0, sum(n for n, _ in own), sum(k for _, k in own)) for unit, own in enumerate(days)], [0] * len(days)
    )
    squares = np.array([sum(k * k / n for n, k in own) for own in days])
    return replace(sums, days=np.array([float(len(own)) for own in days]), day_squares=squares)


def test_heterogeneity_is_what_it_is_by_hand() -> None:
    # Shares .1, .2, .3 of 100 each. Expected is .5 (so each variance is .0025), but they are compared with each other:
    # Q = 2 · .01 / .0025 on 2 degrees.
    sums = sums_of([0, 1, 2], [0, 0, 0], [100, 100, 100], [10, 20, 30])
    scale = Scale.of(KEPT, 1.0)
    mix = CaseMix(np.array([0.0]), np.array([1.0]), np.array([False]))
    found = attribution(sums, scale, mix)
    assert found.q == pytest.approx(8)
    assert found.df == 2
    assert found.p == pytest.approx(np.exp(-4))
    # τ² = (Q − 2) / (3 − 1) weights of 400; R = τ² / (τ² + .0025).
    assert found.tau2 == pytest.approx(6 / 800)
    assert found.reliability == pytest.approx(0.75)


def test_days_that_are_alike_are_not_clustered_and_days_of_all_or_nothing_are() -> None:
    even = by_days(KEPT, [[(10, 2)] * 10] * 3)
    mixed = by_days(KEPT, [[(10, 10)] * 2 + [(10, 0)] * 8] * 3)
    assert clustering(even, KEPT) == 0
    # All of ten calls share one fate: ten times the variance of calls for themselves.
    assert clustering(mixed, KEPT) == pytest.approx(10 * 99 / 100 * 10 / 9, rel=0.01)


def test_bad_days_show_through_however_many_strata_the_calls_of_a_day_are_in() -> None:
    whole = by_days(KEPT, [[(10, 9)] * 3 + [(10, 1)] * 7] * 4)
    # The same calls, half of each day in either stratum: parts of a row in its days add up to these days.
    unit = np.repeat(whole.unit, 2)
    half = replace(
        whole,
        unit=unit,
        stratum=np.tile([0, 1], len(whole.unit)),
        **{
            name: np.repeat(getattr(whole, name) / 2, 2)
            for name in ("n", "amount", "exposure", "squares", "days", "day_squares")
        },
    )
    assert clustering(half, KEPT) == pytest.approx(clustering(whole, KEPT))
    assert clustering(half, KEPT) > 5


@pytest.mark.parametrize("aim", [KEPT, CALLS, SECONDS])
def test_independent_readings_have_a_clustering_of_about_one(aim: Aim) -> None:
    draw = np.random.default_rng(7)
    n = draw.integers(1, 12, (40, 30)).astype(float)
    level = draw.uniform(0.05, 0.3, (40, 1))
    squares = None
    if aim.measure is Measure.SHARE:
        amount = draw.binomial(n.astype(int), level).astype(float)
    elif aim.measure is Measure.COUNT:
        amount = draw.poisson(n * level).astype(float)
    else:
        values = [[draw.normal(300 + 100 * level[u, 0], 20, int(k)) for k in n[u]] for u in range(40)]
        amount = np.array([[day.sum() for day in own] for own in values])
        squares = np.array([sum(float(day @ day) for day in own) for own in values])
    sums = by_days(aim, [list(zip(a, b, strict=True)) for a, b in zip(n.tolist(), amount.tolist(), strict=True)])
    if squares is not None:
        sums = replace(sums, squares=squares)
        assert deviation(sums) == pytest.approx(20, rel=0.05)
    assert clustering(sums, aim) == pytest.approx(1, abs=0.12)


def test_rows_of_a_single_day_say_nothing_of_clustering() -> None:
    assert clustering(by_days(KEPT, [[(10, 9)], [(10, 1)]]), KEPT) == 1


def test_strata_are_compared_within_people_not_between_them() -> None:
    # The poor ones have the hard calls mostly: between people hard looks far worse than it is.
    unit, stratum, size, amount = [], [], [], []
    for one in range(20):
        poor = one < 10
        for kind in (0, 1):
            n = 900 if bool(kind) == poor else 100
            unit.append(one)
            stratum.append(kind)
            size.append(n)
            amount.append(n / (1 + np.exp(-(-2 + 0.5 * kind + 0.8 * poor))))
    sums = sums_of(unit, stratum, size, amount)
    mix = case_mix(sums, Scale.of(KEPT, 1.0), otherwise=-2)
    crude = Scale.of(KEPT, 1.0).eta(sums.by_stratum(sums.amount), sums.by_stratum(sums.size))
    assert mix.offset[1] - mix.offset[0] == pytest.approx(0.5, abs=0.07)
    assert crude[1] - crude[0] > 1


def test_a_stratum_of_one_unit_alone_neither_excuses_nor_accuses() -> None:
    sums = sums_of([0, 1, 2, 2], [0, 0, 0, 1], [100, 100, 100, 100], [10, 12, 11, 90])
    mix = case_mix(sums, Scale.of(KEPT, 1.0), otherwise=-2)
    assert mix.alone.tolist() == [False, True]
    assert np.isfinite(mix.offset).all()


chances = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@settings(max_examples=60)
@given(chances, st.floats(0.01, 0.5))
def test_of_those_to_act_on_no_more_than_agreed_are_expected_to_be_wrong(
    found: list[float], false_calls: float
) -> None:
    chance = np.array(found)
    act = act_list(chance, np.ones(len(chance), dtype=bool), false_calls=false_calls, least=0.5)
    look = look_list(chance, np.ones(len(chance), dtype=bool), look=0.5)
    assert not (act & ~look).any()
    if act.any():
        assert (1 - chance[act]).mean() <= false_calls + 1e-12
        # Nobody more likely is left out, and nobody more could be let in.
        left = chance[~act & look]
        assert not len(left) or left.max() <= chance[act].min()
        if len(left):
            assert (1 - np.append(chance[act], left.max())).mean() > false_calls


def test_whoever_may_not_be_called_is_on_no_list() -> None:
    chance, eligible = np.array([0.99, 0.98]), np.array([False, True])
    assert act_list(chance, eligible, false_calls=0.1, least=0.5).tolist() == [False, True]
    assert look_list(chance, eligible, look=0.5).tolist() == [False, True]


def test_verdicts_follow_the_team_the_people_and_the_count() -> None:
    team: Integers = np.array([0, 1, 2, 3, 4])
    found = team_verdicts(
        np.array([0.99, 0.99, 0.1, 0.1, 0.7]),
        np.array([True, True, False, False, True]),
        np.array([100.0, 100, 100, 100, 100]),
        team=team,
        act=np.array([False, True, True, False, False]),
        sure=0.95,
    )
    assert found == (Verdict.PROCESS, Verdict.BOTH, Verdict.SKILL, Verdict.MET, Verdict.UNCLEAR)
    assert overall(found, [100.0] * 5) is Verdict.BOTH
    assert overall((Verdict.MET, Verdict.UNCLEAR), (89, 11)) is Verdict.UNCLEAR
    assert overall((Verdict.MET, Verdict.UNCLEAR), (90, 10)) is Verdict.MET
    assert overall((Verdict.MET, Verdict.SKILL), (99, 1)) is Verdict.SKILL
    assert overall((), ()) is Verdict.UNCLEAR
    people = unit_verdicts(
        team,
        found,
        act=np.array([False, True, True, False, False]),
        look=np.array([False, True, True, True, False]),
        missed=np.zeros(5, dtype=bool),
        n=np.array([9.0, 9, 9, 9, 0]),
    )
    assert people == (Verdict.PROCESS, Verdict.BOTH, Verdict.SKILL, Verdict.UNCLEAR, Verdict.UNCLEAR)


def test_a_team_called_by_a_model_but_not_by_its_count_stays_unclear() -> None:
    said = team_verdicts(
        np.array([0.99]), np.array([False]), np.array([50.0]), team=np.array([0]), act=np.array([False]), sure=0.95
    )
    assert said == (Verdict.UNCLEAR,)
