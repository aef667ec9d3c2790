"""What people know of a standard, read from what they answered, played and were seen to do."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.house import House
from tests.knowing import put_questions, sat
from tests.moment import NOW
from tests.practising import put_scenario
from tests.shelf import document_of, put
from training.checklists.models import Observation
from training.diagnosis.queries_knowledge import knowledge_of
from training.diagnosis.rules_knowledge import Asked
from training.practice.models import PracticeCard
from training.scenarios.models import ScenarioPlay
from training.standards.files_standard import parse

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TODAY = NOW.date()
CHECKLIST = """\
title: A call, seen
summary: You take a call.
skills: [listening]
criteria:
  - {id: greets, text: Greets}
  - {id: asks, text: Asks back}
  - {id: ends, text: Says what happens next, optional: true}
"""
STANDARD = parse("title: Solved\nsummary: At once.\ntarget: 80\nskills:\n  - {skill: listening, weight: 2}\n", "x.yaml")


@pytest.fixture
def shelf(app: Flask, house: House) -> dict[str, int]:
    """Version ids by what they are of."""
    bank, quiz = put_questions(app)
    versions = {"scenario": put_scenario(app), "checklist": put(app, "checklist", "a-call-seen", CHECKLIST)}
    return {"bank": bank, "quiz": quiz, **versions}


def test_the_newest_answer_to_each_question_counts(db: Session, house: House, shelf: dict[str, int]) -> None:
    nora, tom, kim = (house.person(name) for name in ("Nora Brandt", "Tom Adler", "Kim Low"))
    versions = shelf["bank"], shelf["quiz"]
    sat(house, versions, nora, "1", at=NOW - timedelta(30))
    sat(house, versions, nora, "1234")
    sat(house, versions, tom, "12345", at=NOW - timedelta(400))  # too long ago to tell anything
    found = knowledge_of(db, [nora, tom, kim], STANDARD, today=TODAY)
    assert found[nora].share == 0.8
    assert found[nora].skills[0].asked == (Asked.QUIZ,)
    assert (found[tom].share, found[kim].share) == (None, None)


def test_a_question_that_is_practised_is_told_by_its_card_alone(
    db: Session, house: House, shelf: dict[str, int]
) -> None:
    nora = house.person()
    sat(house, (shelf["bank"], shelf["quiz"]), nora, "")
    with house.database.writing() as session:
        for number in range(1, 6):
            session.add(
                PracticeCard(
                    person_id=nora,
                    document_id=document_of(house.database, "calls"),
                    kind="question",
                    item=f"q{number}",
                    met_on=TODAY,
                    due_on=TODAY,
                    reps=3,
                    stability=400.0,
                    difficulty=5.0,
                    last_on=TODAY - timedelta(days=1),
                )
            )
    found = knowledge_of(db, [nora], STANDARD, today=TODAY)[nora]
    assert found.skills[0].asked == (Asked.PRACTICE,)
    assert found.share is not None
    assert found.share > 0.95


def test_scenarios_and_what_was_seen_count_too_in_a_few_queries(
    db: Session, house: House, shelf: dict[str, int], statements: Any
) -> None:
    people = [house.person(f"Person {number}") for number in range(12)]
    with house.database.writing() as session:
        for number, person in enumerate(people):
            session.add(
                ScenarioPlay(
                    person_id=person,
                    document_id=document_of(house.database, "the-wrong-colour"),
                    version_id=shelf["scenario"],
                    pace="calm",
                    started_at=NOW,
                    finished_at=NOW,
                    ending="happy",
                    score=1,
                    best=3,
                    passed=False,
                    is_first=True,
                )
            )
            session.add(seen(house, shelf, person, number))
    knowledge_of(db, people, STANDARD, today=TODAY)  # reads the versions
    with statements() as ran:
        found = knowledge_of(db, people, STANDARD, today=TODAY)
    assert len(ran) <= 5
    # A scenario stands for three items of which one is right; two of two criteria count double.
    assert found[people[0]].share == pytest.approx((1 + 2 * 2) / (3 + 2 * 2))
    assert found[people[1]].share == pytest.approx((1 + 2 * 1) / (3 + 2 * 2))


def seen(house: House, shelf: dict[str, int], person: int, number: int) -> Observation:
    """An observation in which every second person still needs help with asking back."""
    asks = "with-help" if number % 2 else "alone"
    levels = {"greets": "alone", "asks": asks, "ends": None}
    return Observation(
        key=f"k{number}",
        document_id=document_of(house.database, "a-call-seen"),
        version_id=shelf["checklist"],
        learner_id=person,
        observer_id=person,
        state="not-yet",
        begun_at=NOW,
        seen_on=date(2026, 3, 9),
        uploaded_at=NOW,
        ratings={name: {"level": level, "comment": ""} for name, level in levels.items()},
    )
