"""Words are compared without accents, case or spelling of signs, the same for what is written and what is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.search.rules_entry import as_texts, as_tsvector, fields_of, spellings
from training.search.rules_folding import LONGEST, aligned, plain, runs_of, words_of


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("What do I SAY?", ["what", "do", "i", "say"]),
        ("Café, Straße, Łukasz, Ærø", ["cafe", "strasse", "lukasz", "aero"]),
        ("cafe\u0301", ["cafe"]),
        ("don’t don't", ["dont", "dont"]),
        ("the customer’s", ["the", "customer"]),
        ("l’argent", ["l", "argent"]),
        ("e-mail, 50 € and 1.10", ["e", "mail", "50", "and", "1", "10"]),
        ("İstanbul ﬁne ½", ["istanbul", "fine", "1", "2"]),
        ("退款 now", ["退", "款", "now"]),
        ("नमस्ते", ["नमसते"]),
        ("zero\u200bwidth soft\u00adhyphen", ["zerowidth", "softhyphen"]),
        ("a_b\0c", ["a", "b", "c"]),
        ("… – “”", []),
    ],
)
def test_words_are_folded(written: str, words: list[str]) -> None:
    assert words_of(written) == words


def test_signs_of_a_script_without_spaces_stay_together_as_a_run() -> None:
    assert list(runs_of("call 退款 back")) == [("call",), ("退", "款"), ("back",)]


def test_an_endless_word_is_cut() -> None:
    assert words_of("a" * 5000) == ["a" * LONGEST]


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    words = words_of(text)
    assert words_of(" ".join(words)) == words


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_a_folded_word_holds_nothing_that_a_database_could_take_for_a_command(text: str) -> None:
    for word in words_of(text):
        assert not set(word) & set(" '\"\\*:()&|!<>-^+{},.\0\n\t")
        assert not any(sign.isascii() and not sign.isalnum() for sign in word)


@given(st.text())
def test_every_place_stays_where_it_is_when_letters_are_folded_one_by_one(text: str) -> None:
    assert len(aligned(plain(text))) == len(plain(text))


def test_words_are_written_for_each_database() -> None:
    fields = fields_of(heading="A refund", also=["money back"], answer="Of course", text="", title="Refund")
    assert as_texts(fields) == ("a refund money back", "of course", "", "refund")
    heading, answer = fields.heading, fields.answer
    assert as_tsvector(heading, answer) == "'a':1A 'refund':2A 'money':3A 'back':4A 'of':6B 'course':7B"


def test_only_words_that_look_like_words_put_mistyped_ones_right() -> None:
    assert spellings(["refund", "no", "50", "b2b", "x" * 31]) == {"refund"}
