"""A standard in a sentence: what is measured, and what is wanted."""

import pytest

from training.standards.files_standard import Standard, parse
from training.standards.rules_standard import direction_words, sentence

HEAD = "title: A standard\nsummary: A promise.\n"


@pytest.mark.parametrize(
    ("rest", "words", "direction"),
    [
        (
            "measure: time\nlimit: 20 seconds\ntarget: 90",
            "Met when it happens within 20 seconds; we want 90 in 100.",
            "More is better",
        ),
        ("measure: proportion\ntarget: 97.5", "Met or not, each time; we want 97.5 in 100.", "More is better"),
        (
            "measure: proportion\ntarget: 80\nmet_from: 4\nunit: of 5",
            "Met from 4 of 5 on; we want 80 in 100.",
            "More is better",
        ),
        (
            "measure: mean\ntarget: 4.50\ndirection: higher\nunit: of 5",
            "An average; we want at least 4.5 of 5.",
            "More is better",
        ),
        (
            "measure: mean\ntarget: 240\ndirection: lower\nunit: seconds",
            "An average; we want at most 240 seconds.",
            "Less is better",
        ),
        (
            "measure: count\ntarget: 4\nper: 1000\nexposure: sales",
            "How often it happens, counted against sales; we want at most 4 in 1,000 sales.",
            "Less is better",
        ),
        (
            "measure: count\ntarget: 2\nexposure: shifts\ndirection: higher",
            "How often it happens, counted against shifts; we want at least 2 for each of: shifts.",
            "More is better",
        ),
    ],
)
def test_every_measure_has_its_plain_sentence(rest: str, words: str, direction: str) -> None:
    standard: Standard = parse(HEAD + rest + "\n", "here")
    assert sentence(standard) == words
    assert direction_words(standard) == direction
