"""What can be practised of a document, and what an answer to it is worth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.practising import SCENARIO, SCRIPT
from tests.shelf import BANK, MODULE
from training.modules.files import parse as parse_module
from training.practice.rules_answers import (
    AnyExercise,
    Choose,
    Confidence,
    Gap,
    NotAnAnswer,
    Option,
    Order,
    Outcome,
    Say,
    arranged,
    one_swap,
    outcome_of,
)
from training.practice.rules_exercises import CardKind, exercises_of, steps_in_order
from training.practice.rules_memory import Rating
from training.quizzes.files import parse_bank
from training.scenarios.files import parse as parse_scenario
from training.scripts.files import parse as parse_script

SCRIPT_CARDS = exercises_of(parse_script(SCRIPT, "picking-up"))
TURNS = exercises_of(parse_scenario(SCENARIO, "the-wrong-colour"))
QUESTIONS = exercises_of(parse_bank(BANK, "calls"))
ALL = [*SCRIPT_CARDS.values(), *TURNS.values(), *QUESTIONS.values()]

single = Choose("question", "Which?", (Option("a", "A"), Option("b", "B")), ("a",))
several = Choose("question", "Which?", tuple(Option(one, one) for one in "abc"), ("a", "b"), several=True)
order = Order("Steps", tuple(Option(one, one) for one in "abcd"))
gap = Gap("They ask.", "I ring you ", "within ten minutes", ".")
say = Say("They ask.", "I ring you.")


def test_each_question_of_a_module_can_be_asked_with_the_skills_of_its_module() -> None:
    found = exercises_of(parse_module(MODULE, "taking-a-call"))
    assert list(found) == [("question", "first-words"), ("question", "promise")]
    assert [exercise.skills for exercise in found.values()] == [("calls",), ("calls",)]


def test_a_question_of_a_bank_speaks_of_its_own_skills() -> None:
    assert [exercise.skills for exercise in QUESTIONS.values()] == [("calls",), (), ()]


def test_a_script_gives_its_lines_their_gaps_and_their_order() -> None:
    assert list(SCRIPT_CARDS) == [
        ("line", "greet"),
        ("gap", "greet"),
        ("line", "repeat"),
        ("line", "promise"),
        ("gap", "promise"),
        ("line", "close"),
        ("order", "whole"),
    ]
    assert SCRIPT_CARDS["gap", "greet"] == Gap(
        cue="You pick up.",
        before="Juniper & Vale, Tom speaking. ",
        phrase="How can I help you?",
        after="",
        why="The shop first, then your name.",
        skills=("call-handling",),
    )


def test_blanks_are_filled_as_one_would_say_them_and_never_typed() -> None:
    text = SCRIPT.replace("must: [within ten minutes]", "must: ['ring you within']").replace(
        "must: [How can I help you?]", "must: ['{your-name} speaking']"
    )
    found = exercises_of(parse_script(text, "picking-up"))
    line = found[CardKind.LINE, "greet"]
    assert isinstance(line, Say)
    assert line.line == "Juniper & Vale, Tom speaking. How can I help you?"
    assert (CardKind.GAP, "greet") not in found
    assert (CardKind.GAP, "promise") in found


BRANCHES = """\
title: Branches
summary: Some lines come in every talk, some do not.
situation: Any.
lines:
  - {id: one, when: First, say: First.}
  - {id: two, when: Second, say: Second., branches: [{case: Left, go: left}, {case: Right, go: right}]}
  - {id: left, when: Left, say: Left., branches: [{case: On, go: last}]}
  - {id: right, when: Right, say: Right.}
  - {id: last, when: Last, say: Last., branches: [{case: Again, go: two}, {case: Over, go: end}]}
"""


def test_only_lines_that_come_in_one_order_in_every_talk_are_put_in_order() -> None:
    assert [line.id for line in steps_in_order(parse_script(BRANCHES, "branches"))] == ["one", "two", "last"]


def test_a_turn_is_asked_only_where_one_choice_is_the_best_and_always_on_offer() -> None:
    assert list(TURNS) == [("turn", "first")]
    turn = TURNS["turn", "first"]
    assert isinstance(turn, Choose)
    assert (turn.right, turn.skills, turn.who) == (("look",), ("listening",), "Customer")
    text = SCENARIO.replace("skills: [listening]", "skills: [listening]\nstate: [{id: calm, label: Calm}]")
    hidden = text.replace("        text: Let us", "        when: calm\n        text: Let us")
    assert exercises_of(parse_scenario(hidden, "the-wrong-colour")) == {}


@pytest.mark.parametrize(
    ("exercise", "values", "confidence", "rating", "outcome"),
    [
        (single, ["a"], Confidence.GUESSED, Rating.HARD, Outcome.RIGHT),
        (single, ["a"], Confidence.THINK, Rating.GOOD, Outcome.RIGHT),
        (single, ["a"], Confidence.SURE, Rating.GOOD, Outcome.RIGHT),
        (single, ["a"], None, Rating.GOOD, Outcome.RIGHT),
        (single, ["b"], Confidence.SURE, Rating.AGAIN, Outcome.WRONG),
        (several, ["b", "a"], Confidence.THINK, Rating.GOOD, Outcome.RIGHT),
        (several, ["a"], Confidence.THINK, Rating.AGAIN, Outcome.WRONG),
        (several, ["a", "b", "c"], Confidence.THINK, Rating.AGAIN, Outcome.WRONG),
        (gap, ["Within ten  minutes!"], Confidence.SURE, Rating.EASY, Outcome.RIGHT),
        (gap, ["within ten mintues"], Confidence.THINK, Rating.GOOD, Outcome.CLOSE),
        (gap, ["within ten minutes"], Confidence.GUESSED, Rating.HARD, Outcome.RIGHT),
        (gap, ["within two minutes"], Confidence.SURE, Rating.AGAIN, Outcome.WRONG),
        (order, list("abcd"), None, Rating.GOOD, Outcome.RIGHT),
        (order, list("bacd"), None, Rating.HARD, Outcome.SWAPPED),
        (order, list("badc"), None, Rating.AGAIN, Outcome.WRONG),
        (order, list("dbca"), None, Rating.AGAIN, Outcome.WRONG),
        (say, ["had"], None, Rating.GOOD, Outcome.RIGHT),
        (say, ["nearly"], None, Rating.HARD, Outcome.WRONG),
        (say, ["not-yet"], None, Rating.AGAIN, Outcome.WRONG),
    ],
)
def test_an_answer_is_worth(
    exercise: AnyExercise, values: list[str], confidence: Confidence | None, rating: Rating, outcome: Outcome
) -> None:
    response = exercise.parse(values)
    assert exercise.mark(response, confidence).rating == rating
    assert outcome_of(exercise, response) == outcome


@pytest.mark.parametrize(
    ("exercise", "values"),
    [
        (single, []),
        (single, ["a", "b"]),
        (single, ["z"]),
        (several, ["a", "z"]),
        (order, ["a", "b", "c"]),
        (order, ["a", "b", "c", "c"]),
        (gap, ["   "]),
        (gap, ["x" * 201]),
        (say, ["perfect"]),
        (say, ["had", "had"]),
    ],
)
def test_what_was_never_on_offer_is_no_answer(exercise: AnyExercise, values: list[str]) -> None:
    with pytest.raises(NotAnAnswer):
        exercise.parse(values)


@given(st.sampled_from(ALL), st.lists(st.text(max_size=20), max_size=6))
def test_whatever_is_sent_is_marked_or_refused_and_marked_alike_again(exercise: AnyExercise, values: list[str]) -> None:
    try:
        response = exercise.parse(values)
    except NotAnAnswer:
        return
    again = exercise.parse(list(response))
    assert exercise.mark(again, None) == exercise.mark(response, None)
    assert outcome_of(exercise, response) in set(Outcome)


@given(st.sampled_from(ALL), st.text(max_size=9))
def test_options_are_shown_in_one_order_for_one_seed_and_steps_never_in_the_right_one(
    exercise: AnyExercise, seed: str
) -> None:
    shown = arranged(exercise, seed)
    assert shown == arranged(exercise, seed)
    if isinstance(exercise, Order):
        assert tuple(option.id for option in shown) != exercise.right
        assert sorted(option.id for option in shown) == sorted(exercise.right)
    if isinstance(exercise, Choose):
        assert set(shown) == set(exercise.options)
        assert not exercise.keeps_order or shown == exercise.options


@given(st.permutations("abcde"), st.integers(0, 3))
def test_one_swap_of_neighbours_is_told_from_all_else(steps: list[str], place: int) -> None:
    right = tuple(steps)
    swapped = (*right[:place], right[place + 1], right[place], *right[place + 2 :])
    assert one_swap(swapped, right)
    assert not one_swap(right, right)
    assert not one_swap((*right[1:], right[0]), right)
