import html
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.house import House, actor
from tests.moment import NOW, TODAY
from tests.school import School
from training.certification.models import Assignment
from training.core import ledger
from training.core.clock import FixedClock
from training.core.permissions import PermissionSet
from training.people import actions as people
from training.people.models import LeavePeriod, Person

DAY = timedelta(days=1)
RICH = """\
title: Counter
summary: What people who hold it can be trusted with.
roles: [counter-staff]
validity: 12 months
grace: 2 weeks
due: 30 days
gates:
  - {id: alone, title: May serve alone, needs: [calls, skills]}
requirements:
  - {id: calls, module: calls}
  - {id: calls-quiz, quiz: calls, mark: 90, after: [calls]}
  - {id: remembered, practice: call-handling, mark: 75}
  - id: skills
    any: 1
    of:
      - {id: mail, module: mail}
      - {id: tills, module: tills}
"""


@pytest.fixture
def school(app: Flask) -> School:
    school = School(app)
    january = datetime(2026, 1, 5, 9, tzinfo=UTC)
    for slug in ("calls", "mail", "tills"):
        school.module(slug, at=january)
    school.quiz(at=january)
    school.publish("programme", "counter", RICH, at=january)
    return school


@pytest.fixture
def nora(house: House, school: School) -> int:
    person = house.person()
    house.role(person)
    school.follow(person)
    return person


def record(house: House, person: int, *, on: str = "") -> str:
    answer = house.browser(person).get(f"/record?on={on}" if on else "/record")
    assert answer.status_code == 200
    page = answer.get_data(as_text=True).partition("<h1>")[2]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def test_choices_order_marks_gates_and_skills_are_said_in_words(nora: int, house: House, school: School) -> None:
    page = record(house, nora)
    assert "May serve alone: not yet. Still missing: “Calls”, “Mail” and “Tills”." in page
    assert "Calls, the quiz With 90 % or more. Opens once “Calls” is met." in page
    assert "Call handling Remembered at 75 % or more." in page
    assert "One of these 2 is enough; 0 met." in page
    school.done(nora, at=NOW - DAY, slug="calls")
    school.done(nora, at=NOW, slug="tills")
    page = record(house, nora)
    assert "May serve alone: yes, proven by 12 March 2026." in page
    assert "Opens once" not in page
    assert "Mail Enough of this choice is met. Why? Not needed" in page
    school.passed(nora, at=NOW, score=85)
    assert "Last tried on 12 March 2026 with 85 %." in record(house, nora)
    school.passed(nora, at=NOW, score=95)
    with school.app.app_context(), school.database.writing() as db:
        said = {"skill": "call-handling", "score": 80}
        ledger.record(db, "skill.reached", at=NOW, actor_id=nora, subject_id=nora, payload=said)
    page = record(house, nora)
    assert "Certified on 12 March 2026, until 11 March 2027." in page
    assert "Remembered “Call handling” at 80 %" in page
    assert 'href="/practice"' in house.browser(nora).get("/record").get_data(as_text=True)


def test_an_ended_certificate_counts_on_in_its_days_of_grace(
    nora: int, house: House, school: School, clock: FixedClock
) -> None:
    test_choices_order_marks_gates_and_skills_are_said_in_words(nora, house, school)
    clock.at = datetime(2027, 3, 15, 9, tzinfo=UTC)
    assert "Ended on 11 March 2027, and can be renewed until 25 March 2027 as if in time." in record(house, nora)
    clock.at = datetime(2027, 3, 26, 9, tzinfo=UTC)
    page = record(house, nora)
    assert "The certificate held until 11 March 2027." in page
    assert "May serve alone: not yet." in page


def test_the_history_tells_of_roles_teams_leave_and_why_programmes_began_and_ended(
    nora: int, house: House, school: School
) -> None:
    ruth = actor(house.someone_with(PermissionSet.ADMINISTRATOR))
    phones = house.team("Phones", house.root)
    with school.app.test_request_context(), school.database.writing() as db:
        person = db.get_one(Person, nora)
        facts = people.PersonFacts(**{name: getattr(person, name) for name in people.PersonFacts.__dataclass_fields__})
        facts = replace(facts, team_id=phones)
        people.edit_person(db, ruth, nora, facts, now=NOW, today=TODAY)
        db.add(LeavePeriod(person_id=nora, from_on=date(2026, 3, 4), until_on=date(2026, 3, 8)))
    page = record(house, nora)
    for sentence in (
        "Started as Counter staff",
        "“Counter” began, because of the role Counter staff",
        "Went on leave",
        "Came back from leave",
        "Moved to the team Phones By Ruth Adeyemi",
    ):
        assert sentence in page
    with school.app.test_request_context(), school.database.writing() as db:
        people.end_employment(db, ruth, nora, last_day=TODAY - DAY, now=NOW, today=TODAY)
    with school.database.reading() as db:
        assert db.scalars(select(Assignment.ended_because)).one() == "left"
    ruth_sees = house.browser(ruth.person_id or 0).get(f"/record/{nora}").get_data(as_text=True)
    assert "“Counter” ended with the employment" in ruth_sees
    assert "Leaving was noted, for 11 March 2026" in ruth_sees
