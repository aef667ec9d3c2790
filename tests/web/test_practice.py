"""Practising on pages: cards come by themselves, are asked one at a time, and answered once."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.house import House
from tests.moment import NOW, TODAY
from tests.shelf import put_module, put_quiz
from training.core.clock import FixedClock
from training.core.db import Database
from training.practice.models import PracticeCard, PracticeReview

DAY = timedelta(days=1)


def cards(database: Database) -> list[PracticeCard]:
    with database.reading() as db:
        return list(db.scalars(select(PracticeCard).order_by(PracticeCard.id)))


def reviews(database: Database) -> list[PracticeReview]:
    with database.reading() as db:
        return list(db.scalars(select(PracticeReview).order_by(PracticeReview.id)))


@pytest.fixture
def nora(house: House) -> FlaskClient:
    """Somebody who has read a module with two questions."""
    put_module(house.app)
    put_quiz(house.app)
    browser = house.browser(house.person("Nora Brandt"))
    read_the_module(browser)
    return browser


def read_the_module(browser: FlaskClient) -> None:
    url = "/learn/taking-a-call"
    browser.post(url)
    browser.post(f"{url}/pick-up/check", data={"question": "first-words", "answer-first-words": "b"})
    browser.post(f"{url}/pick-up")
    browser.post(f"{url}/listen")
    browser.post(f"{url}/end/check", data={"question": "promise", "answer-promise": "what"})
    browser.post(f"{url}/end")


def test_a_module_that_is_done_leaves_a_card_for_each_question(nora: FlaskClient, database: Database) -> None:
    assert [(card.kind, card.item, card.due_on) for card in cards(database)] == [
        ("question", "first-words", TODAY + DAY),
        ("question", "promise", TODAY + DAY),
    ]


def test_a_card_is_asked_and_its_verdict_told(nora: FlaskClient, database: Database, clock: FixedClock) -> None:
    assert "Nothing to recall today" in nora.get("/practice").text
    clock.at = NOW + DAY
    assert "2 cards to recall" in nora.get("/practice").text
    first = cards(database)[0].id
    assert "The phone rings. What do you say first?" in nora.get("/practice/cards").text
    sent = {"answer": "b", "confidence": "sure", "key": "one"}
    answer = nora.post(f"/practice/{first}", data=sent)
    assert (answer.status_code, answer.location) == (303, f"/practice/{first}?sitting=1")
    page = nora.get(answer.location).text
    assert "Right." in page
    assert "Names come first." in page
    assert "What belongs to a promise?" in nora.get("/practice/cards").text
    assert [(one.rating, one.correct, one.confidence, one.counted) for one in reviews(database)] == [
        (3, True, "sure", True)
    ]
