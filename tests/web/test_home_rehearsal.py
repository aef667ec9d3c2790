"""The first page of somebody who is asked for a rehearsal and a scenario, and who has something to recall."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.house import House
from tests.moment import NOW
from tests.school import School
from training.content.release import Change
from training.scenarios.kind import KIND as SCENARIO
from training.scripts.files import KIND as SCRIPT

DAY = timedelta(days=1)
JANUARY = datetime(2026, 1, 5, 9, tzinfo=UTC)
SCRIPT_TEXT = SCRIPT.template.replace("Name of the situation", "A delay").replace("slug-of-a-role", "counter-staff")
ASKED = "  - {id: words, script: delay, due: 20 days}\n  - {id: talk, scenario: delay, due: 25 days}"


@pytest.fixture
def school(app: Flask) -> School:
    school = School(app)
    school.publish("script", "delay", SCRIPT_TEXT, at=JANUARY)
    scenario = SCENARIO.template.replace("Name of the scenario", "The van is late")
    school.publish("scenario", "delay", scenario, at=JANUARY)
    school.programme(requirements=ASKED, at=JANUARY)
    return school


@pytest.fixture
def person(house: House, school: School) -> int:
    person = house.person()
    house.role(person)
    school.follow(person)
    return person


@pytest.fixture
def nora(house: House, person: int) -> FlaskClient:
    return house.browser(person)


def home(client: FlaskClient) -> str:
    return re.sub(r"\s+", " ", client.get("/").get_data(as_text=True))


def test_a_rehearsal_and_a_scenario_say_what_they_take(nora: FlaskClient) -> None:
    page = home(nora)
    assert "Next, about 1 minute" in page
    assert 'href="/scripts/delay">Start' in page
    assert "A conversation to play, about 5 minutes. You may pause." in page
    assert 'href="/scenarios/delay"' in page


def test_a_rehearsal_that_is_begun_goes_on(nora: FlaskClient) -> None:
    nora.post("/scripts/delay/rehearse")
    page = home(nora)
    assert "You have begun to rehearse it. What is left takes about 1 minute." in page
    assert 'href="/scripts/delay/rehearse">Continue' in page


def test_a_play_that_is_begun_goes_on(nora: FlaskClient, person: int, school: School) -> None:
    school.fact("script.rehearsed", person, at=NOW, slug="delay")
    play = nora.post("/scenarios/delay/start").location
    page = home(nora)
    assert "0 turns lie behind you." in page
    assert f'href="{play}">Continue' in page


def test_a_changed_line_is_said_to_be_all_that_is_asked(nora: FlaskClient, person: int, school: School) -> None:
    school.fact("script.rehearsed", person, at=NOW - DAY, slug="delay")
    changed = SCRIPT_TEXT.replace("What you say.", "What you say, and by when.")
    school.publish("script", "delay", changed, at=NOW, change=Change.BEHAVIOUR)
    school.work()
    assert "Only the parts that changed are asked of you again." in home(nora)


def test_a_changed_scenario_is_asked_for_as_a_whole(nora: FlaskClient, person: int, school: School) -> None:
    school.fact("script.rehearsed", person, at=NOW, slug="delay")
    school.fact("scenario.passed", person, at=NOW - DAY, slug="delay", score=90)
    changed = SCENARIO.template.replace("What they say.", "What they say now.")
    school.publish("scenario", "delay", changed, at=NOW, change=Change.BEHAVIOUR)
    school.work()
    assert "so it is asked of you once more." in home(nora)


def test_what_is_worth_recalling_is_one_tap_away(nora: FlaskClient, person: int, school: School) -> None:
    assert "/practice" not in home(nora).split("<main", 1)[1]
    school.fact(
        "script.rehearsed", person, at=NOW - 3 * DAY, slug="delay", lines=["first-words"], shaky=["first-words"]
    )
    page = home(nora)
    assert "worth recalling today." in page
    assert 'href="/practice">Practise' in page
