"""Answers that a device has kept: marked again, kept once, counted once a day, and never somebody else's."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.house import House
from tests.moment import NOW, TODAY
from tests.practising import cards, done, reviews
from tests.shelf import MODULE, put_module
from training.core.clock import FixedClock
from training.core.db import Database
from training.practice.forms import batch_from
from training.practice.rules_answers import NotAnAnswer
from training.practice.rules_reviews import LONGEST_WAIT

DAY = timedelta(days=1)


class Device:
    """A phone of somebody who finished a module with two questions ten days ago: cards 1 and 2."""

    def __init__(self, house: House, person: int) -> None:
        self.person = person
        self.browser: FlaskClient = house.browser(person)

    def send(self, *sent: dict[str, Any], person: int | None = None) -> Any:
        body = {"person": self.person if person is None else person, "reviews": list(sent)}
        return self.browser.post("/practice/reviews", json=body)


def given_answer(key: str = "one", card: int = 1, values: tuple[str, ...] = ("b",), **more: Any) -> dict[str, Any]:
    at: datetime = more.pop("at", NOW)
    moment = int(at.timestamp() * 1000)
    return {"key": key, "card": card, "values": list(values), "confidence": "think", "at": moment, **more}


@pytest.fixture
def phone(house: House) -> Device:
    put_module(house.app)
    person = house.person("Nora Brandt")
    done(house.app, person, at=NOW - 10 * DAY)
    return Device(house, person)


def test_a_batch_is_kept_and_marked_here(phone: Device, database: Database) -> None:
    wrong = given_answer("two", 2, ("joke",), correct=True, seconds=7)
    reply = phone.send(given_answer(), wrong)
    assert reply.json == {"accepted": ["one", "two"], "refused": []}
    assert [(one.correct, one.rating, one.seconds) for one in reviews(database)] == [(True, 3, None), (False, 1, 7)]


def test_the_same_batch_again_is_answered_alike_and_kept_once(phone: Device, database: Database) -> None:
    first = phone.send(given_answer(), given_answer())
    assert phone.send(given_answer()).json == {"accepted": ["one"], "refused": []}
    assert first.status_code == 200
    assert len(reviews(database)) == 1
    assert cards(database)[0].reps == 1


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    ready = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        ready.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_a_batch_sent_from_several_threads_at_once_is_kept_once(
    phone: Device, house: House, database: Database
) -> None:
    tabs = [Device(house, phone.person) for _ in range(4)]
    sent = [given_answer(), given_answer("two", 2, ("what", "when"))]
    replies = at_once(*(lambda tab=tab: tab.send(*sent) for tab in tabs))
    assert {reply.status_code for reply in replies} == {200}
    assert sorted(one.key for one in reviews(database)) == ["one", "two"]
    assert [card.reps for card in cards(database)] == [1, 1]


def test_one_sitting_on_two_devices_at_once_counts_once(phone: Device, house: House, database: Database) -> None:
    devices = [Device(house, phone.person) for _ in range(4)]
    at_once(*(lambda one=one, key=str(key): one.send(given_answer(key)) for key, one in enumerate(devices)))
    assert sorted(one.counted for one in reviews(database)) == [False, False, False, True]
    assert cards(database)[0].reps == 1


def test_an_answer_counts_for_the_day_on_which_it_was_given(phone: Device, database: Database) -> None:
    phone.send(given_answer(at=NOW - 2 * DAY))
    assert (reviews(database)[0].day, cards(database)[0].last_on) == (TODAY - 2 * DAY, TODAY - 2 * DAY)


def test_clocks_that_are_wrong_are_not_believed(phone: Device, house: House, database: Database) -> None:
    phone.send(given_answer("ahead", at=NOW + 400 * DAY))
    phone.send(given_answer("behind", 2, ("what", "when"), at=NOW - 400 * DAY))
    ahead, behind = reviews(database)
    assert (ahead.at, ahead.day) == (NOW, TODAY)
    assert (behind.at, behind.day) == (NOW - LONGEST_WAIT, TODAY - 10 * DAY)


def test_an_older_answer_that_arrives_after_a_newer_one_changes_nothing(phone: Device, database: Database) -> None:
    phone.send(given_answer("tuesday", at=NOW - DAY))
    due_on = cards(database)[0].due_on
    phone.send(given_answer("monday", values=("a",), at=NOW - 2 * DAY))
    assert [(one.key, one.counted, one.day) for one in reviews(database)] == [
        ("tuesday", True, TODAY - DAY),
        ("monday", False, TODAY - DAY),
    ]
    assert cards(database)[0].due_on == due_on


def test_after_a_failure_the_same_day_counts_twice_more(phone: Device, database: Database) -> None:
    sent = [given_answer(str(number), values=("a",), at=NOW + timedelta(seconds=number)) for number in range(4)]
    phone.send(*sent)
    assert [one.counted for one in reviews(database)] == [True, True, True, False]
    assert cards(database)[0].tries == 3


def test_answers_of_somebody_else_are_not_taken(phone: Device, house: House, database: Database) -> None:
    other = house.person("Ben Okafor")
    assert phone.send(given_answer(), person=other).status_code == 409
    assert Device(house, other).send(given_answer()).json == {"accepted": [], "refused": ["one"]}
    assert reviews(database) == []


def test_whoever_is_signed_out_is_asked_to_sign_in_and_nothing_is_kept(house: House, phone: Device) -> None:
    reply = house.app.test_client().post(
        "/practice/reviews",
        json={"person": phone.person, "reviews": [given_answer()]},
        headers={"Accept": "application/json"},
    )
    assert reply.status_code == 401
    assert reply.json is not None
    assert reply.json["sign_in"] == "/sign-in"


def test_what_cannot_be_an_answer_is_named_and_the_rest_kept(phone: Device, database: Database) -> None:
    reply = phone.send(given_answer("no", values=("z",)), given_answer("gone", 999), given_answer())
    assert reply.json == {"accepted": ["one"], "refused": ["no", "gone"]}
    assert [one.key for one in reviews(database)] == ["one"]


def test_a_card_whose_question_is_gone_is_let_go(phone: Device, house: House, database: Database) -> None:
    put_module(house.app, MODULE.replace("id: first-words", "id: other-words"), {"pick-up": "behaviour"})
    assert phone.send(given_answer()).json == {"accepted": [], "refused": ["one"]}


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"person": 1},
        {"person": "1", "reviews": []},
        {"person": True, "reviews": []},
        {"person": 1, "reviews": [given_answer()] * 101},
        {"person": 1, "reviews": [{**given_answer(), "key": "x" * 101}]},
        {"person": 1, "reviews": [{**given_answer(), "key": "a\u0000b"}]},
        {"person": 1, "reviews": [{**given_answer(), "card": 2**40}]},
        {"person": 1, "reviews": [{**given_answer(), "values": "b"}]},
        {"person": 1, "reviews": [{**given_answer(), "values": [1]}]},
        {"person": 1, "reviews": [{**given_answer(), "at": "yesterday"}]},
        {"person": 1, "reviews": [{**given_answer(), "at": 10**30}]},
        {"person": 1, "reviews": [{**given_answer(), "confidence": "perhaps"}]},
        {"person": 1, "reviews": [{**given_answer(), "seconds": -1}]},
    ],
)
def test_what_no_page_of_ours_sends_is_refused_whole(phone: Device, database: Database, body: Any) -> None:
    assert phone.browser.post("/practice/reviews", json=body).status_code == 422
    assert reviews(database) == []


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=9), inside, max_size=4),
    max_leaves=9,
)
shapes = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("key", "card", "values", "confidence", "at", "seconds"), json_values),
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(json_values | st.fixed_dictionaries({"person": st.integers(), "reviews": st.lists(shapes, max_size=3)}))
def test_a_batch_is_understood_or_refused_whatever_it_holds(body: Any) -> None:
    try:
        _person, sent = batch_from(body)
    except NotAnAnswer:
        return
    assert all(isinstance(one.card_id, int) and one.at.tzinfo for one in sent)


def test_a_batch_costs_few_statements(phone: Device, statements: Any, clock: FixedClock) -> None:
    phone.send(given_answer())
    clock.at = NOW + 3 * DAY
    with statements() as seen:
        phone.send(given_answer("a", at=clock.at), given_answer("b", 2, ("what", "when"), at=clock.at))
    assert sum("practice" in text for text in seen.texts) <= 5, seen.texts
