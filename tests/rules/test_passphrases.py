"""What makes a passphrase good enough, and the words that are suggested."""

import re
import sys
from itertools import pairwise
from math import log2
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.accounts.hashing import normalised
from training.accounts.rules_passphrases import (
    LONGEST,
    SHORTEST,
    Weakness,
    personal_words,
    suggestion,
    weakness_of,
    words,
)

NORA = ("Nora", "Brandt", "", "JV-104", "nora.brandt@juniper.example", "Juniper & Vale")


@pytest.mark.parametrize(
    ("passphrase", "weakness"),
    [
        ("violin peb", Weakness.SHORT),
        ("v" * (LONGEST + 1), Weakness.LONG),
        ("correct horse battery staple", Weakness.KNOWN),
        ("Correct-Horse-Battery-Staple!", Weakness.KNOWN),
        ("The customer is always right", Weakness.KNOWN),
        ("aaaaaaaaaaaaaaaaaaaa", Weakness.GUESSABLE),
        ("qwertyuiop[]asdf", Weakness.GUESSABLE),
        ("123456789012345", Weakness.GUESSABLE),
        ("password password", Weakness.GUESSABLE),
        ("standardbearer1", Weakness.GUESSABLE),
        ("Nora Brandt JV-104", Weakness.PERSONAL),
        ("brandt.nora@juniper", Weakness.PERSONAL),
        ("JuniperAndVale2026", Weakness.PERSONAL),
    ],
)
def test_a_weak_passphrase_is_named(passphrase: str, weakness: Weakness) -> None:
    assert weakness_of(passphrase, NORA) == weakness


@pytest.mark.parametrize(
    "passphrase",
    [
        "violin pebble lantern otter",
        "nora likes violin pebble lantern",  # one's own name is fine beside enough else
        "mein blauer hut hat drei ecken",
        "寿司が好きな猫は夜に歌います",
        "xK9#mQ2$vL5!",
        "no capitals and no digits at all",
    ],
)
def test_no_rule_asks_for_certain_signs(passphrase: str) -> None:
    assert weakness_of(passphrase, NORA) is None


def test_a_company_of_one_short_word_does_not_spoil_every_passphrase() -> None:
    assert weakness_of("violin pebble lantern otter", ("Al", "Li", "3", "X")) is None


@given(st.text(min_size=0, max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    found = weakness_of(normalised(text), NORA)
    if len(normalised(text)) < SHORTEST:
        assert found is Weakness.SHORT


@pytest.mark.parametrize("text", ["4@8({[<369|1!0$5+7%2/" * 40, "1|!7 il" * 100, "a" * 1000, "20101010" * 100])
def test_no_text_keeps_the_scoring_busy_for_long(text: str) -> None:
    """Lines are counted and not seconds: without the limits the first of these takes hundreds of millions."""
    lines = 0

    def count(_frame: FrameType, _event: str, _argument: object) -> Any:
        nonlocal lines
        lines += 1
        return count if lines < 4_000_000 else None

    sys.settrace(count)
    try:
        weakness_of(text, NORA)
    finally:
        sys.settrace(None)
    assert lines < 4_000_000


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


def test_the_same_signs_are_the_same_passphrase_however_they_are_composed() -> None:
    assert normalised("cafe\u0301 ﬁre ２ ") == normalised(" café fire 2")


def test_names_and_addresses_come_apart_into_words() -> None:
    assert set(personal_words(["Anne-Marie", "nora@juniper.example"])) == {
        "anne",
        "marie",
        "annemarie",
        "nora",
        "juniper",
        "example",
        "norajuniperexample",
    }


def test_the_words_are_many_plain_and_unlike() -> None:
    assert len(set(words())) == len(words()) >= 1300
    assert log2(len(words())) * 4 > 43
    assert all(re.fullmatch(r"[a-z]{4,8}", word) for word in words())
    assert list(words()) == sorted(words())


def test_no_two_words_differ_by_one_letter_only() -> None:
    def gaps(word: str) -> set[str]:
        # Two words one change, addition or omission apart share one of these.
        return {word[:at] + "?" + word[at + 1 :] for at in range(len(word))}

    seen: dict[str, str] = {}
    for word in words():
        for gap in gaps(word):
            assert seen.setdefault(gap, word) == word, f"{word} and {seen[gap]} are too much alike."
    assert all(one[:-1] != other and other[:-1] != one for one, other in pairwise(words()))


def test_suggestions_are_four_of_the_words_and_good_enough() -> None:
    seen = {suggestion() for _ in range(40)}
    assert len(seen) == 40
    for text in seen:
        assert set(text.split()) <= set(words())
        assert len(text.split()) == 4
        assert weakness_of(text, NORA) is None
