import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.house import House
from tests.moment import NOW
from tests.school import School
from training.certification.models import Assignment
from training.core.clock import FixedClock

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Pages whose SQL is tried on both by `tests/structure/test_routes.py`; what they write is plain rows."""

DAY = timedelta(days=1)


@pytest.fixture
def school(app: Flask) -> School:
    return School(app)


@pytest.fixture
def nora(house: House, school: School) -> Iterator[int]:
    """Counter staff since 2 March, where a programme has been live since January."""
    school.open(at=datetime(2026, 1, 5, 9, tzinfo=UTC))
    person = house.person()
    house.role(person)
    school.follow(person)
    return person


def text(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return re.sub(r"[ \n]+", " ", answer.get_data(as_text=True))


def test_the_record_says_of_each_requirement_why_it_stands_so(nora: int, house: House, school: School) -> None:
    school.fact("quiz.failed", nora, at=NOW - DAY, score=60)
    school.done(nora, at=NOW)
    page = text(house.browser(nora), "/record")
    assert "Met on 12 March 2026, against version 1. Holds until 11 March 2027." in page
    assert "Due on 1 April 2026, 30 days after starting as Counter staff on 2 March 2026." in page
    assert "Last tried on 11 March 2026 with 60\u00a0%." in page
    assert "1 of 2 met." in page
    assert 'href="/quizzes/calls"' in page


def test_a_certificate_is_on_the_record_with_its_evidence(nora: int, house: House, school: School) -> None:
    school.done(nora, at=NOW)
    school.passed(nora, at=NOW)
    page = text(house.browser(nora), "/record")
    assert "Certified on 12 March 2026, until 11 March 2027." in page
    assert "Met on 12 March 2026 with 90\u00a0%, against version 1." in page
    assert "Passed “Calls, the quiz” with 90\u00a0%" in page
    assert "Certificate “Counter” issued" in page


def test_the_record_of_a_past_day_knows_nothing_of_what_came_later(
    nora: int, house: House, school: School, clock: FixedClock
) -> None:
    before = text(house.browser(nora), "/record?on=2026-03-12")
    clock.at = NOW + 5 * DAY
    school.done(nora, at=clock.at)
    school.passed(nora, at=clock.at)
    after = text(house.browser(nora), "/record?on=2026-03-12")
    assert "As it stood at the end of 12 March 2026" in after
    assert "0 of 2 met." in before
    assert "0 of 2 met." in after
    assert "Finished" not in after
    assert "Certified" not in after
    assert "Certified on 17 March 2026" in text(house.browser(nora), "/record?on=2026-03-17")


def test_a_day_before_anything_was_asked_is_empty(nora: int, house: House) -> None:
    assert "No programme yet" in text(house.browser(nora), "/record?on=2025-03-12")


@pytest.mark.parametrize(
    ("day", "problem"),
    [("2026-03-13", "This day has not come yet"), ("31.2.2026", "day"), ("yesterday", "day"), ("", "Enter a day.")],
)
def test_a_day_that_cannot_be_shown_is_explained(nora: int, house: House, day: str, problem: str) -> None:
    page = text(house.browser(nora), f"/record?on={day}", 422)
    assert "There is a problem" in page
    assert problem in page
    assert "<title>Error:" in page


def test_a_manager_sees_the_record_of_the_team_and_nobody_elses(nora: int, house: House) -> None:
    other = house.team("Phones", house.root)
    ruth, gus = house.person("Ruth Adeyemi", team=other), house.person("Gus Moreau", team=other)
    house.lead(house.root, ruth)
    house.lead(other, gus)
    assert "Nora Brandt" in text(house.browser(ruth), f"/record/{nora}")
    text(house.browser(gus), f"/record/{nora}", 404)
    text(house.browser(nora), f"/record/{ruth}", 404)


def test_a_manager_assigns_a_programme_once_and_takes_it_back(nora: int, house: House, school: School) -> None:
    extra = school.programme("tills", roles="", at=NOW - DAY)
    house.lead(house.root, ruth := house.person("Ruth Adeyemi"))
    browser = house.browser(ruth)
    assert "Ask for something more" in text(browser, f"/record/{nora}")
    for status in (303, 422):
        answer = browser.post(f"/record/{nora}/programmes", data={"programme": extra})
        assert answer.status_code == status
    assert "is asked of Nora Brandt already" in answer.get_data(as_text=True)
    page = text(browser, f"/record/{nora}")
    assert "Assigned by hand, from 12 March 2026 on." in page
    assert "30 days after it was assigned on 12 March 2026" in page
    with school.database.reading() as db:
        by_hand = db.scalars(select(Assignment).where(Assignment.role_id.is_(None))).one()
        by_role = db.scalars(select(Assignment).where(Assignment.role_id.is_not(None))).one()
    assert (by_hand.by_id, by_hand.document_id) == (ruth, extra)
    gone = browser.post(f"/record/{nora}/programmes/{by_hand.id}/withdraw")
    assert gone.status_code == 303
    assert "Assigned by hand" not in text(browser, f"/record/{nora}")
    assert browser.post(f"/record/{nora}/programmes/{by_role.id}/withdraw").status_code == 404


def test_nobody_assigns_to_themselves_or_outside_their_teams(nora: int, house: House, school: School) -> None:
    extra = school.programme("tills", roles="", at=NOW - DAY)
    other = house.team("Phones", house.root)
    house.lead(other, gus := house.person("Gus Moreau", team=other))
    assert house.browser(gus).post(f"/record/{nora}/programmes", data={"programme": extra}).status_code == 404
    assert house.browser(nora).post(f"/record/{nora}/programmes", data={"programme": extra}).status_code == 404
