"""Mistyped words are put right by the nearest word of the documents."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from training.search.rules_spelling import Vocabulary, distance, tolerance

WORDS = Vocabulary(
    [("refund", 9), ("receipt", 5), ("delivery", 7), ("complaint", 3), ("late", 4), ("card", 8), ("cart", 2)]
)
LETTERS = st.text(alphabet="abcde", max_size=9)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("refnud", "refund"),  # swapped
        ("refnd", "refund"),  # missing
        ("reffund", "refund"),  # too many
        ("rafund", "refund"),  # wrong
        ("erfund", "refund"),  # from the first letter on
        ("delivrey", "delivery"),
        ("delvry", None),  # six letters, two slips
        ("compalimt", "complaint"),  # nine letters, two slips
        ("xompalint", None),  # two slips, one of them at the beginning
        ("lat", None),  # too short to be sure
        ("carz", "card"),  # of two as near the one in more documents
        ("zebra", None),
    ],
)
def test_the_nearest_word_is_meant(typed: str, meant: str | None) -> None:
    assert WORDS.meant(typed) == meant


def test_a_short_word_may_have_no_slip_and_a_long_one_two() -> None:
    assert [tolerance("a" * letters) for letters in (3, 4, 7, 8)] == [0, 1, 1, 2]


def test_documents_are_counted_by_the_beginning_of_their_words() -> None:
    assert WORDS.documents_with("car") == 10
    assert WORDS.documents_with("re") == 14
    assert WORDS.documents_with("zz") == 0
    assert WORDS.documents_with("") == 38


def slow_distance(one: str, other: str) -> int:
    """The definition, without any shortcut."""
    table = {(row, 0): row for row in range(len(one) + 1)} | {(0, column): column for column in range(len(other) + 1)}
    for row in range(1, len(one) + 1):
        for column in range(1, len(other) + 1):
            best = min(
                table[row - 1, column] + 1,
                table[row, column - 1] + 1,
                table[row - 1, column - 1] + (one[row - 1] != other[column - 1]),
            )
            if row > 1 and column > 1 and one[row - 1] == other[column - 2] and one[row - 2] == other[column - 1]:
                best = min(best, table[row - 2, column - 2] + 1)
            table[row, column] = best
    return table[len(one), len(other)]


@given(LETTERS, LETTERS, st.integers(0, 3))
def test_slips_are_counted_as_defined_up_to_the_most_that_matters(one: str, other: str, most: int) -> None:
    assert distance(one, other, most) == min(slow_distance(one, other), most + 1)


@given(st.sets(st.text(alphabet="abcdefghij", min_size=4, max_size=12), min_size=1), st.data())
def test_a_word_with_one_slip_finds_a_word_as_near(words: set[str], data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(sorted(words)))
    place = data.draw(st.integers(0, len(word) - 1))
    typed = data.draw(
        st.sampled_from(
            [
                word[:place] + word[place + 1 :],
                word[:place] + "k" + word[place:],
                word[:place] + "k" + word[place + 1 :],
            ]
        )
    )
    assume(len(typed) >= 4)
    meant = Vocabulary((one, 1) for one in words).meant(typed)
    assert meant is not None
    assert distance(typed, meant, 1) <= 1
