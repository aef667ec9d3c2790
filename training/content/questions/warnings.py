"""What a question may do, but seldom should."""

from collections.abc import Iterable, Sequence

from training.content.faults import Fault
from training.content.questions.question import BaseQuestion
from training.content.questions.several import Several
from training.content.questions.single import Single
from training.content.yaml import Path
from training.core.i18n import gettext as _

ENOUGH_TO_SEE = 4  # questions, before a habit of the author shows

Placed = tuple[Path, BaseQuestion]


def question_warnings(questions: Sequence[Placed]) -> Iterable[Fault]:
    """Faults for questions and their places in a document: no explanation, answers that give themselves away."""
    for path, question in questions:
        if question.explanation is None:
            message = _("The question “%(id)s” has no explanation.", id=question.id)
            yield Fault(message, _("Say in a sentence why the right answer is right."), path, "warning")
        if isinstance(question, Several) and question.partial == "plain":
            message = _("Whoever ticks everything in “%(id)s” gets full marks.", id=question.id)
            yield Fault(message, _("Use “partial: penalty”, unless that is meant."), (*path, "partial"), "warning")
    singles = [(path, question) for path, question in questions if isinstance(question, Single)]
    if len(singles) >= ENOUGH_TO_SEE and all(_longest_is_right(question) for _path, question in singles):
        message = _("In every question the right answer is the longest; readers notice.")
        yield Fault(message, _("Shorten right answers, or say more in wrong ones."), singles[0][0], "warning")


def _longest_is_right(question: Single) -> bool:
    right = max(len(option.text) for option in question.options if option.correct)
    return all(len(option.text) < right for option in question.options if not option.correct)
