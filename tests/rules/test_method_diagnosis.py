import json
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.tallying import drawn, nobody, tallied
from training.method.diagnosis import Diagnosis, Remark, Verdict, diagnose
from training.method.recompute import Own, posterior_for
from training.method.settings import Thresholds
from training.method.tallies import Aim, Measure, Tallies

KEPT = Aim(Measure.SHARE, 0.15)
CALLS = Aim(Measure.COUNT, 0.20)
SECONDS = Aim(Measure.MEAN, 325)
AIMS = (KEPT, CALLS, SECONDS, Aim(Measure.COUNT, 0.20, higher_is_worse=False), Aim(Measure.MEAN, 0.15))
COLUMNS = ("unit", "stratum", "n", "amount", "exposure", "squares", "days", "day_squares")

rows = st.lists(
    st.integers(1, 300).flatmap(
        lambda n: st.tuples(st.integers(0, 7), st.integers(0, 2), st.just(n), st.integers(0, n))
    ),
    min_size=1,
    max_size=24,
    unique_by=lambda row: row[:2],
)
teams = st.lists(st.integers(0, 2), min_size=8, max_size=8)


def same(one: Diagnosis, other: Diagnosis) -> bool:
    return (
        one.verdict == other.verdict
        and one.remarks == other.remarks
        and all(
            np.allclose(getattr(mine, field.name), getattr(theirs, field.name), rtol=1e-6, atol=1e-9)
            for mine, theirs in ((one.units, other.units), (one.teams, other.teams))
            for field in fields(mine)
            if field.name != "verdict"
        )
    )


def sensible(said: Diagnosis) -> None:
    for part in (said.units, said.teams):
        for field in fields(part):
            if field.name != "verdict":
                assert np.isfinite(np.asarray(getattr(part, field.name), dtype=float)).all(), field.name
        assert ((part.chance >= 0) & (part.chance <= 1)).all()
    units, usual = said.units, said.teams
    assert (units.low <= units.likely + 1e-9).all()
    assert (units.likely <= units.high + 1e-9).all()
    assert (usual.low <= usual.usual + 1e-9).all()
    assert (usual.usual <= usual.high + 1e-9).all()
    assert not (units.act & ~units.look).any()
    assert 0 < units.needed <= units.needed_most
    json.dumps(said.figures, allow_nan=False)


@settings(max_examples=25, deadline=None)
@given(rows, teams, st.sampled_from(AIMS))
def test_whatever_was_counted_every_figure_is_a_number(
    counted: list[tuple[int, int, int, int]], team: list[int], aim: Aim
) -> None:
    sensible(diagnose(tallied(counted, team), aim))


@settings(max_examples=5, deadline=None)
@given(rows, teams, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    counted: list[tuple[int, int, int, int]], team: list[int], chance: object
) -> None:
    turned = counted[::-1]
    assert same(diagnose(tallied(counted, team), KEPT), diagnose(tallied(turned, team), KEPT))


def test_a_row_in_two_parts_is_the_same_row() -> None:
    whole = tallied([(0, 0, 100, 20), (1, 0, 100, 10), (2, 0, 100, 12)], [0, 0, 0])
    parts = tallied([(0, 0, 60, 5), (1, 0, 100, 10), (0, 0, 40, 15), (2, 0, 100, 12)], [0, 0, 0])
    whole = replace(whole, days=np.array([2.0, 5, 5]), day_squares=np.array([5**2 / 60 + 15**2 / 40, 3.0, 3]))
    parts = replace(parts, days=np.array([1.0, 5, 1, 5]), day_squares=np.array([5**2 / 60, 3.0, 15**2 / 40, 3]))
    assert diagnose(whole, KEPT).figures["phi"] > 1
    assert same(diagnose(whole, KEPT), diagnose(parts, KEPT))


def test_numbers_of_which_less_is_better_mirror_those_of_which_more_is() -> None:
    team = np.repeat(np.arange(4), 6)
    shift = np.where(np.arange(24) % 8 == 0, 0.6, 0.0)
    sums = drawn(Measure.MEAN, shift, team, n=60, seed=3)
    one = diagnose(sums, SECONDS)
    other = diagnose(replace(sums, amount=-sums.amount), Aim(Measure.MEAN, -325, higher_is_worse=False))
    assert one.verdict == other.verdict
    assert one.units.act.any()
    assert (one.units.act == other.units.act).all()
    assert np.allclose(one.units.chance, other.units.chance)
    assert np.allclose(one.units.low, -other.units.high)
    assert np.allclose(one.teams.usual, -other.teams.usual)


@pytest.mark.parametrize(
    ("sums", "aim", "remark"),
    [
        (nobody(), KEPT, Remark.NO_DATA),
        (nobody([0, 0, 1]), CALLS, Remark.NO_DATA),
        (tallied([(0, 0, 140, 35)], [0]), KEPT, Remark.ONE_UNIT),
        (tallied([(n, 0, 140, 20 + n) for n in range(8)], [0] * 8), KEPT, Remark.ONE_TEAM),
        (tallied([(n, 0, 140, 20 + n) for n in range(8)], [0] * 7 + [1]), KEPT, Remark.TEAM_OF_ONE),
        (tallied([(n, 0, 140, 0) for n in range(8)], [0, 1] * 4), KEPT, Remark.ALL_MET),
        (tallied([(n, 0, 140, 0) for n in range(8)], [0, 1] * 4), CALLS, Remark.ALL_MET),
        (tallied([(n, 0, 140, 140) for n in range(8)], [0, 1] * 4), KEPT, Remark.ALL_MISSED),
        (tallied([(n, 0, 140, 140) for n in range(8)], [0, 1] * 4), SECONDS, Remark.NO_SPREAD),
        (tallied([(n, 0, 140, 20 + n % 2) for n in range(8)], [0, 1] * 4), KEPT, Remark.CHANCE_ONLY),
        (tallied([(n, n // 7, 140, 20) for n in range(8)], [0, 1] * 4), KEPT, Remark.STRATUM_ALONE),
    ],
)
def test_what_cannot_be_said_is_a_remark(sums: Tallies, aim: Aim, remark: Remark) -> None:
    said = diagnose(sums, aim)
    assert remark in said.remarks
    assert not said.units.act.any()
    sensible(said)


def test_without_readings_nothing_is_clear_and_what_was_counted_is_what_is_likely() -> None:
    said = diagnose(nobody([0, 0, 1]), KEPT)
    assert said.verdict is Verdict.UNCLEAR
    assert set(said.teams.verdict) == {Verdict.UNCLEAR}
    assert (said.units.raw == said.units.likely).all()


def test_a_standard_never_missed_is_met_even_where_it_allows_nothing() -> None:
    spotless = tallied([(n, 0, 300, 0) for n in range(10)], [0] * 5 + [1] * 5)
    for aim in (KEPT, CALLS, Aim(Measure.SHARE, 0.0), Aim(Measure.COUNT, 0.0)):
        assert diagnose(spotless, aim).verdict is Verdict.MET


def test_bad_days_that_hit_everybody_are_a_matter_of_the_queue() -> None:
    # 1,000 calls on ten days; one person is far worse than the others, but all of it comes in a few bad days.
    missed = np.array([350.0] + [120.0] * 11)
    plain = tallied([(unit, 0, 1000, k) for unit, k in enumerate(missed)], [0] * 6 + [1] * 6)
    even = missed**2 / 1000 + 9 * 0.12
    said = diagnose(replace(plain, days=np.full(12, 10.0), day_squares=even), KEPT)
    assert said.units.act[0]
    bad = diagnose(replace(plain, days=np.full(12, 10.0), day_squares=even + 9 * 0.4), KEPT)
    assert Remark.CLUSTERED in bad.remarks
    assert bad.figures["phi"] > 3
    assert bad.units.chance[0] > 0.5
    assert not bad.units.look.any()
    # Fewer readings' worth is known of everybody.
    assert (bad.units.high - bad.units.low > 1.2 * (said.units.high - said.units.low))[1:].all()


def test_whoever_is_worse_than_the_team_but_keeps_the_standard_is_not_called() -> None:
    said = diagnose(tallied([(unit, 0, 1000, 80 if unit == 4 else 10) for unit in range(12)], [0] * 6 + [1] * 6), KEPT)
    assert not said.remarks
    assert said.units.chance[4] < 0.01
    assert said.verdict is Verdict.MET


def test_work_that_only_one_does_counts_for_the_figure_but_not_against_the_person() -> None:
    rows = [(unit, 0, 100, 12) for unit in range(12)] + [(3, 1, 100, 60)]
    said = diagnose(tallied(rows, [0] * 6 + [1] * 6), KEPT)
    assert Remark.STRATUM_ALONE in said.remarks
    assert said.units.likely[3] > 0.25
    assert said.units.chance[3] < 0.2


def test_a_single_team_is_known_no_better_than_its_readings_allow() -> None:
    said = diagnose(tallied([(unit, 0, 130, 16) for unit in range(12)], [0] * 12), KEPT).teams
    width = np.log(said.high / (1 - said.high)) - np.log(said.low / (1 - said.low))
    share = 16 / 130
    assert width[0] / (2 * 1.645) > 0.97 / np.sqrt(12 * 130 * share * (1 - share))


def test_a_low_team_is_a_process_and_a_low_person_in_a_good_team_a_skill() -> None:
    missed = [18] * 10 + [45] + [17] * 9 + [40] * 10
    said = diagnose(
        tallied([(unit, 0, 150, k) for unit, k in enumerate(missed)], np.repeat([0, 1, 2], 10).tolist()), KEPT
    )
    assert said.verdict is Verdict.BOTH
    assert said.teams.verdict == (Verdict.MET, Verdict.SKILL, Verdict.PROCESS)
    assert np.flatnonzero(said.units.act).tolist() == [10]
    # Shrunk towards the team, but not past the standard.
    assert 0.15 < said.units.likely[10] < said.units.raw[10]


def test_whoever_merely_has_the_hard_calls_is_not_called() -> None:
    # All alike, 5 % missed of easy calls and 25 % of hard ones; three people get the hard ones.
    sums = [(unit, kind, 20 + 160 * (kind == (unit < 3)), 0) for unit in range(12) for kind in (0, 1)]
    fair = [(unit, kind, n, round(n * (0.25 if kind else 0.05))) for unit, kind, n, _ in sums]
    said = diagnose(tallied(fair, [0] * 6 + [1] * 6), KEPT)
    assert not said.units.look.any()
    assert (said.units.raw[:3] > 0.2).all()
    assert (said.units.likely[:3] < 0.17).all()
    crude = diagnose(tallied([(unit, 0, n, k) for unit, _, n, k in fair], [0] * 6 + [1] * 6), KEPT)
    assert crude.units.look[:3].all()
    assert Remark.MIX_DISAGREES in said.remarks


@pytest.mark.parametrize("aim", [KEPT, CALLS, SECONDS])
def test_the_same_engine_finds_gaps_in_shares_counts_and_means(aim: Aim) -> None:
    team = np.repeat(np.arange(8), 10)
    gap = np.arange(80) % 11 == 5
    shift = np.where(gap, 0.8, 0.0) * (0.5 if aim.measure is Measure.MEAN else 1.0)
    said = diagnose(drawn(aim.measure, shift, team, n=300, seed=5), aim)
    assert said.units.act[gap].mean() > 0.7
    assert not said.units.act[~gap].any()


def test_little_of_what_is_called_is_wrong_and_intervals_hold() -> None:
    # 25 reviews of 6 teams of 10: 10 % with a gap, teams and people vary.
    draw = np.random.default_rng(11)
    wrong = calls = gaps = found = covered = people = 0
    for seed in range(25):
        team = np.repeat(np.arange(6), 10)
        gap = draw.random(60) < 0.1
        shift = draw.normal(0, 0.2, 6)[team] + draw.normal(0, 0.1, 60) + 0.8 * gap
        said = diagnose(drawn(Measure.SHARE, shift, team, n=250, seed=seed), KEPT)
        truth = (1 / (1 + np.exp(2.4 - shift)) + 1 / (1 + np.exp(1.6 - shift))) / 2
        wrong += int((said.units.act & ~gap).sum())
        calls += int(said.units.act.sum())
        gaps += int((gap & (truth > 0.15)).sum())
        found += int((said.units.act & gap).sum())
        covered += int(((said.units.low <= truth) & (truth <= said.units.high)).sum())
        people += 60
    assert wrong / calls < 0.12
    assert found / gaps > 0.6
    assert 0.87 < covered / people < 0.93


def test_where_all_are_alike_nobody_is_called() -> None:
    for seed in range(5):
        said = diagnose(drawn(Measure.SHARE, np.zeros(60), np.repeat(np.arange(6), 10), n=250, seed=seed), KEPT)
        assert not said.units.act.any()
        assert set(said.teams.verdict) <= {Verdict.MET, Verdict.UNCLEAR}


@pytest.mark.parametrize("aim", [KEPT, CALLS, SECONDS])
def test_what_was_kept_gives_the_same_again(aim: Aim) -> None:
    shift = np.where(np.arange(40) % 9 == 0, 0.7, 0.0)
    sums = drawn(aim.measure, shift, np.repeat(np.arange(4), 10), n=200, seed=2)
    said = diagnose(sums, aim, Thresholds(gap=0.06))
    kept = json.loads(json.dumps(said.figures))
    again = diagnose(sums, aim, Thresholds(**kept["thresholds"]), hyper=kept)
    assert same(said, again)
    for unit in range(0, 40, 7):
        own = sums.unit == unit
        size = sums.exposure if aim.measure is Measure.COUNT else sums.n
        alone = posterior_for(kept, Own(int(sums.team[unit]), sums.stratum[own], size[own], sums.amount[own]))
        assert alone.chance == pytest.approx(said.units.chance[unit], abs=0.02)
        assert alone.likely == pytest.approx(said.units.likely[unit], rel=0.01)
        assert alone.high == pytest.approx(said.units.high[unit], rel=0.02)


def test_a_stranger_stratum_counts_as_the_usual_mix() -> None:
    sums = drawn(Measure.SHARE, np.zeros(20), np.repeat([0, 1], 10), n=200, seed=4)
    kept = diagnose(sums, KEPT).figures
    told = posterior_for(kept, Own(0, np.array([7]), np.array([400.0]), np.array([160.0])))
    assert 0.2 < told.likely < 0.4
    assert told.chance > 0.9


def test_more_readings_are_needed_where_they_come_in_bad_days() -> None:
    plain = tallied([(unit, 0, 300, 36 + 12 * (unit % 3)) for unit in range(12)], [0] * 6 + [1] * 6)
    days = np.full(12, 30.0)
    even = (plain.amount**2 / plain.n) + 29 * 0.14
    one = diagnose(replace(plain, days=days, day_squares=even), KEPT).units
    other = diagnose(replace(plain, days=days, day_squares=even + 29 * 0.14), KEPT).units
    assert 30 < one.needed < one.needed_most < 500
    assert other.needed > 1.4 * one.needed
