"""What a review comes to, how interactions are drawn, and how well two reviewers agree."""

from fractions import Fraction
from itertools import chain, repeat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.scorecards.rules import Asked, mark, unanswered
from training.scorecards.rules_agreement import (
    Pair,
    agreement,
    differences,
    kappa,
    linear,
    quadratic,
    raw_agreement,
    severity,
)
from training.scorecards.rules_sampling import Interaction, Per, draw, sizes, stratum_of

YES_NO = {"no": 0, "yes": 1}
GREETS = Asked("greets", YES_NO, "yes")
NAME = Asked("name", YES_NO, "yes", weight=3)
SAFE = Asked("safe", YES_NO, "yes", critical=True)
TONE = Asked("tone", {"cold": 0, "fine": 2, "warm": 3}, "fine", weight=2)
LATE = Asked("late", YES_NO, "yes", optional=True)


def test_an_item_counts_by_its_weight_and_a_ladder_by_its_points() -> None:
    found = mark([GREETS, NAME, TONE], {"greets": "yes", "name": "no", "tone": "fine"}, 80)
    assert found.score == int(100 * Fraction(1 + 2 * Fraction(2, 3), 6))
    assert (found.passed, found.missed) == (False, ("name",))


def test_a_critical_miss_fails_whatever_the_score_is() -> None:
    found = mark([NAME, SAFE], {"name": "yes", "safe": "no"}, 50)
    assert (found.score, found.passed, found.critical) == (75, False, ("safe",))


def test_what_did_not_come_up_is_left_out_and_only_where_it_may() -> None:
    assert mark([GREETS, LATE], {"greets": "yes", "late": None}, 100).passed
    assert unanswered([GREETS, LATE], {"greets": None, "late": None}) == ("greets",)
    assert unanswered([GREETS, LATE], {"greets": "yes"}) == ("late",)
    assert unanswered([GREETS], {"greets": "warm"}) == ("greets",)


def test_the_pass_mark_is_reached_by_reading_it_and_not_by_rounding() -> None:
    items = [Asked(str(number), YES_NO, "yes") for number in range(9)]
    answers: dict[str, str | None] = {item.id: "no" if item.id == "8" else "yes" for item in items}
    assert (mark(items, answers, 89).score, mark(items, answers, 89).passed) == (88, False)


@st.composite
def reviews(draw_from: st.DrawFn) -> tuple[list[Asked], dict[str, str | None]]:
    items, answers = [], {}
    for number in range(draw_from(st.integers(1, 6))):
        most = draw_from(st.lists(st.integers(0, 10), min_size=2, max_size=4, unique=True))
        points = {f"a{place}": value for place, value in enumerate(sorted(most))}
        item = Asked(
            str(number),
            points,
            draw_from(st.sampled_from(list(points)[1:])),
            weight=draw_from(st.integers(1, 10)),
            critical=draw_from(st.booleans()),
            optional=draw_from(st.booleans()),
        )
        items.append(item)
        answers[item.id] = draw_from(st.sampled_from([*points, *([None] if item.optional else [])]))
    return items, answers


@given(reviews(), st.integers(1, 100))
def test_a_score_lies_between_0_and_100_and_a_better_answer_never_lowers_it(
    review: tuple[list[Asked], dict[str, str | None]], pass_mark: int
) -> None:
    items, answers = review
    assert unanswered(items, answers) == ()
    found = mark(items, answers, pass_mark)
    assert 0 <= found.score <= 100
    assert set(found.critical) <= set(found.missed)
    for item in items:
        if answers[item.id] is not None:
            better = mark(items, answers | {item.id: list(item.points)[-1]}, pass_mark)
            assert better.score >= found.score
            assert better.passed >= found.passed


interactions = st.lists(
    st.builds(
        Interaction,
        st.text("abc123", min_size=1, max_size=4),
        st.integers(1, 3),
        st.sampled_from(["call", "visit"]),
        st.just("2026-03-11T09:00:00+00:00"),
    ),
    max_size=25,
)


@given(interactions, st.integers(1, 5), st.sampled_from(list(Per)), st.text(max_size=5), st.randoms())
@settings(max_examples=60)
def test_a_draw_can_be_made_again_from_its_seed_in_any_order_and_says_how_likely_each_one_was(
    listed: list[Interaction], size: int, per: Per, seed: str, chance: object
) -> None:
    drawn = draw(listed, size, per, seed)
    shuffled = listed.copy()
    chance.shuffle(shuffled)  # type: ignore[attr-defined] # a random.Random of hypothesis
    assert {(one.interaction.key, one.probability) for one in draw(shuffled, size, per, seed)} == {
        (one.interaction.key, one.probability) for one in drawn
    }
    held = sizes(listed, per)
    for name, count in held.items():
        mine = [one for one in drawn if stratum_of(one.interaction, per) == name]
        assert len({one.interaction.key for one in mine}) == len(mine) == min(size, count)
        assert {one.probability for one in mine} == {min(1.0, size / count)}


def test_each_of_ten_is_drawn_as_often_as_its_probability_says() -> None:
    ten = [Interaction(str(number), 1, "call", "") for number in range(10)]
    seeds = 2_000
    counts = dict.fromkeys((one.reference for one in ten), 0)
    for seed in range(seeds):
        for one in draw(ten, 3, Per.PERSON, str(seed)):
            counts[one.interaction.reference] += 1
    # The standard error of a share of .3 in 2,000 draws is .010.
    assert all(abs(count / seeds - 0.3) < 0.05 for count in counts.values())


def pairs_of(table: list[list[int]]) -> list[Pair]:
    """The pairs of a table of counts: rows are the first reviewer's answers, columns the second's."""
    cells = ((str(row), str(column), count) for row, one in enumerate(table) for column, count in enumerate(one))
    return list(chain.from_iterable(repeat((row, column), count) for row, column, count in cells))


# Cohen 1960 and 1968: 200 diagnoses of two psychiatrists, with disagreement weights 1, 3 and 6 of his.
COHEN = [[88, 10, 2], [14, 40, 6], [18, 10, 12]]
# Hout, Duncan & Sobel 1987, as R’s vcd ships it under “SexualFun”: 91 couples, four steps.
COUPLES = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]


def test_kappa_is_that_of_cohens_own_example() -> None:
    pairs, weights = pairs_of(COHEN), {frozenset({0, 1}): 1, frozenset({0, 2}): 3, frozenset({1, 2}): 6}
    assert raw_agreement(pairs) == pytest.approx(0.70)
    assert kappa(pairs, "012") == pytest.approx(0.492, abs=0.0005)
    weighted = kappa(pairs, "012", lambda one, other: weights.get(frozenset({one, other}), 0))
    assert weighted == pytest.approx(0.348, abs=0.0005)


def test_weighted_kappas_are_those_that_are_published_for_the_same_couples() -> None:
    pairs = pairs_of(COUPLES)
    assert kappa(pairs, "0123") == pytest.approx(0.1293, abs=0.00005)
    assert kappa(pairs, "0123", linear) == pytest.approx(0.2374, abs=0.00005)
    assert kappa(pairs, "0123", quadratic) == pytest.approx(0.3320, abs=0.00005)


def test_few_pairs_and_reviewers_who_always_say_the_same_have_no_kappa() -> None:
    assert agreement([("yes", "no"), ("yes", "yes")] * 9, ["no", "yes"]).kappa is None
    always = agreement([("yes", "yes")] * 30, ["no", "yes"])
    assert (always.raw, always.kappa, always.is_enough) == (1.0, None, True)
    ladder = agreement([("a", "b"), (None, "a"), ("c", "c")] * 10, ["a", "b", "c"])
    assert (ladder.count, ladder.ladder_count) == (30, 20)
    assert ladder.linear is not None


def test_severity_is_measured_against_what_was_agreed_else_against_the_others() -> None:
    assert differences({1: 70, 2: 90}, 80) == {1: -10, 2: 10}
    assert differences({1: 70, 2: 90, 3: 80}, None) == {1: -15, 2: 15, 3: 0}
    assert differences({1: 70}, None) == {}
    assert severity([-10] * 5).mean == -10
    assert severity([-10] * 4).mean is None
