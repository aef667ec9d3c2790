"""Typed words: what does not matter, which slips are forgiven, and which never are."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from training.practice.rules_typing import Typed, compare, words

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # whole lives on busy machines
SAME = [
    ("how can i help you", "How can I help you?"),
    ("  I'll  ring you ", "I’ll ring you"),
    ("Zoe, naive cafe", "Zoë: naïve café"),
    ("STRASSE", "Straße"),
    ("call-back", "call back"),
    ("callback", "call back"),
    ("can not", "cannot"),
]
CLOSE = [
    ("how can i help yuo promptly", "how can i help yuo prompty"),
    ("the recipt", "the receipt"),
    ("a replacment", "a replacement"),
    ("withing ten minutes", "within ten minutes"),
    ("ten mintues", "ten minutes"),
]
OTHER = [
    ("", "anything"),
    ("?!", "anything"),
    ("within 15 minutes", "within 10 minutes"),
    ("room b12", "room b13"),
    ("i cant help", "I can help"),
    ("not today", "now today"),
    ("ever again", "never again"),
    ("i will ring", "I will ring you"),
    ("you ring i", "I ring you"),
    ("alpha brvao chralie dleta ehco", "alpha bravo charlie delta echos"),
]


@pytest.mark.parametrize(("typed", "wanted"), SAME)
def test_case_accents_punctuation_and_spaces_do_not_matter(typed: str, wanted: str) -> None:
    assert compare(typed, wanted) == Typed.SAME


@pytest.mark.parametrize(("typed", "wanted"), CLOSE)
def test_a_slip_in_a_long_word_is_forgiven(typed: str, wanted: str) -> None:
    assert compare(typed, wanted) == Typed.CLOSE


@pytest.mark.parametrize(("typed", "wanted"), OTHER)
def test_other_words_and_other_numbers_are_not(typed: str, wanted: str) -> None:
    assert compare(typed, wanted) == Typed.OTHER


@calm
@given(st.text(min_size=1))
def test_whatever_has_words_is_the_same_as_itself(text: str) -> None:
    assume(words(text))
    assert compare(text, text) == Typed.SAME
    assert compare(text.upper().lower(), text.lower()) in set(Typed)


letters = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=6, max_size=12)


@calm
@given(st.lists(letters, min_size=1, max_size=4), st.data())
def test_one_letter_left_out_of_a_long_word_is_forgiven(phrase: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(phrase) - 1))
    letter = data.draw(st.integers(1, len(phrase[place]) - 1))
    typed = [*phrase]
    typed[place] = phrase[place][:letter] + phrase[place][letter + 1 :]
    assert compare(" ".join(typed), " ".join(phrase)) == Typed.CLOSE


@calm
@given(st.integers(0, 10**6), st.integers(0, 10**6), letters)
def test_another_number_is_never_forgiven(one: int, other: int, word: str) -> None:
    assume(one != other)
    assert compare(f"{word} {one}", f"{word} {other}") == Typed.OTHER


@calm
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    assert compare(one, other) in set(Typed)
