"""Candidates side by side: the scores of each question, and what can be said of them together."""

from collections.abc import Sequence
from dataclasses import dataclass

from training.content.library import Edition
from training.core.i18n import format_number
from training.core.i18n import gettext as _
from training.standards.queries_interviews import Interviewed
from training.standards.rules_interview import agreement, mean, scores_of, to_talk_about


@dataclass(frozen=True)
class Cell:
    """The scores of one question by a candidate's interviewers, in words; `talk` when they lie far apart."""

    words: str
    talk: bool


@dataclass(frozen=True)
class Column:
    """A candidate with a cell for each question. `mean` is empty while a score is missing."""

    found: Interviewed
    cells: tuple[Cell, ...]
    mean: str
    agreement: str


@dataclass(frozen=True)
class Compared:
    """The candidates who were asked the questions of one version of a profile."""

    edition: Edition
    columns: tuple[Column, ...]


def compared(found: Sequence[Interviewed]) -> list[Compared]:
    """By the version of the guide, the newest first: answers to different questions do not stand side by side."""
    versions: dict[int, list[Interviewed]] = {}
    for one in found:
        versions.setdefault(one.edition.number, []).append(one)
    return [
        Compared(several[0].edition, tuple(column_of(one) for one in several))
        for _number, several in sorted(versions.items(), reverse=True)
    ]


def column_of(found: Interviewed) -> Column:
    """What the finished interviews with a candidate say; nothing while the reader's own is open."""
    questions = [question.id for question in found.profile.interview]
    sheets = [] if found.is_veiled else [sheet.scores for sheet in found.done]
    cells = []
    for question in questions:
        scores = scores_of(question, sheets)
        cells.append(Cell(" · ".join(str(score) for score in scores), to_talk_about(scores)))
    value, close = mean(questions, sheets), agreement(questions, sheets)
    said = _("close on %(close)s of %(compared)s", close=close.close, compared=close.compared) if close.compared else ""
    return Column(found, tuple(cells), "" if value is None else format_number(value), said)
