"""What scores of several interviewers say together, and what they do not."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.standards.rules_interview import Agreement, agreement, mean, scores_of, to_talk_about

QUESTIONS = ("a", "b", "c")
sheets = st.lists(st.dictionaries(st.sampled_from(QUESTIONS), st.integers(1, 5)), max_size=4)


@pytest.mark.parametrize(
    ("scores", "talk"), [([], False), ([3], False), ([3, 4], False), ([3, 5], True), ([4, 3, 2], True)]
)
def test_two_scores_that_lie_two_apart_are_to_be_talked_about(scores: list[int], talk: bool) -> None:
    assert to_talk_about(scores) is talk


def test_a_mean_needs_every_score_of_everybody() -> None:
    full = {"a": 5, "b": 4, "c": 4}
    assert mean(QUESTIONS, [full]) == Decimal("4.3")
    assert mean(QUESTIONS, [full, {"a": 5, "b": 4}]) is None
    assert mean(QUESTIONS, []) is None
    assert mean((), [full]) is None
    assert mean(("a", "b"), [{"a": 1, "b": 2}, {"a": 1, "b": 1}]) == Decimal("1.3")  # a half goes up


def test_interviewers_agree_where_they_are_at_most_one_apart() -> None:
    assert agreement(QUESTIONS, [{"a": 1, "b": 2, "c": 3}, {"a": 2, "b": 5}]) == Agreement(close=1, compared=2)


@given(sheets)
@settings(max_examples=60)
def test_no_order_of_interviewers_changes_what_is_said(found: list[dict[str, int]]) -> None:
    turned = found[::-1]
    assert mean(QUESTIONS, found) == mean(QUESTIONS, turned)
    assert agreement(QUESTIONS, found) == agreement(QUESTIONS, turned)
    assert all(to_talk_about(scores_of(one, found)) == to_talk_about(scores_of(one, turned)) for one in QUESTIONS)
    value = mean(QUESTIONS, found)
    assert value is None or 1 <= value <= 5
