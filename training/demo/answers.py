"""Attempts at quizzes, with forms, answers and marks as they could have come about on the pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import edition
from training.content.questions import Question, Response
from training.demo.rows import write_rows
from training.demo.story import Sitting
from training.quizzes.actions import candidates, recipe_of
from training.quizzes.models import Answer, Attempt
from training.quizzes.rules import Bank, Result, build_form, mark_attempt

ANSWERED = 0.4  # of the questions that somebody in the middle of a quiz has answered
SLIPS_OF_PASSERS = (0, 0, 1, 1, 1, 2, 2)
SLIPS_OF_OTHERS = (3, 4, 4, 5)
CHECKING = 0.93  # of the time is over when the last answer is given


@dataclass(frozen=True)
class Sat:
    """An attempt and what it was worth; None while it is open."""

    attempt: Attempt
    quiz: Edition
    result: Result | None
    asked: tuple[tuple[int, Question, Response], ...]  # the version of its bank, the question, and what was answered


def wrong_response(question: Question, random: Random) -> Response:
    """A response that does not earn everything: another option, or one of several right ones left out."""
    right = question.right_response
    if len(right) > 1:
        missed = random.choice(right)
        return tuple(item for item in right if item != missed)
    others = [choice.id for choice in question.choices if choice.id not in right]
    return (random.choice(others),)


def sit(
    db: Session,
    sittings: Sequence[Sitting],
    *,
    quizzes: Sequence[Edition],
    marks: Mapping[int, int],
    people: dict[str, int],
    random: Random,
) -> list[Sat]:
    """Write the attempts with their answers; `quizzes` are the versions taken, one for each sitting.

    Whoever passes reaches the mark that is asked for, by document.
    """
    banks: dict[int, dict[str, Bank]] = {}
    versions: dict[int, Any] = {}  # read once: new ones are not kept in memory before they are committed
    sat: list[Sat] = []
    lines: list[list[dict[str, Any]]] = []
    for item, quiz in zip(sittings, quizzes, strict=True):
        if quiz.id not in banks:
            banks[quiz.id] = candidates(db, quiz.model)
        seed = random.getrandbits(31)
        form = build_form(recipe_of(quiz.model), banks[quiz.id], seed)
        for missing in {asked.version for asked in form.items} - versions.keys():
            versions[missing] = edition(db, missing).model
        questions = [versions[asked.version].question(asked.question) for asked in form.items]
        responses, result = _answered(questions, item, quiz.model.pass_mark, marks.get(item.document, 0), random)
        attempt = Attempt(
            person_id=people[item.who],
            document_id=item.document,
            version_id=quiz.id,
            form=form.as_json(),
            seed=seed,
            started_at=item.began_at,
            submitted_at=item.ended_at,
            score=float(result.score) if result else None,
            max_score=result.most if result else None,
            passed=result.passed if result else None,
        )
        asked = zip((one.version for one in form.items), questions, responses, strict=True)
        sat.append(Sat(attempt, quiz, result, tuple(asked)))
        lines.append(_lines(responses, item))
    db.add_all(one.attempt for one in sat)
    db.flush()
    rows = [{"attempt_id": one.attempt.id, **line} for one, found in zip(sat, lines, strict=True) for line in found]
    write_rows(db, Answer, rows)
    return sat


def _answered(
    questions: Sequence[Question], item: Sitting, pass_mark: int, mark: int, random: Random
) -> tuple[list[Response], Result | None]:
    """Responses that pass, or do not, as the story has it; of an open attempt only the first ones."""
    if item.ended_at is None:
        given = max(1, int(len(questions) * ANSWERED))
        return [question.right_response if n < given else () for n, question in enumerate(questions)], None
    slips = random.choice(SLIPS_OF_PASSERS if item.passes else SLIPS_OF_OTHERS)
    order = random.sample(range(len(questions)), len(questions))
    # One slip more or fewer, until the mark says what the story says.
    for count in range(min(slips, len(questions)), -1, -1) if item.passes else range(slips, len(questions) + 1):
        slipped = set(order[:count])
        responses = [
            wrong_response(question, random) if n in slipped else question.right_response
            for n, question in enumerate(questions)
        ]
        result = mark_attempt(questions, responses, pass_mark=pass_mark)
        if result.passed == item.passes and (result.per_cent >= mark or not item.passes):
            return responses, result
    raise ValueError("A pass mark of nothing cannot be failed.")


def _lines(responses: Sequence[Response], item: Sitting) -> list[dict[str, Any]]:
    given = sum(bool(response) for response in responses)
    return [
        {
            "item": number,
            "response": list(response) or None,
            "seq": int(bool(response)),
            "saved_at": _saved_at(item, number, given) if response else None,
        }
        for number, response in enumerate(responses, start=1)
    ]


def _saved_at(item: Sitting, number: int, given: int) -> datetime:
    share = CHECKING * number / given
    return (item.began_at + (item.left_at - item.began_at) * share).replace(microsecond=0)
