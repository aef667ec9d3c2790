"""Cards come by themselves: from modules, quizzes, scripts and scenarios, in the transaction of the fact."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.house import House
from tests.moment import NOW, TODAY
from tests.practising import card_of, cards, done, played, put_scenario, put_script, rehearsed
from tests.shelf import RIGHT, WRONG, document_of, put_module, put_quiz
from training.core.clock import FixedClock
from training.core.db import Database

DAY = timedelta(days=1)


@pytest.fixture
def nora(house: House) -> int:
    return house.person("Nora Brandt")


def take_the_quiz(browser: FlaskClient, answers: dict[str, list[str]]) -> None:
    """Questions are asked in the order of the bank; whatever is left out stays open."""
    attempt = browser.post("/quizzes/calls-quiz/start").location
    for number, chosen in enumerate(in_order(browser, attempt, answers), start=1):
        if chosen:
            browser.post(f"{attempt}/{number}/answer", data={"answer": chosen})
    browser.post(f"{attempt}/hand-in")


def in_order(browser: FlaskClient, attempt: str, answers: dict[str, list[str]]) -> list[list[str]]:
    texts = {"first": "What comes first?", "note": "What stands in the note?", "hold": "Ask before you put"}
    pages = [browser.get(f"{attempt}/{number}").text for number in (1, 2, 3)]
    return [next(answers.get(item, []) for item, text in texts.items() if text in page) for page in pages]


def test_a_finished_module_leaves_its_questions_for_tomorrow(app: Flask, nora: int, database: Database) -> None:
    put_module(app)
    done(app, nora, at=NOW)
    assert [(card.item, card.met_on, card.due_on, card.last_on) for card in cards(database)] == [
        ("first-words", TODAY, TODAY + DAY, None),
        ("promise", TODAY, TODAY + DAY, None),
    ]


def test_the_same_fact_again_makes_no_card_twice_and_changes_none(app: Flask, nora: int, database: Database) -> None:
    put_module(app)
    done(app, nora, at=NOW)
    done(app, nora, at=NOW + 9 * DAY)
    assert [card.due_on for card in cards(database)] == [TODAY + DAY, TODAY + DAY]


def test_answers_of_a_quiz_count_as_recalls_of_its_bank(house: House, nora: int, database: Database) -> None:
    put_quiz(house.app)
    take_the_quiz(house.browser(nora), {**RIGHT, "hold": ["false"]})
    found = cards(database)
    assert {card.document_id for card in found} == {document_of(database, "calls")}
    with database.reading() as db:
        first, note, hold = (card_of(db, item) for item in ("first", "note", "hold"))
    assert (first.reps, first.failed, first.due_on) == (1, False, TODAY + 2 * DAY)
    assert (note.failed, hold.failed) == (False, True)


def test_a_wrong_answer_in_a_quiz_makes_its_card_due_now(house: House, nora: int, database: Database) -> None:
    put_quiz(house.app)
    browser = house.browser(nora)
    take_the_quiz(browser, {"first": WRONG["first"]})
    assert [(card.due_on, card.failed) for card in cards(database)] == [(TODAY, True)] * 3
    assert "3 cards to recall" in browser.get("/practice").text


def test_a_wrong_answer_brings_back_what_had_seemed_safe(
    house: House, nora: int, database: Database, clock: FixedClock
) -> None:
    put_quiz(house.app)
    take_the_quiz(house.browser(nora), RIGHT)
    clock.at = NOW + DAY
    take_the_quiz(house.browser(nora), {**RIGHT, "first": WRONG["first"]})
    with database.reading() as db:
        first, note = card_of(db, "first"), card_of(db, "note")
    assert (first.due_on, first.lapses, first.reps) == (TODAY + DAY, 1, 2)
    assert (note.lapses, note.reps) == (0, 2)


def test_a_second_quiz_on_the_same_day_does_not_count_twice(house: House, nora: int, database: Database) -> None:
    put_quiz(house.app)
    for _attempt in range(2):
        take_the_quiz(house.browser(nora), RIGHT)
    assert [card.reps for card in cards(database)] == [1, 1, 1]


def test_a_rehearsed_script_leaves_lines_gaps_and_their_order(app: Flask, nora: int, database: Database) -> None:
    put_script(app)
    rehearsed(app, nora, at=NOW, shaky=["repeat"])
    found = {(card.kind, card.item): card.due_on for card in cards(database)}
    assert found.pop(("line", "repeat")) == TODAY
    assert set(found.values()) == {TODAY + DAY}
    assert set(found) == {
        ("line", "greet"),
        ("line", "promise"),
        ("line", "close"),
        ("gap", "greet"),
        ("gap", "promise"),
        ("order", "whole"),
    }


def test_only_lines_that_were_rehearsed_are_asked(app: Flask, nora: int, database: Database) -> None:
    put_script(app)
    rehearsed(app, nora, at=NOW, lines=["greet"])
    assert [(card.kind, card.item) for card in cards(database)] == [("line", "greet"), ("gap", "greet")]


def test_a_line_that_is_shaky_again_comes_sooner_and_never_later(app: Flask, nora: int, database: Database) -> None:
    put_script(app)
    rehearsed(app, nora, at=NOW)
    with database.writing() as db:
        card_of(db, "greet", "line").due_on = TODAY + 90 * DAY
        card_of(db, "close", "line").due_on = TODAY - 9 * DAY
    rehearsed(app, nora, at=NOW + DAY, shaky=["greet", "close"])
    with database.reading() as db:
        assert card_of(db, "greet", "line").due_on == TODAY + DAY
        assert card_of(db, "close", "line").due_on == TODAY - 9 * DAY
        assert card_of(db, "promise", "line").due_on == TODAY + DAY


def test_a_decided_turn_counts_as_a_recall(app: Flask, nora: int, database: Database) -> None:
    put_scenario(app)
    played(app, nora, at=NOW, turns={"first": False, "second": True})
    assert [(card.kind, card.item, card.failed, card.due_on) for card in cards(database)] == [
        ("turn", "first", True, TODAY)
    ]
    played(app, nora, at=NOW + DAY, turns={"first": True})
    assert [(card.failed, card.reps) for card in cards(database)] == [(False, 2)]


def test_cards_are_made_with_few_statements(app: Flask, nora: int, statements: Any) -> None:
    put_script(app)
    rehearsed(app, nora, at=NOW, shaky=["greet"])
    with statements() as seen:
        rehearsed(app, nora, at=NOW + DAY, shaky=["greet"])
    assert sum("practice_card" in text for text in seen.texts) <= 2


def test_a_fact_that_has_been_emptied_makes_nothing(app: Flask, nora: int, database: Database) -> None:
    put_scenario(app)
    played(app, nora, at=NOW, turns={})
    assert cards(database) == []
