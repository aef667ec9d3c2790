"""A script in a refresher: its words are recalled while they are known, else it is rehearsed."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.house import House
from tests.moment import TODAY
from tests.practising import LINES, SCRIPT
from tests.refreshing import CERTIFIED
from tests.school import School
from training.core.ledger import Entry
from training.practice.models import PracticeCard

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WORDS = {"How can I help you?": "greet", "within ten minutes": "promise"}


@pytest.fixture
def nora(app: Flask, house: House) -> FlaskClient:
    """Somebody who rehearsed a script eleven months ago, and has practised its lines since."""
    school, before = School(app), CERTIFIED - timedelta(days=60)
    school.publish("script", "picking-up", SCRIPT, at=before)
    school.programme(at=before, requirements="  - {id: say, script: picking-up}")
    person = house.person("Nora Brandt")
    house.role(person, since=before.date())
    school.follow(person, at=before)
    school.fact("script.rehearsed", person, at=CERTIFIED, slug="picking-up", lines=list(LINES), shaky=[])
    with house.database.writing() as db:
        memory = {"last_on": TODAY - timedelta(days=9), "stability": 500.0, "difficulty": 5.0}
        db.execute(update(PracticeCard).where(PracticeCard.kind.in_(["line", "gap"])).values(memory))
    return house.browser(person)


def recalled(browser: FlaskClient, *, right: bool) -> str:
    """Type the missing words of each line that is asked; returns the page of the result."""
    url = browser.post("/refresh", data={"assignment": 1}).location
    page = browser.get(f"{url}/1", follow_redirects=True)
    for number in (1, 2):
        assert "Which words are missing?" in page.text
        words = next(words for words, line in WORDS.items() if ("You pick up" in page.text) == (line == "greet"))
        sent = {"answer": words if right else "no idea", "then": "next"}
        page = browser.post(f"{url}/1/{number}", data=sent, follow_redirects=True)
    return page.text


def rehearsals(house: House) -> list[bool]:
    """For each rehearsal in the ledger, whether a refresher proved it."""
    with house.database.reading() as db:
        entries = db.scalars(select(Entry).where(Entry.kind == "script.rehearsed").order_by(Entry.id))
        return ["refresher" in one.facts for one in entries]


def test_words_that_are_still_there_renew_it(nora: FlaskClient, house: House) -> None:
    assert "Everything was right." in recalled(nora, right=True)
    assert rehearsals(house) == [False, True]
    assert (
        f"Renewed until {(CERTIFIED.date() - timedelta(days=1)).strftime('%-d %B')} 2027" in nora.get("/refresh/1").text
    )


def test_words_that_are_gone_lead_to_a_rehearsal(nora: FlaskClient, house: House) -> None:
    result = recalled(nora, right=False)
    assert "Rehearse the script once, then it is yours again." in result
    assert "no idea" in result
    assert rehearsals(house) == [False]
    end = nora.get("/refresh/1").text
    assert "Your part here is done" in end
    assert 'href="/scripts/picking-up' in end


def test_an_empty_answer_is_asked_for_again(nora: FlaskClient) -> None:
    url = nora.post("/refresh", data={"assignment": 1}).location
    answer = nora.post(f"{url}/1/1", data={"answer": "  ", "then": "next"})
    assert answer.status_code == 422
    assert "Answer the question first" in answer.text
