"""What a page says at once to an answer on the way, in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from training.content.questions import Question
from training.core.i18n import format_time
from training.core.i18n import gettext as _
from training.core.markdown import render_line


@dataclass(frozen=True)
class Verdict:
    """Whether it was right, and what there is to say to it; `saved_at` is a time of day, or ""."""

    correct: bool
    title: str
    feedback: str
    explanation: str
    saved_at: str = ""


def verdict_of(question: Question, response: Iterable[str], saved_at: datetime | None = None) -> Verdict:
    """The verdict on a response to a question."""
    given = tuple(response)
    mark = question.mark(given)
    wrong = _("Partly right.") if mark.fraction else _("Not quite.")
    return Verdict(
        mark.correct,
        _("Right.") if mark.correct else wrong,
        " ".join(_plain(text) for text in question.feedback(given)),
        _plain(question.explanation or ""),
        format_time(saved_at) if saved_at else "",
    )


def _plain(text: str) -> str:
    """Without emphasis, because a script puts it into the page as text."""
    return render_line(text).striptags()
