"""A programme that asks for a script to be rehearsed and for a scenario to be passed."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests.house import House
from tests.moment import NOW
from tests.school import School
from training.content.release import Change
from training.scenarios.kind import KIND as SCENARIO
from training.scripts.files import KIND as SCRIPT

DAY = timedelta(days=1)
ASKED = "  - {id: delay-words, script: delay}\n  - {id: delay-talk, scenario: delay}"
DELAY = SCRIPT.template.replace("Name of the situation", "A delay").replace("slug-of-a-role", "counter-staff")


@pytest.fixture
def school(app: Flask) -> School:
    school = School(app)
    january = datetime(2026, 1, 5, 9, tzinfo=UTC)
    school.publish("script", "delay", DELAY, at=january)
    school.publish(
        "scenario", "delay", SCENARIO.template.replace("Name of the scenario", "The van is late"), at=january
    )
    school.programme(requirements=ASKED, at=january)
    return school


@pytest.fixture
def nora(house: House, school: School) -> Iterator[int]:
    person = house.person()
    house.role(person)
    school.follow(person)
    return person


def record(house: House, person: int) -> str:
    return re.sub(r"[ \n]+", " ", house.browser(person).get("/record").get_data(as_text=True))


def test_both_are_asked_for_where_they_are_done(nora: int, house: House) -> None:
    page = record(house, nora)
    assert "0 of 2 met." in page
    assert 'href="/scripts/delay"' in page
    assert 'href="/scenarios/delay"' in page


def test_a_rehearsal_and_a_pass_certify(nora: int, house: House, school: School) -> None:
    school.fact("script.rehearsed", nora, at=NOW, slug="delay")
    page = record(house, nora)
    assert "1 of 2 met." in page
    assert "Rehearsed “A delay”" in page
    school.fact("scenario.passed", nora, at=NOW, slug="delay", score=87.5)
    page = record(house, nora)
    assert "Certified on 12 March 2026" in page
    assert "Passed “The van is late” with 88\u00a0%" in page


def test_a_failed_scenario_is_a_try_and_no_more(nora: int, house: House, school: School) -> None:
    school.fact("scenario.failed", nora, at=NOW - DAY, slug="delay", score=40)
    page = record(house, nora)
    assert "Last tried on 11 March 2026 with 40\u00a0%." in page
    assert "0 of 2 met." in page


def test_a_line_that_changes_what_people_do_asks_for_another_rehearsal(nora: int, house: House, school: School) -> None:
    school.fact("script.rehearsed", nora, at=NOW - DAY, slug="delay")
    changed = DELAY.replace("What you say.", "What you say, and by when.")
    school.publish("script", "delay", changed, at=NOW, change=Change.BEHAVIOUR)
    school.work()
    assert "0 of 2 met." in record(house, nora)


def test_a_requirement_names_one_thing(school: School) -> None:
    with pytest.raises(Exception, match="needs one of “module”, “quiz”, “script”, “scenario”, "):
        school.programme("both", requirements="  - {id: both, script: delay, scenario: delay}")
