"""What is shown of an answer: the words that were looked for, the text around them, each document in its turn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.search.rules_answer import EXCERPT, excerpt, in_quotes, marked, taking_turns, weight_of
from training.search.rules_folding import plain
from training.search.rules_query import question_of

TEXT = (
    "Look at the box first. " * 12
    + "Then ask for the receipt, kindly. If there is none, look for the payment in the till. "
    + "Give the money back in the way in which it came. " * 8
)


def text_of(pieces: list[tuple[str, str]]) -> str:
    return "".join(text for _sort, text in pieces)


def marks(pieces: list[tuple[str, str]]) -> list[str]:
    return [text for sort, text in pieces if sort == "mark"]


@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        ("The customer’s Refund", "refund", ["Refund"]),
        ("Refunds and refunding", "refund", ["Refunds", "refunding"]),
        ("A nonrefundable one", "refund", []),
        ("A refünd, and a cafe\u0301", "refund cafe", ["refünd", "café"]),
        ("A car, a card and care", "car", ["car", "card", "care"]),
        ("Do it in 30 days, not 300", "30", ["30"]),
        ("退款吗 退", "退款", ["退款"]),
        ("<b>bold</b> & refund", "b refund", ["b", "b", "refund"]),
        ("", "refund", []),
    ],
)
def test_the_words_that_were_looked_for_are_marked(text: str, asked: str, found: list[str]) -> None:
    assert marks(marked(text, question_of(asked))) == found


@given(st.text(), st.text(max_size=60))
def test_marking_changes_no_letter(text: str, asked: str) -> None:
    assert text_of(marked(text, question_of(asked))) == plain(text)


def test_an_excerpt_shows_the_words_where_most_of_them_stand_together() -> None:
    found = excerpt(TEXT, question_of("receipt payment"))
    assert marks(found) == ["receipt", "payment"]
    assert text_of(found).startswith("… Then ask for the receipt")
    assert text_of(found).endswith(" …")


def test_an_excerpt_without_any_of_the_words_is_the_beginning() -> None:
    assert text_of(excerpt(TEXT, question_of("delivery"))).startswith("Look at the box first.")


@given(st.text(max_size=2000), st.text(max_size=60))
def test_an_excerpt_is_short_and_part_of_the_text(text: str, asked: str) -> None:
    found = text_of(excerpt(text, question_of(asked)))
    assert len(found) <= EXCERPT + 4
    assert found.removeprefix("… ").removesuffix(" …") in " ".join(plain(text).split()) or "…" in text


def test_what_to_say_stands_in_quotation_marks_once() -> None:
    assert text_of(in_quotes([("", "Good morning.")])) == "“Good morning.”"
    assert text_of(in_quotes([("", "„Guten Morgen.“")])) == "„Guten Morgen.“"


def test_many_answers_of_one_document_wait_behind_those_of_others() -> None:
    documents = [7, 7, 7, 7, 8, 7, 9]
    assert taking_turns((entry, document, "") for entry, document in enumerate(documents)) == [0, 1, 2, 4, 6, 3, 5]


def test_a_line_is_answered_once_although_its_script_begins_with_it() -> None:
    assert taking_turns([(1, 7, "Hello."), (2, 7, "Hello."), (3, 8, "Hello."), (4, 9, ""), (5, 9, "")]) == [1, 3, 4, 5]


def test_what_can_be_said_comes_before_what_can_be_read() -> None:
    line, later = weight_of("script", answers=True, place=1), weight_of("script", answers=True, place=20)
    assert line > later > weight_of("module", answers=False, place=0) > weight_of("scenario", answers=False, place=0)
