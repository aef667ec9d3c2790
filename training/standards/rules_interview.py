"""What scores of several interviewers say together. Nothing here ranks anybody, on purpose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

LOWEST, HIGHEST = 1, 5
APART = 2
"""Scores that differ by this much saw two different things: their interviewers talk about it."""

Scores = Mapping[str, int]
"""By the id of a question, what its answer was worth; questions without a score are missing."""


@dataclass(frozen=True)
class Agreement:
    """Of how many questions that at least two have scored the scores lie close together."""

    close: int
    compared: int


def to_talk_about(scores: Sequence[int]) -> bool:
    """Whether two of the scores of one question lie so far apart that their interviewers should talk."""
    return bool(scores) and max(scores) - min(scores) >= APART


def scores_of(question: str, sheets: Sequence[Scores]) -> list[int]:
    """The scores of one question, in the order of the sheets."""
    return [sheet[question] for sheet in sheets if question in sheet]


def agreement(questions: Sequence[str], sheets: Sequence[Scores]) -> Agreement:
    """How far the interviewers of one candidate agree."""
    compared = [scores for one in questions if len(scores := scores_of(one, sheets)) > 1]
    return Agreement(sum(not to_talk_about(scores) for scores in compared), len(compared))


def mean(questions: Sequence[str], sheets: Sequence[Scores]) -> Decimal | None:
    """The mean of all scores to one place; None while any sheet lacks a score, as means of different questions mislead.

    `sheets` are those of finished interviews of one candidate.
    """
    if not questions or not sheets or any(one not in sheet for sheet in sheets for one in questions):
        return None
    given = [sheet[one] for sheet in sheets for one in questions]
    return (Decimal(sum(given)) / len(given)).quantize(Decimal("0.1"), ROUND_HALF_UP)
