"""Practising on pages: one card at a time, answered once, and an end that comes by itself."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.house import House, actor
from tests.moment import NOW, TODAY
from tests.practising import SCRIPT, card_of, cards, done, put_script, rehearsed, reviews
from tests.shelf import MODULE, put_module
from training.content.actions import retire
from training.core.clock import FixedClock
from training.core.db import Database
from training.core.permissions import Actor
from training.practice.queries import waiting

DAY = timedelta(days=1)
CHANGED = {"pick-up": "editorial"}


class Nora:
    """Somebody who finished a module with two questions yesterday."""

    def __init__(self, house: House) -> None:
        put_module(house.app)
        self.house = house
        self.person = house.person("Nora Brandt")
        self.browser: FlaskClient = house.browser(self.person)
        done(house.app, self.person, at=NOW - DAY)

    def answer(self, card: int, key: str = "a-key", **sent: Any) -> Any:
        return self.browser.post(f"/practice/{card}", data={"key": key, **sent})

    def page(self, path: str = "/practice/cards") -> str:
        return self.browser.get(path, follow_redirects=True).text


@pytest.fixture
def nora(house: House) -> Nora:
    return Nora(house)


def test_the_first_page_says_how_much_waits_and_how_long_it_takes(nora: Nora) -> None:
    page = nora.page("/practice")
    assert "2 cards to recall" in page
    assert "About 1 minute" in page


def test_a_card_is_asked_and_its_verdict_told(nora: Nora, database: Database) -> None:
    assert "The phone rings. What do you say first?" in nora.page()
    answer = nora.answer(1, answer="b", confidence="sure")
    assert (answer.status_code, answer.location) == (303, "/practice/1?sitting=1")
    page = nora.page(answer.location)
    assert "Right." in page
    assert "They know where they are." in page
    assert "Names come first." in page
    assert "What belongs to a promise?" in nora.page()
    assert [(one.rating, one.correct, one.confidence, one.day) for one in reviews(database)] == [
        (3, True, "sure", TODAY)
    ]


def test_being_sure_and_wrong_is_said_kindly_and_the_right_answer_told(nora: Nora) -> None:
    page = nora.page(nora.answer(1, answer="a", confidence="sure").location)
    assert "Not quite." in page
    assert "You were sure of it." in page
    assert "This is right" in page


def test_a_double_click_is_one_answer(nora: Nora, database: Database) -> None:
    for answer in ("b", "a"):
        assert nora.answer(1, answer=answer, confidence="think").status_code == 303
    assert [one.response for one in reviews(database)] == [["b"]]
    assert cards(database)[0].reps == 1


def test_a_second_tab_changes_nothing_and_says_so(nora: Nora, database: Database) -> None:
    nora.answer(1, "tab one", answer="b", confidence="think")
    before = cards(database)[0].due_on
    page = nora.page(nora.answer(1, "tab two", answer="a", confidence="think").location)
    assert "You had answered this one today already" in page
    assert [one.counted for one in reviews(database)] == [True, False]
    assert (cards(database)[0].due_on, cards(database)[0].reps) == (before, 1)


def test_nothing_chosen_is_asked_for_and_nothing_kept(nora: Nora, database: Database) -> None:
    answer = nora.answer(1, confidence="think")
    assert answer.status_code == 422
    assert "Answer first, then say how sure you are" in answer.text
    assert "<title>Error:" in answer.text
    assert reviews(database) == []


@pytest.mark.parametrize(
    "sent",
    [{"answer": "z"}, {"answer": ["a", "b"]}, {"answer": "b", "confidence": "perhaps"}, {"answer": "b", "key": ""}],
)
def test_what_no_page_of_ours_sends_is_refused(nora: Nora, database: Database, sent: dict[str, Any]) -> None:
    assert nora.answer(1, **{"key": "k", **sent}).status_code == 422
    assert reviews(database) == []


def test_what_was_not_remembered_comes_again_after_the_others_at_most_twice(nora: Nora, database: Database) -> None:
    nora.answer(1, "1", answer="a", confidence="think")
    assert "What belongs to a promise?" in nora.page()
    nora.answer(2, "2", answer=["what", "when"], confidence="think")
    for key in ("3", "4"):
        assert "The phone rings." in nora.page()
        assert "Once more" in nora.page()
        nora.answer(1, key, answer="a", confidence="think")
    assert "You recalled 1 of 2 cards." in nora.page()
    assert cards(database)[0].due_on == TODAY + DAY


def test_the_end_says_when_it_is_worth_it_again_and_counts_days_not_rows_of_days(nora: Nora, clock: FixedClock) -> None:
    nora.answer(1, "1", answer="b", confidence="think")
    nora.answer(2, "2", answer=["what", "when"], confidence="think")
    page = nora.page()
    assert "That is enough for today" in page
    assert "Saturday 14 March" in page
    assert "You have practised on 1 day." in page
    assert "Taking a call" in page
    clock.at = NOW + 100 * DAY
    nora.browser = nora.house.browser(nora.person)
    assert "2 cards to recall" in nora.page("/practice")


def test_when_nothing_is_due_there_is_still_something_to_do(house: House) -> None:
    put_module(house.app)
    page = house.browser(house.person("Ben Okafor")).get("/practice").text
    assert "Nothing to recall yet" in page
    assert 'href="/scenarios"' in page
    assert 'href="/scripts"' in page


def test_a_sitting_is_eight_cards_and_another_is_offered(nora: Nora, database: Database) -> None:
    text = MODULE.replace("id: first-words", "id: q0")
    part = text[text.index("```question") : text.index("## Let them finish")]
    more = "".join(part.replace("id: q0", f"id: q{number}") for number in range(1, 20))
    put_module(nora.house.app, text.replace("## Let them finish", f"{more}\n## Let them finish"), CHANGED)
    done(nora.house.app, nora.person, at=NOW - DAY)
    with database.writing() as db:
        for number in range(20):
            card = card_of(db, f"q{number}")
            card.stability, card.difficulty, card.last_on, card.reps, card.tries = 2.0, 5.0, TODAY - 9 * DAY, 1, 1
    assert "8 cards to recall" in nora.page("/practice")
    for number in range(8):
        assert "/practice/end" not in nora.browser.get("/practice/cards").headers.get("Location", "")
        shown = next(int(found) for found in nora.page().split('action="/practice/')[1].split('"')[:1])
        right = ["what", "when"] if shown == 2 else "b"
        nora.answer(shown, f"key {number}", answer=right, confidence="think")
    page = nora.page()
    assert "That is enough for today" in page
    assert "Another three minutes" in page
    assert "Friday 13 March" in page
    assert "What do you say first?" in nora.page("/practice/cards?sitting=2")


def test_lines_in_order_are_given_by_their_places(nora: Nora, database: Database) -> None:
    put_script(nora.house.app)
    rehearsed(nora.house.app, nora.person, at=NOW - DAY)
    with database.reading() as db:
        whole = card_of(db, "whole", "order").id
    twice = {"place-greet": "1", "place-repeat": "1", "place-promise": "3", "place-close": "4"}
    answer = nora.answer(whole, **twice)
    assert answer.status_code == 422
    assert "Give each line a place of its own" in answer.text
    nora.answer(whole, **{**twice, "place-repeat": "2"})
    assert [(one.response, one.correct) for one in reviews(database)] == [
        (["greet", "repeat", "promise", "close"], True)
    ]


def test_typed_words_are_compared_kindly_and_the_slip_shown(nora: Nora, database: Database) -> None:
    put_script(nora.house.app)
    rehearsed(nora.house.app, nora.person, at=NOW - DAY)
    with database.reading() as db:
        gap = card_of(db, "promise", "gap").id
    page = nora.page(nora.answer(gap, answer="within ten mintues", confidence="sure").location)
    assert "Right, but for the spelling." in page
    assert "<strong>within ten minutes</strong>" in page
    assert "within ten mintues" in page
    assert reviews(database)[0].rating == 4


def test_somebody_elses_card_is_not_there(nora: Nora, database: Database) -> None:
    other = nora.house.browser(nora.house.person("Ben Okafor"))
    assert other.get("/practice/1").status_code == 404
    assert other.post("/practice/1", data={"key": "k", "answer": "b"}).status_code == 404
    assert reviews(database) == []


def test_cards_follow_the_text_that_is_live(nora: Nora) -> None:
    put_module(nora.house.app, MODULE.replace("What do you say first?", "Which words come first?"), CHANGED)
    assert "Which words come first?" in nora.page()


def test_a_question_that_is_gone_is_left_out_silently(nora: Nora) -> None:
    put_module(nora.house.app, MODULE.replace("id: first-words", "id: other-words"), CHANGED)
    assert "1 card to recall" in nora.page("/practice")
    assert nora.browser.get("/practice/1").status_code == 404


def test_what_is_retired_is_not_practised(nora: Nora, database: Database) -> None:
    with nora.house.app.app_context(), database.writing() as db:
        retire(db, Actor.house(), "module", "taking-a-call", now=NOW)
    assert "Nothing to recall yet" in nora.page("/practice")
    assert "/practice" in nora.browser.get("/practice/cards").location


def test_what_is_for_other_roles_is_not_practised(nora: Nora, house: House) -> None:
    text = "title: Picking up\naudience: roles\nroles: [phone-agent]\n"

    put_script(house.app, SCRIPT.replace("title: Picking up\n", text))
    rehearsed(house.app, nora.person, at=NOW - DAY)
    assert "2 cards to recall" in nora.page("/practice")
    house.role(nora.person, "Phone agent")
    assert "5 cards" not in nora.page("/practice")
    assert "3 cards to recall" in nora.page("/practice")


def test_what_waits_is_told_in_one_query(nora: Nora, database: Database, statements: Any) -> None:
    learner = actor(nora.person)
    with nora.house.app.app_context(), database.reading() as db:
        waiting(db, learner, today=TODAY)  # the document is read once and kept
        with statements() as seen:
            found = waiting(db, learner, today=TODAY)
    assert (found.cards, found.minutes, len(seen)) == (2, 1, 1)


def test_pages_ask_the_database_little(nora: Nora, statements: Any) -> None:
    nora.page("/practice")
    nora.page()
    for path, most in (("/practice", 6), ("/practice/cards", 4)):
        with statements() as seen:
            nora.page(path)
        assert len(seen) <= most, seen.texts
    with statements() as seen:
        nora.answer(1, answer="b", confidence="think")
    assert len(seen) <= 10, seen.texts
