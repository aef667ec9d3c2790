"""Banks and quizzes as files."""

from collections.abc import Iterable
from typing import Any

from training.content.faults import Fault, twice
from training.content.kinds import Kind, Lookup, Reference, Source, content_of, read_yaml
from training.content.links import aims_of, loose_aims
from training.content.questions import Question
from training.content.questions.warnings import question_warnings
from training.content.schema import Strict, canonical, canonical_json
from training.content.types import Count, ItemId, Language, Line, Minutes, PerCent, Slug, Title, YesNo
from training.content.yaml_text import dump
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext


class Bank(Strict):
    """Questions on one subject, to draw quizzes from."""

    title: Title
    summary: Line
    language: Language = "en"
    questions: tuple[Question, ...]

    def faults(self) -> Iterable[Fault]:
        if not self.questions:
            yield Fault(_("The bank holds no question."), _("Add one under “questions:”."), ("questions",))
        yield from twice((question.id for question in self.questions), "questions")

    def question(self, item: str) -> Question | None:
        """The question with this id."""
        return next((question for question in self.questions if question.id == item), None)


class QuizItem(Strict):
    """One named question of a bank, or some that are drawn from it at random."""

    bank: Slug
    question: ItemId | None = None
    draw: Count | None = None

    def faults(self) -> Iterable[Fault]:
        if (self.question is None) == (self.draw is None):
            yield Fault(_("An item needs either “question” or “draw”."), _("Write “question: id” or “draw: 5”."))


class Quiz(Strict):
    """A recipe over banks. `minutes` is the time allowed, None for as long as it takes; `pass_mark` is in per cent."""

    title: Title
    summary: Line
    language: Language = "en"
    minutes: Minutes | None = None
    pass_mark: PerCent = 80
    shuffle: YesNo = True
    items: tuple[QuizItem, ...]

    def faults(self) -> Iterable[Fault]:
        if not self.items:
            yield Fault(_("The quiz has no questions."), _("Add a line such as “- {bank: slug, draw: 5}”."), ("items",))
        seen: set[tuple[str, str | None]] = set()
        for number, item in enumerate(self.items):
            key = (item.bank, item.question)
            if key in seen and item.question:
                yield Fault(_("This question is here twice."), _("Remove one of the lines."), ("items", number))
            elif key in seen:
                message = _("The bank “%(bank)s” is drawn from twice.", bank=item.bank)
                yield Fault(message, _("Join the two lines and add up their numbers."), ("items", number))
            seen.add(key)


def parse_bank(text: str, where: str) -> Bank:
    """The bank of a text. Raises Problems."""
    return read_yaml(Bank, text, where).model


def parse_quiz(text: str, where: str) -> Quiz:
    """The quiz of a text. Raises Problems."""
    return read_yaml(Quiz, text, where).model


def bank_text(bank: Bank) -> str:
    """The file of a bank."""
    return dump({**content_of(bank), "questions": [question.content() for question in bank.questions]})


def quiz_text(quiz: Quiz) -> str:
    """The file of a quiz."""
    return dump(content_of(quiz))


def _read_bank(text: str, where: str) -> Source[Bank]:
    return read_yaml(Bank, text, where)


def _read_quiz(text: str, where: str) -> Source[Quiz]:
    return read_yaml(Quiz, text, where)


def _recipe(quiz: Quiz) -> dict[str, str]:
    """A quiz is one block: which questions it asks and how it judges them."""
    content: dict[str, Any] = content_of(quiz)
    return {
        "recipe": canonical_json({key: content[key] for key in content if key not in {"title", "summary", "language"}})
    }


def _references(quiz: Quiz) -> Iterable[Reference]:
    for number, item in enumerate(quiz.items):
        yield Reference("recipe", "bank", item.bank, item.question, ("items", number))


def _aims(bank: Bank) -> Iterable[Reference]:
    for number, question in enumerate(bank.questions):
        yield from aims_of(question, question.id, ("questions", number))


def _bank_warnings(bank: Bank) -> Iterable[Fault]:
    yield from question_warnings([(("questions", number), item) for number, item in enumerate(bank.questions)])
    for number, question in enumerate(bank.questions):
        yield from loose_aims(question, ("questions", number))


def _enough_questions(quiz: Quiz, lookup: Lookup) -> Iterable[Fault]:
    named = {(item.bank, item.question) for item in quiz.items if item.question}
    for number, item in enumerate(quiz.items):
        bank = lookup("bank", item.bank)
        if item.draw is None or not isinstance(bank, Bank):
            continue
        left = sum((item.bank, question.id) not in named for question in bank.questions)
        if item.draw > left:
            message = _("%(draw)s questions are drawn from %(left)s.", draw=item.draw, left=left)
            remedy = _("Draw fewer, or add questions to the bank “%(bank)s”.", bank=item.bank)
            yield Fault(message, remedy, ("items", number, "draw"))


BANK = Kind(
    name="bank",
    label=lazy_gettext("Question bank"),
    folder="quizzes/banks",
    suffix=".yaml",
    schema=Bank,
    reader=_read_bank,
    to_text=bank_text,
    blocks=lambda bank: {question.id: canonical(question) for question in bank.questions},
    references=_aims,
    warn=_bank_warnings,
    preview="quizzes/preview_bank.html",
    block_title=lambda bank, item: question.text if (question := bank.question(item)) else item,
    lonely=lazy_gettext("No quiz asks the questions of this bank."),
    template="""\
title: Name of the bank
summary: What these questions ask about.
questions:
  - id: first-question
    type: single
    text: What do you ask?
    options:
      - id: a
        text: The right answer
        correct: true
      - id: b
        text: Another answer
        feedback: Why this is not it.
    explanation: Why the right answer is right, in a sentence.
""",
)

QUIZ = Kind(
    name="quiz",
    label=lazy_gettext("Quiz"),
    folder="quizzes",
    suffix=".yaml",
    schema=Quiz,
    reader=_read_quiz,
    to_text=quiz_text,
    blocks=_recipe,
    preview="quizzes/preview_quiz.html",
    block_title=lambda _quiz, _block: _("Questions and rules"),
    lonely=lazy_gettext("No programme asks for this quiz."),
    place=lambda slug, _block: f"/quizzes/{slug}",
    references=_references,
    check=_enough_questions,
    template="""\
title: Name of the quiz
summary: What passing it proves.
minutes: 15
pass_mark: 80
items:
  - bank: slug-of-a-bank
    draw: 10
""",
)

KINDS = (BANK, QUIZ)
