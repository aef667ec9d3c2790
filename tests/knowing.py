"""Questions about listening in tests, and people who answered some of them right."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask

from tests.house import House
from tests.moment import NOW
from tests.shelf import document_of, put
from training.quizzes.models import Answer, Attempt

BANK = "title: Calls\nsummary: Questions.\nquestions:\n" + "".join(
    f"  - {{id: q{number}, type: true-false, text: 'Is it {number}?', answer: true, skills: [listening]}}\n"
    for number in range(1, 6)
)
QUIZ = "title: Quiz\nsummary: Five questions.\nitems:\n  - {bank: calls, draw: 5}\n"
BEFORE = NOW - timedelta(days=10)


def put_questions(app: Flask) -> tuple[int, int]:
    """Publish them; returns the ids of the versions of bank and quiz."""
    return put(app, "bank", "calls", BANK), put(app, "quiz", "calls-quiz", QUIZ)


def sat(
    house: House, versions: tuple[int, int], person: int, right: str, *, at: datetime = NOW - timedelta(10)
) -> None:
    """Somebody handed in the quiz with these questions right, of q1 to q5."""
    bank, quiz = versions
    whole: dict[str, Any] = {"seed": 1, "started_at": at, "submitted_at": at}
    form = [[bank, f"q{number}", []] for number in range(1, 6)]
    document = document_of(house.database, "calls-quiz")
    with house.database.writing() as db:
        one = Attempt(person_id=person, document_id=document, version_id=quiz, form=form, **whole)
        db.add(one)
        db.flush()
        for number in range(1, 6):
            response = ["true" if str(number) in right else "false"]
            db.add(Answer(attempt_id=one.id, item=number, response=response))
