"""What a sitting is worth, and which of several saves of one answer counts."""

from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.content.questions import Question, Several, Single, TrueFalse
from training.quizzes.rules import Line, Sheet, counts, mark_attempt, per_cent

OPTIONS = [{"id": letter, "text": f"Option {letter}"} for letter in "abcd"]


def single(right: str = "a", points: int = 1) -> Single:
    options = [{**option, "correct": option["id"] == right} for option in OPTIONS]
    return Single.model_validate({"id": "one", "type": "single", "text": "?", "options": options, "points": points})


def several(right: str = "ab", partial: str = "penalty", points: int = 1) -> Several:
    options = [{**option, "correct": option["id"] in right} for option in OPTIONS]
    return Several.model_validate(
        {"id": "some", "type": "several", "text": "?", "options": options, "partial": partial, "points": points}
    )


def true_false(answer: bool = True) -> TrueFalse:
    return TrueFalse.model_validate({"id": "so", "type": "true-false", "text": "?", "answer": answer})


letters = st.sampled_from("abcd")
points = st.integers(1, 5)
asked = st.one_of(
    st.builds(single, letters, points),
    st.builds(
        several,
        st.sets(letters, min_size=1).map("".join),
        st.sampled_from(["none", "penalty", "plain"]),
        points,
    ),
    st.builds(true_false, st.booleans()),
)


@st.composite
def sittings(draw: st.DrawFn) -> tuple[list[Question], list[tuple[str, ...]]]:
    questions = draw(st.lists(asked, min_size=1, max_size=6))
    responses = [
        tuple(draw(st.lists(st.sampled_from([choice.id for choice in question.choices]), unique=True)))
        for question in questions
    ]
    return questions, responses


@given(sittings(), st.integers(1, 100))
def test_a_mark_lies_between_nothing_and_everything(
    sitting: tuple[list[Question], list[tuple[str, ...]]], pass_mark: int
) -> None:
    questions, responses = sitting
    result = mark_attempt(questions, responses, pass_mark=pass_mark)
    assert 0 <= result.score <= result.most == sum(question.points for question in questions)
    assert 0 <= result.per_cent <= 100
    assert result.passed == (result.score * 100 >= pass_mark * result.most)


@given(sittings())
def test_the_order_in_which_options_were_chosen_does_not_matter(
    sitting: tuple[list[Question], list[tuple[str, ...]]],
) -> None:
    questions, responses = sitting
    turned = [tuple(reversed(response)) for response in responses]
    assert mark_attempt(questions, responses, pass_mark=80) == mark_attempt(questions, turned, pass_mark=80)


@given(sittings(), st.data())
def test_putting_one_answer_right_never_lowers_the_mark(
    sitting: tuple[list[Question], list[tuple[str, ...]]], data: st.DataObject
) -> None:
    questions, responses = sitting
    place = data.draw(st.integers(0, len(questions) - 1))
    better = [*responses[:place], questions[place].right_response, *responses[place + 1 :]]
    before, after = (mark_attempt(questions, given, pass_mark=80) for given in (responses, better))
    assert after.score >= before.score
    assert after.earned[place] == questions[place].points


@given(st.lists(asked, min_size=1, max_size=6))
def test_everything_right_passes_whatever_the_mark_and_nothing_given_fails_it(questions: list[Question]) -> None:
    right = mark_attempt(questions, [question.right_response for question in questions], pass_mark=100)
    assert right.passed
    assert right.per_cent == 100
    nothing = mark_attempt(questions, [()] * len(questions), pass_mark=1)
    assert not nothing.passed
    assert nothing.per_cent == 0


def test_three_thirds_are_a_whole() -> None:
    thirds = [several("abc", "plain")] * 3
    result = mark_attempt(thirds, [("a",), ("b",), ("c",)], pass_mark=33)
    assert result.earned == (Fraction(1, 3),) * 3
    assert result.score == 1
    assert result.passed


def test_just_below_the_pass_mark_fails_and_does_not_read_like_a_pass() -> None:
    @dataclass
    class Nearly:
        points: int = 1000

        def mark(self, _response: object) -> "Nearly":
            return self

        @property
        def fraction(self) -> Fraction:
            return Fraction(799, 1000)

    result = mark_attempt([Nearly()], [()], pass_mark=80)
    assert not result.passed
    assert result.per_cent == 79


def test_points_weigh_a_question() -> None:
    result = mark_attempt([single(points=3), single(points=1)], [("a",), ("b",)], pass_mark=75)
    assert (result.score, result.most, result.per_cent, result.passed) == (3, 4, 75, True)


def test_a_sitting_with_an_answer_too_few_is_a_slip_of_ours() -> None:
    with pytest.raises(ValueError, match="shorter"):
        mark_attempt([single(), single()], [("a",)], pass_mark=80)


def test_of_nothing_there_is_no_per_cent() -> None:
    assert per_cent(0, 0) == 0


@given(st.permutations(range(1, 7)), st.data())
def test_in_whatever_order_saves_arrive_and_repeat_the_newest_stays(arriving: list[int], data: st.DataObject) -> None:
    repeated = data.draw(st.lists(st.sampled_from(arriving)))
    stored = 0
    for sequence in [*arriving, *repeated]:
        if counts(sequence, stored):
            stored = sequence
    assert stored == 6


def test_what_is_sent_by_hand_counts_always() -> None:
    assert counts(None, 2**52)


def test_a_sheet_knows_what_is_open_and_where_to_go_on() -> None:
    sheet = Sheet((Line(1, answered=True), Line(2, flagged=True), Line(3, answered=True, flagged=True), Line(4)))
    assert (sheet.answered, sheet.flagged, sheet.open, sheet.resume_at) == (2, 2, (2, 4), 2)
    assert Sheet((Line(1, answered=True), Line(2, answered=True))).resume_at == 2
