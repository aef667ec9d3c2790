"""A refresher from its plan to the renewed certificate."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.house import House
from tests.moment import NOW
from tests.refreshing import ANNIVERSARY, ASKED, MODULE, OWN, RIGHT, Refreshing
from training.certification.models import Award
from training.content.release import Change
from training.core.ledger import Entry


@pytest.fixture
def nora(app: Flask, house: House) -> Refreshing:
    return Refreshing(app, house)


def work(browser: FlaskClient, url: str, *, wrong: int = 0) -> list[str]:
    """Go through a refresher to its end; returns the addresses of its parts. The first `wrong` answers are wrong."""
    seen = []
    for _step in range(80):
        page = browser.get(url).text
        found = re.search(r'class="button" href="(/refresh/\d+/\d+)"', page)
        if found is None:
            return seen
        part = found[1]
        seen.append(part)
        place = browser.get(part)
        while place.status_code == 303 and not place.location.endswith("/result"):
            answer = "false" if wrong > 0 else RIGHT
            wrong -= 1
            sent = browser.post(place.location, data={"answer": answer, "then": "next"})
            assert sent.status_code == 303, sent.text
            place = sent if sent.location.endswith("/result") else browser.get(part)
        if place.status_code == 200:
            for question in re.findall(r'name="question" value="([^"]+)"', place.text):
                browser.post(f"{part}/check", data={"question": question, f"answer-{question}": RIGHT})
            assert browser.post(part).status_code == 303
    raise AssertionError("It does not end")


def test_what_changed_is_read_the_rest_is_proven_and_the_certificate_keeps_its_day(nora: Refreshing) -> None:
    nora.remembers(*OWN, *ASKED)
    text = MODULE.replace("Say by when.", "Say by when, and write it down.")
    nora.school.publish("module", "calls", text, at=NOW - timedelta(days=20), change=Change.EDITORIAL)
    nora.school.work()
    url = nora.begin()
    page = nora.browser.get(url).text
    assert "instead of 25" in page
    work(nora.browser, url)
    with nora.database.reading() as db:
        awards = db.scalars(select(Award).order_by(Award.id)).all()
        facts = db.scalars(select(Entry).where(Entry.kind.in_(["module.done", "quiz.passed"]), Entry.at == NOW)).all()
    assert [award.until for award in awards] == [ANNIVERSARY.replace(year=2026), ANNIVERSARY]
    assert {fact.facts["refresher"] for fact in facts} == {1}
    assert "Renewed until 31 March 2027" in nora.browser.get(url).text
