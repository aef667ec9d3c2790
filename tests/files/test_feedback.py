"""A feedback form comes back from its file as it was, and what is wrong with one is said."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.asking import FORM, STANDARDS
from tests.files.feedback import feedback_forms
from tests.files.test_refusals import refused
from tests.files.test_round_trips import comes_back
from training.feedback.files import KIND
from training.feedback.files_translations import PageWords
from training.feedback.page import page_of
from training.feedback.words import english
from training.feedback.words_spoken import SPOKEN
from training.standards.files_standard import KIND as STANDARD


@given(feedback_forms())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_a_form_comes_back_from_its_file(value: dict[str, Any]) -> None:
    comes_back(KIND, value)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("thanks:", "  - {id: more, type: text, text: And more}\nthanks:", "18: There are 6 questions; "),
        ("type: recommend", "type: stars", "9: “stars” is not possible for type."),
        ("type: recommend", "type: text, standard: solved-first-time", "9: Words are no reading of a standard."),
        ("type: recommend", "type: recommend, good: no", "9: Only yes or no has a good answer."),
        ("          - {id: other, text: Etwas anderes}\n", "", "32: Its options are not those of the question."),
        ('      - {id: again, text: "Haben', '      - {id: agian, text: "Haben', "28: There is no question “agian”."),
        ("language: de", "language: en", "The form itself is in this language."),
    ],
)
def test_what_is_wrong_with_a_form_is_said(before: str, after: str, said: str) -> None:
    assert before in FORM
    problems = refused(KIND, FORM.replace(before, after, 1))
    assert any(said in problem for problem in problems), problems


def test_a_question_fits_what_its_standard_measures() -> None:
    form = KIND.parse(FORM.replace("standard: solved-first-time", "standard: customers-are-satisfied"), "f")
    standards = {
        slug: STANDARD.parse(f"title: {slug}\nsummary: x\n{measured}", "s") for slug, measured in STANDARDS.items()
    }
    faults = list(KIND.check(form, lambda _kind, slug: standards.get(slug)))
    assert [fault.message for fault in faults] == ["“customers-are-satisfied” wants a number, and this is yes or no."]


def test_every_language_has_every_word_around_the_questions() -> None:
    wanted = set(PageWords.model_fields)
    assert set(english()) == wanted
    for language, words in SPOKEN.items():
        assert set(words) == wanted, language
        for name, text in english().items():
            assert ("{day}" in text, "{most}" in text) == ("{day}" in words[name], "{most}" in words[name]), name


def test_a_page_is_in_one_language_with_the_words_of_the_form_before_others() -> None:
    form = KIND.parse(f"{FORM}page: {{send: Off it goes}}\n", "f")
    assert page_of(form, "en").words["send"] == "Off it goes"
    assert page_of(form, "de").words["send"] == "Absenden"
    assert page_of(form, "ar").direction == "rtl"
    assert page_of(form, "de").questions[3].answers[0] == ("buying", "Etwas finden oder kaufen")
