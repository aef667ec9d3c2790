"""Which days are compared, when it may be judged, and in which words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.effects.rules_plan import DAY, LEARNING, SHORTEST, Days, by_weeks, in_turn, symmetric
from training.effects.rules_state import Ready, ready
from training.effects.words import Told, sentence
from training.method.effects import Remark, Verdict
from training.standards.files_standard import Standard, parse

FIRST = date(2026, 3, 2)
CALL_BACK = "title: Call back\nsummary: We do.\nmeasure: proportion\ntarget: 85\n"
SHORT = "title: Short calls\nsummary: They are.\nmeasure: mean\ntarget: 300\ndirection: lower\nunit: seconds\n"
COUNT = "title: Few\nsummary: They are.\nmeasure: count\ntarget: 2\nper: 1000\nexposure: sales\n"


@given(st.integers(1, 200), st.integers(1, 120))
def test_what_went_before_lies_as_far_from_the_choice_as_what_comes_after(length: int, wait: int) -> None:
    chosen = Days(FIRST, FIRST + (length - 1) * DAY)
    found = symmetric(chosen, chosen.last + wait * DAY)
    assert chosen.first - found.before.last == found.after.first - chosen.last
    assert found.before.length == found.after.length >= SHORTEST
    assert found.after.length % 7 == 0
    assert found.after.first == chosen.last + (wait + LEARNING) * DAY
    assert found.look_on > found.after.last


@given(st.lists(st.integers(1, 90), min_size=1, max_size=5))
def test_waves_are_compared_while_others_wait_and_before_these_start(turns: list[int]) -> None:
    chosen = Days(FIRST - 91 * DAY, FIRST - DAY)
    starts = [FIRST]
    for turn in turns:
        starts.append(starts[-1] + turn * DAY)
    found = in_turn(chosen, starts)
    assert (found is None) == (min(turns) < 14)
    if found is not None:
        assert len(found.starts) == len(starts)
        assert found.starts[-1] is None
        assert found.periods[-1].last == starts[-1] - DAY
        assert all(one.last < other.first for one, other in zip(found.periods, found.periods[1:], strict=False))
        for start, period in zip(starts, found.starts, strict=True):
            if period is not None:
                assert found.periods[period - 1].last < start < found.periods[period].first


def test_a_team_has_weeks_on_either_side_without_those_in_which_it_learns() -> None:
    found = by_weeks(FIRST)
    assert {one.length for one in found.periods} == {7}
    assert found.before.last == FIRST - DAY
    assert found.after.first == FIRST + LEARNING * DAY
    assert min(found.starts[0] or 0, len(found.periods) - (found.starts[0] or 0)) >= 8


@pytest.mark.parametrize(
    ("today", "newest", "wanted"),
    [
        (9, 30, Ready.NOT_OVER),
        (10, 6, Ready.NOW),
        (10, -8, Ready.FIGURES_MISSING),
        (10, None, Ready.FIGURES_MISSING),
        (38, None, Ready.NOW),
    ],
)
def test_it_is_judged_on_its_day_or_when_late_figures_are_in(today: int, newest: int | None, wanted: Ready) -> None:
    last = None if newest is None else FIRST + newest * DAY
    assert ready(FIRST + 10 * DAY, FIRST + 6 * DAY, last, FIRST + timedelta(today)) is wanted


def told(value: float, low: float, high: float, rise: float | None, verdict: Verdict = Verdict.UNCLEAR) -> Told:
    return Told(verdict, value, low, high, rise, 12)


@pytest.mark.parametrize(
    ("text", "one", "words"),
    [
        (
            CALL_BACK,
            told(0.01, -0.02, 0.04, 0.06),
            "Up 6 points. About 5 were to be expected without training; training’s share is +1 (−2 to +4): not shown.",
        ),
        (
            CALL_BACK,
            told(0.05, 0.02, 0.08, 0.02, Verdict.HELPED),
            "Up 2 points. Without training about 3 points less were to be expected; "
            "training’s share is +5 (+2 to +8): it helped.",
        ),
        (
            SHORT,
            told(7, 2, 12, 12, Verdict.HELPED),
            "Down 12 seconds. About 5 were to be expected without training; "
            "training’s share is −7 (−12 to −2): it helped.",
        ),
        (
            COUNT,
            told(0.0004, -0.0001, 0.0009, 0.0004),
            "Down 0.4 in 1,000 sales. Without training nothing was to be expected; "
            "training’s share is −0.4 (−0.9 to +0.1): not shown.",
        ),
        (
            CALL_BACK,
            told(0.04, 0.01, 0.07, None, Verdict.HELPED),
            "The change’s share is +4 points (+1 to +7): it helped.",
        ),
        (
            CALL_BACK,
            Told(Verdict.UNCLEAR, None, None, None, None, 3, (Remark.TOO_FEW_PEOPLE,)),
            "Cannot tell: 3 people are not enough.",
        ),
        (
            CALL_BACK,
            Told(Verdict.UNCLEAR, None, None, None, None, 0, (Remark.TOO_FEW_PEOPLE,)),
            "Cannot tell: nobody who was trained was measured both before and after.",
        ),
    ],
)
def test_one_honest_sentence_says_how_much_of_a_rise_is_the_training(text: str, one: Told, words: str) -> None:
    standard: Standard = parse(text, "standards/one.yaml")
    assert sentence(standard, one) == words
