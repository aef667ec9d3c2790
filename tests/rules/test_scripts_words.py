"""The words of a line in pieces: nothing is lost, gaps are found, and what has to be said is marked."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from training.scripts.rules_words import Piece, Run, runs

texts = st.text(st.sampled_from("ab {}\n"), max_size=30)


def test_gaps_and_words_that_must_be_said_are_told_apart() -> None:
    found = runs("Good morning, {customer}. Thank you.", must=["Thank you"], blanks=["customer"])
    assert found == (
        Run(False, (Piece("Good morning, "), Piece("{customer}", "customer"), Piece(". "))),
        Run(True, (Piece("Thank you"),)),
        Run(False, (Piece("."),)),
    )


def test_a_gap_inside_words_that_must_be_said_is_part_of_them() -> None:
    (said,) = runs("by {time} today", must=["by {time} today"], blanks=["time"])
    assert said == Run(True, (Piece("by "), Piece("{time}", "time"), Piece(" today")))
    half = runs("by {time}", must=["by {ti"], blanks=["time"])
    assert [run.must for run in half] == [True]


def test_every_place_of_a_phrase_is_marked_also_where_they_overlap() -> None:
    assert [(run.must, run.pieces[0].text) for run in runs("ababa-", must=["aba"])] == [(True, "ababa"), (False, "-")]


def test_braces_around_something_else_stay_text() -> None:
    assert runs("{no gap} {", blanks=["gap"]) == (Run(False, (Piece("{no gap} {"),)),)


@given(texts, st.lists(texts, max_size=3), st.lists(st.sampled_from(["a", "b", "ab", ""]), max_size=3))
def test_the_pieces_together_are_the_text(text: str, must: list[str], blanks: list[str]) -> None:
    found = runs(text, must=must, blanks=blanks)
    assert "".join(piece.text for run in found for piece in run.pieces) == text
    assert all(one.must != other.must for one, other in pairwise(found))
    for piece in (piece for run in found for piece in run.pieces):
        assert piece.text
        assert piece.blank is None or piece.text == f"{{{piece.blank}}}"


@given(texts.filter(bool), texts, texts)
def test_a_phrase_that_must_be_said_is_marked_wherever_it_stands(phrase: str, before: str, after: str) -> None:
    found = runs(before + phrase + after, must=[phrase])
    assert any(run.must and phrase in "".join(piece.text for piece in run.pieces) for run in found)
