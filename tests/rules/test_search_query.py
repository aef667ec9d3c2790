"""What people type becomes words to look for, and never a command of the database."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core.db import sqlite_module
from training.search.rules_query import (
    LONGEST,
    MOST_TERMS,
    Form,
    Term,
    for_postgresql,
    for_sqlite,
    forms_of,
    question_of,
    rarest,
    stem_of,
)


def words(text: str) -> list[str]:
    return ["".join(term.run) for term in question_of(text).terms]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("What do I say when the customer is angry?", ["customer", "angry"]),
        ("what should I tell them if it’s late", ["late"]),
        ("no receipt", ["no", "receipt"]),
        ("Was sage ich, wenn der Kunde wütend ist", ["kunde", "wutend"]),
        ("when", ["when"]),
        ("what do I say", ["what", "do", "i", "say"]),
        ("refund refund REFUND", ["refund"]),
        ("退款 refund", ["退款", "refund"]),
        ("  ", []),
        ("???", []),
    ],
)
def test_the_frame_of_a_question_is_left_out(typed: str, found: list[str]) -> None:
    assert words(typed) == found


def test_a_long_question_is_cut() -> None:
    assert len(question_of("customer " + "word1 " * 500).terms) == 2
    assert len(question_of(" ".join(f"word{number}" for number in range(90))).terms) == MOST_TERMS
    assert words("x" * LONGEST + " receipt") == ["x" * 40]


@pytest.mark.parametrize(
    ("typed", "begins"),
    [("card", True), ("ca", True), ("c", False), ("ca card", True), ("50", False), ("退款", False)],
)
def test_the_last_word_may_be_a_beginning(typed: str, begins: bool) -> None:
    assert question_of(typed).terms[-1].begins is begins


def test_two_letters_in_the_middle_are_a_whole_word() -> None:
    assert [term.begins for term in question_of("tv card").terms] == [False, True]


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("refunds", "refund"),
        ("complaining", "complain"),
        ("stopped", "stop"),
        ("calling", "call"),
        ("boxes", "box"),
        ("parties", "party"),
        ("class", ""),
        ("refund", ""),
        ("is", ""),
        ("größes", ""),
    ],
)
def test_other_forms_of_an_english_word_are_found_by_its_stem(word: str, stem: str) -> None:
    assert stem_of(word) == stem


def test_a_short_word_stands_there_twice_so_that_it_comes_before_longer_ones() -> None:
    assert forms_of(Term(("car",), begins=True)) == (Form(("car",)), Form(("car",), begins=True))
    assert forms_of(Term(("customer",), begins=True)) == (Form(("customer",), begins=True),)


def test_both_databases_are_asked_for_the_same() -> None:
    terms = question_of("car 退款").terms
    assert for_sqlite(terms) == '("car" OR "car" *) AND ("退 款")'
    assert for_postgresql(terms) == "('car':*) & (('退' <-> '款'))"
    assert for_postgresql(terms, ranks=True) == "('car' | 'car':*) & (('退' <-> '款'))"
    assert for_sqlite(terms, every=False) == '("car" OR "car" *) OR ("退 款")'


def test_the_rarest_words_are_looked_for_and_the_others_only_count() -> None:
    terms = question_of("customer blanket voucher receipt").terms
    few, others = rarest(terms, [4000, 20, 30, 500], alone=100, besides=1000)
    assert [term.word for term in few] == ["blanket", "voucher"]
    assert [term.word for term in others] == ["receipt"]
    assert rarest(terms, [4000, 5000, 6000, 7000], alone=100, besides=1000) == ([terms[0]], [])


COMMANDS = [
    '"',
    "'",
    "AND",
    "OR",
    "NOT",
    "NEAR(a b, 2)",
    "a*",
    "^a",
    "heading:a",
    "-a",
    "a:*",
    "a & b",
    "<->",
    "\\",
    "!",
]


@given(st.lists(st.one_of(st.sampled_from(COMMANDS), st.text()), max_size=8).map(" ".join))
def test_sqlite_takes_whatever_is_typed_for_words(typed: str) -> None:
    terms = question_of(typed).terms
    if not terms:
        return
    connection = sqlite_module().connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(heading, text, tokenize = 'ascii')")
    connection.execute("INSERT INTO t VALUES ('refund', 'receipt')")
    for asked in (for_sqlite(terms), for_sqlite(terms, every=False), f"heading : ({for_sqlite(terms)})"):
        connection.execute("SELECT rowid FROM t WHERE t MATCH ?", (asked,)).fetchall()
    connection.close()


@given(st.lists(st.one_of(st.sampled_from(COMMANDS), st.text()), max_size=8).map(" ".join))
def test_a_tsquery_holds_quoted_words_and_our_own_signs_only(typed: str) -> None:
    asked = for_postgresql(question_of(typed).terms)
    assert re.fullmatch(r"[()&| ]*", re.sub(r"'[^'\\\s]+'(:\*)?|<->", "", asked))
