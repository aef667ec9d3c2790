from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from tests.files import documents
from training.content.questions import NotAnAnswer, Question, Several, Single, TrueFalse
from training.content.questions.warnings import question_warnings

read: TypeAdapter[Any] = TypeAdapter(Question)
questions = documents.questions.map(read.validate_python)
severals = documents.severals.map(read.validate_python)


def single(right: str = "a", **texts: str) -> Single:
    texts = texts or {"a": "yes", "b": "no", "c": "perhaps"}
    options = [{"id": item, "text": text, "correct": item == right} for item, text in texts.items()]
    return Single.model_validate({"id": "q", "type": "single", "text": "?", "options": options})


def several(partial: str) -> Several:
    options = [{"id": item, "text": item, "correct": item in "ab"} for item in "abcd"]
    return Several.model_validate({"id": "q", "type": "several", "text": "?", "options": options, "partial": partial})


def chosen(question: Any, data: st.DataObject) -> tuple[str, ...]:
    ids = [choice.id for choice in question.choices]
    most = 1 if isinstance(question, Single | TrueFalse) else len(ids)
    return question.parse(data.draw(st.lists(st.sampled_from(ids), max_size=most, unique=True)))


@given(questions, st.data())
def test_a_mark_is_a_share_from_nothing_to_all(question: Any, data: st.DataObject) -> None:
    assert 0 <= question.mark(chosen(question, data)).fraction <= 1


@given(questions)
def test_the_right_response_earns_everything_and_no_response_nothing(question: Any) -> None:
    assert question.mark(question.right_response).correct
    assert question.mark(()).fraction == 0
    assert question.parse([]) == ()


@given(questions, st.data())
def test_the_order_of_an_answer_does_not_matter(question: Any, data: st.DataObject) -> None:
    response = chosen(question, data)
    shuffled = data.draw(st.permutations(response))
    assert question.mark(shuffled) == question.mark(response)
    assert question.parse(shuffled) == response
    assert question.feedback(shuffled) == question.feedback(response)


@given(severals, st.data())
def test_one_more_right_option_never_costs_and_one_more_wrong_never_earns(question: Any, data: st.DataObject) -> None:
    response = set(chosen(question, data))
    for choice in question.choices:
        with_it, without = question.mark(response | {choice.id}), question.mark(response - {choice.id})
        if choice.correct:
            assert with_it.fraction >= without.fraction
        elif question.partial != "none" or response:
            assert with_it.fraction <= without.fraction


@given(severals)
def test_ticking_everything_earns_no_more_than_it_should(question: Any) -> None:
    everything = question.mark(choice.id for choice in question.choices).fraction
    if question.partial != "plain" and not all(choice.correct for choice in question.choices):
        assert everything == 0


@pytest.mark.parametrize(
    ("partial", "response", "earned"),
    [
        ("none", "ab", 1),
        ("none", "a", 0),
        ("none", "abc", 0),
        ("penalty", "a", Fraction(1, 2)),
        ("penalty", "ac", 0),
        ("penalty", "abc", Fraction(1, 2)),
        ("penalty", "acd", 0),
        ("plain", "a", Fraction(1, 2)),
        ("plain", "abcd", 1),
        ("plain", "cd", 0),
    ],
)
def test_an_incomplete_answer_earns_what_its_question_says(partial: str, response: str, earned: Fraction) -> None:
    assert several(partial).mark(response).fraction == earned


def test_thirds_add_up_exactly() -> None:
    options = [{"id": item, "text": item, "correct": True} for item in "abc"]
    question = Several.model_validate({"id": "q", "type": "several", "text": "?", "options": options})
    assert sum(question.mark(item).fraction for item in "abc") == 1


@pytest.mark.parametrize("values", [["d"], ["a", "b"], ["A"], [""], ["a", "nope"]])
def test_what_was_never_on_offer_is_no_answer_to_a_single_choice(values: list[str]) -> None:
    with pytest.raises(NotAnAnswer):
        single().parse(values)


@pytest.mark.parametrize("values", [["yes"], ["True"], ["true", "false"], ["1"]])
def test_a_statement_is_true_or_false_and_nothing_else(values: list[str]) -> None:
    question = TrueFalse.model_validate({"id": "q", "type": "true-false", "text": "?", "answer": "true"})
    with pytest.raises(NotAnAnswer):
        question.parse(values)
    assert question.mark(question.parse(["true"])).correct
    assert question.mark(["false"]).fraction == 0


def test_feedback_is_of_what_was_chosen_in_the_order_of_the_question() -> None:
    options = [{"id": item, "text": item, "correct": True, "feedback": f"about {item}"} for item in "abc"]
    question = Several.model_validate({"id": "q", "type": "several", "text": "?", "options": options})
    assert question.feedback(["c", "a"]) == ("about a", "about c")
    statement = {"id": "q", "type": "true-false", "text": "?", "answer": "false", "feedback_true": "Not so."}
    assert TrueFalse.model_validate(statement).feedback(["true"]) == ("Not so.",)
    assert TrueFalse.model_validate(statement).feedback(["false"]) == ()


def warned(*asked: Any) -> list[str]:
    return [fault.message for fault in question_warnings([(("questions", n), item) for n, item in enumerate(asked)])]


def test_a_right_answer_that_is_always_the_longest_gives_itself_away() -> None:
    long = single(a="certainly and always", b="no", c="perhaps")
    short = single(right="b", a="certainly and always", b="no", c="perhaps")
    habit = "In every question the right answer is the longest; readers notice."
    assert habit in warned(long, long, long, long)
    assert habit not in warned(long, long, long, short)
    assert habit not in warned(long, long, long)


def test_a_question_that_explains_nothing_is_named() -> None:
    assert warned(single()) == ["The question “q” has no explanation."]
    assert "Whoever ticks everything in “q” gets full marks." in warned(several("plain"))
