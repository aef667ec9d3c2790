"""Two tabs, two devices, a double click: what is sent at once happens once, and what is acknowledged counts."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.house import House
from tests.shelf import put_module, put_quiz
from training.core.db import Database
from training.core.ledger import Entry
from training.modules.models import ModuleProgress
from training.quizzes.models import Answer, Attempt

TABS = 6


@pytest.fixture
def tabs(house: House) -> list[FlaskClient]:
    """Browsers of one person."""
    put_quiz(house.app)
    put_module(house.app)
    nora = house.person("Nora Brandt")
    return [house.browser(nora) for _ in range(TABS)]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of it at the same moment; returns what each came to."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        ready.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def count(database: Database, kind: type[Any]) -> int:
    with database.reading() as db:
        return db.scalar(select(func.count()).select_from(kind)) or 0


def facts(database: Database, kind: str) -> int:
    with database.reading() as db:
        return db.scalar(select(func.count()).select_from(Entry).where(Entry.kind.startswith(kind))) or 0


def test_starting_in_several_tabs_begins_one_attempt(tabs: list[FlaskClient], database: Database) -> None:
    replies = at_once(*(lambda tab=tab: tab.post("/quizzes/calls-quiz/start") for tab in tabs))
    assert {reply.status_code for reply in replies} == {303}
    assert len({reply.location for reply in replies}) == 1
    assert count(database, Attempt) == 1
    assert count(database, Answer) == 3


def test_handing_in_in_several_tabs_is_one_hand_in(tabs: list[FlaskClient], database: Database) -> None:
    attempt = tabs[0].post("/quizzes/calls-quiz/start").location
    replies = at_once(*(lambda tab=tab: tab.post(f"{attempt}/hand-in") for tab in tabs))
    assert {reply.status_code for reply in replies} == {303}
    assert facts(database, "quiz.") == 1


def test_of_saves_at_once_the_one_with_the_highest_sequence_stays(tabs: list[FlaskClient], database: Database) -> None:
    attempt = tabs[0].post("/quizzes/calls-quiz/start").location

    def save(tab: FlaskClient, sequence: int) -> Any:
        return tab.post(f"{attempt}/1/answer", data={"answer": "abcabc"[sequence - 1], "sequence": str(sequence)})

    replies = at_once(*(lambda tab=tab, place=place: save(tab, place) for place, tab in enumerate(tabs, start=1)))
    assert {reply.status_code for reply in replies} == {200}
    with database.reading() as db:
        kept = db.scalars(select(Answer).where(Answer.item == 1)).one()
    assert (kept.seq, kept.response) == (6, ["c"])


def test_a_save_beside_the_hand_in_is_either_counted_or_refused(tabs: list[FlaskClient], database: Database) -> None:
    for _ in range(5):
        attempt = tabs[0].post("/quizzes/calls-quiz/start").location
        saved, handed_in = at_once(
            lambda attempt=attempt: tabs[1].post(f"{attempt}/1/answer", data={"answer": "a", "sequence": "1"}),
            lambda attempt=attempt: tabs[2].post(f"{attempt}/hand-in"),
        )
        assert handed_in.status_code == 303
        with database.reading() as db:
            row = db.get_one(Attempt, int(attempt.rsplit("/", 1)[1]))
        assert (saved.status_code, row.score) in {(200, 1.0), (409, 0.0)}


def test_starting_a_lesson_in_several_tabs_begins_one_reading(tabs: list[FlaskClient], database: Database) -> None:
    at_once(*(lambda tab=tab: tab.post("/learn/taking-a-call") for tab in tabs))
    assert count(database, ModuleProgress) == 1


def test_finishing_a_lesson_in_several_tabs_is_one_proof(tabs: list[FlaskClient], database: Database) -> None:
    url = "/learn/taking-a-call"
    tabs[0].post(f"{url}/pick-up/check", data={"question": "first-words", "answer-first-words": "b"})
    tabs[0].post(f"{url}/end/check", data={"question": "promise", "answer-promise": "what"})
    tabs[0].post(f"{url}/pick-up")
    tabs[0].post(f"{url}/listen")
    at_once(*(lambda tab=tab: tab.post(f"{url}/end") for tab in tabs))
    assert facts(database, "module.done") == 1
