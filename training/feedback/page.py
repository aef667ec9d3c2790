"""A form as a customer reads it: every text in one language, and everything around the questions."""

from collections.abc import Mapping
from dataclasses import dataclass

from training.feedback.files import Feedback
from training.feedback.files_questions import LIKELY, Question
from training.feedback.files_translations import TranslatedQuestion
from training.feedback.forms import name_of
from training.feedback.words import Switch, direction_of, switches, words_of


@dataclass(frozen=True)
class Asked:
    """A question in the reader's language. `answers` are (value, text) to tap; none where somebody writes."""

    name: str
    type: str
    text: str
    help: str
    answers: tuple[tuple[str, str], ...]
    most: int


@dataclass(frozen=True)
class Page:
    """A form in one language."""

    language: str
    direction: str
    words: Mapping[str, str]
    heading: str
    greeting: str
    thanks: str
    questions: tuple[Asked, ...]
    switches: tuple[Switch, ...]


def page_of(form: Feedback, language: str) -> Page:
    """The form in one of its languages; in its own for any other."""
    other = next((one for one in form.translations if one.language == language), None)
    language = other.language if other else form.language
    words = words_of(language, other.page if other else form.page)
    texts: dict[str, Question | TranslatedQuestion] = {one.id: one for one in (other or form).questions}
    return Page(
        language=language,
        direction=direction_of(language),
        words=words,
        heading=(other.heading if other else None) or form.heading or form.title,
        greeting=(other or form).greeting or "",
        thanks=(other or form).thanks or words["thanks"],
        questions=tuple(_asked(one, texts[one.id], words) for one in form.questions),
        switches=tuple(switches(form, language)),
    )


def _asked(question: Question, said: Question | TranslatedQuestion, words: Mapping[str, str]) -> Asked:
    answers: list[tuple[str, str]] = []
    match question.type:
        case "faces":
            grades = said.words or [words[name] for name in ("very_bad", "bad", "fair", "good", "very_good")]
            answers = [(str(grade), word) for grade, word in enumerate(grades, start=1)]
        case "recommend":
            answers = [(str(number), str(number)) for number in range(LIKELY + 1)]
        case "yes-no":
            answers = [("yes", words["yes"]), ("no", words["no"])]
        case "pick":
            options = {option.id: option.text for option in said.options}
            answers = [(option.id, options[option.id]) for option in question.options]
    return Asked(name_of(question), question.type, said.text, said.help or "", tuple(answers), question.most)
