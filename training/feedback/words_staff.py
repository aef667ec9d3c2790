"""What the staff's pages say of addresses and answers."""

from typing import Any

from training.core.i18n import gettext as _
from training.feedback.files import Feedback
from training.feedback.files_questions import LIKELY
from training.feedback.page import page_of
from training.feedback.rules import Doubt, Sort


def words_of_sorts() -> dict[str, str]:
    """Where an address is put, in words."""
    return {
        Sort.COUNTER: _("At a counter"),
        Sort.RECEIPT: _("On a receipt"),
        Sort.MAIL: _("Below a mail"),
        Sort.COMPLAINT: _("After a complaint"),
        Sort.OUTREACH: _("Asked by us"),
    }


def words_of_doubts() -> dict[str, str]:
    """Why an answer was set aside, in words."""
    return {
        Doubt.HIDDEN_FIELD: _("A field was filled in that nobody can see."),
        Doubt.TOO_FAST: _("It was sent faster than anybody reads."),
        Doubt.SAME_TEXT: _("The same words came several times."),
        Doubt.LINKS: _("It holds a link."),
        Doubt.MANY: _("A lot came from one place in a short while."),
        "": _("Somebody here set it aside."),
    }


def said(form: Feedback, marks: dict[str, Any], texts: dict[str, str]) -> list[tuple[str, str]]:
    """Questions and answers in words, in the order and the language of the form; left-out ones are left out."""
    page, found = page_of(form, form.language), []
    for question, asked in zip(form.questions, page.questions, strict=True):
        if question.id in texts:
            found.append((question.text, texts[question.id]))
        elif question.id in marks:
            mark = marks[question.id]
            word = dict(asked.answers).get(str(mark), str(mark))
            found.append((question.text, _in_words(question.type, mark, word)))
    return found


def _in_words(kind: str, mark: Any, word: str) -> str:
    if kind == "faces":
        return _("%(word)s (%(mark)s of 5)", word=word, mark=mark)
    if kind == "recommend":
        return _("%(mark)s of %(most)s", mark=mark, most=LIKELY)
    return word
