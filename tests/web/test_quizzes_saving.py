"""Saving an answer in passing: after the commit, once for each key, and never older over newer."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.house import House
from tests.moment import NOW
from tests.shelf import put_quiz
from training.core.clock import FixedClock
from training.core.db import Database
from training.quizzes.models import Answer


@pytest.fixture
def nora(house: House) -> FlaskClient:
    put_quiz(house.app)
    return house.browser(house.person("Nora Brandt"))


@pytest.fixture
def attempt(nora: FlaskClient) -> str:
    """The address of an attempt that has just begun."""
    return nora.post("/quizzes/calls-quiz/start").location


def save(browser: FlaskClient, attempt: str, sequence: object, *answer: str, number: int = 1, **more: Any):
    """What static/js/autosave.js sends."""
    headers = {"Accept": "application/json"}
    if key := more.pop("key", f"key {sequence} {answer}"):
        headers["Idempotency-Key"] = key
    data = {"answer": list(answer), "sequence": str(sequence), **more}
    return browser.post(f"{attempt}/{number}/answer", data=data, headers=headers)


def answer_row(database: Database, number: int = 1) -> Answer:
    with database.reading() as db:
        return db.scalars(select(Answer).where(Answer.item == number)).one()


def test_a_save_is_acknowledged_with_its_time_and_kept(nora: FlaskClient, attempt: str, database: Database) -> None:
    reply = save(nora, attempt, 1773308460000, "a", flag="1")
    assert (reply.status_code, reply.json) == (200, {"saved_at": "09:41"})
    kept = answer_row(database)
    assert (kept.response, kept.flagged, kept.seq, kept.saved_at) == (["a"], True, 1773308460000, NOW)
    page = nora.get(f"{attempt}/1").text
    assert "Saved 09:41" in page
    assert 'data-sequence="1773308460000"' in page


def test_the_newest_answer_takes_the_place_of_an_older_one(nora: FlaskClient, attempt: str, database: Database) -> None:
    save(nora, attempt, 5, "a")
    save(nora, attempt, 6, "b")
    assert answer_row(database).response == ["b"]


def test_a_late_save_changes_nothing_and_is_answered_alike(
    nora: FlaskClient, attempt: str, database: Database, clock: FixedClock
) -> None:
    save(nora, attempt, 6, "b")
    clock.at = NOW.replace(minute=50)
    late = save(nora, attempt, 5, "a")
    assert (late.status_code, late.json) == (200, {"saved_at": "09:41"})
    assert answer_row(database).response == ["b"]


def test_the_same_save_twice_is_one_save_and_answered_alike(
    nora: FlaskClient, attempt: str, database: Database, clock: FixedClock
) -> None:
    first = save(nora, attempt, 5, "a", key="k1")
    clock.at = NOW.replace(minute=50)
    again = save(nora, attempt, 5, "a", key="k1")
    assert first.json == again.json == {"saved_at": "09:41"}
    assert answer_row(database).saved_at == NOW


def test_a_key_that_was_used_does_not_count_again_even_without_a_sequence(
    nora: FlaskClient, attempt: str, database: Database
) -> None:
    save(nora, attempt, "", "a", key="k1")
    save(nora, attempt, "", "b", key="k1")
    assert answer_row(database).response == ["a"]


def test_two_tabs_and_a_dropped_connection_leave_the_newest_work(
    nora: FlaskClient, attempt: str, database: Database
) -> None:
    save(nora, attempt, 10, "a", key="one")
    save(nora, attempt, 12, "c", key="two")  # the second tab
    save(nora, attempt, 11, "b", key="three")  # the first tab's, held up on the way
    save(nora, attempt, 10, "a", key="one")  # its reply was lost, so it came again
    assert answer_row(database).response == ["c"]


def test_what_is_sent_by_hand_after_a_script_went_missing_is_the_newest(
    nora: FlaskClient, attempt: str, database: Database
) -> None:
    save(nora, attempt, 1773308460000, "a")
    nora.post(f"{attempt}/1", data={"answer": "b"})
    kept = answer_row(database)
    assert (kept.response, kept.seq) == (["b"], 1773308460001)


def test_taking_an_answer_back_opens_the_question_again(nora: FlaskClient, attempt: str, database: Database) -> None:
    save(nora, attempt, 1, "name", "number", number=2)
    save(nora, attempt, 2, number=2)
    assert answer_row(database, 2).response is None
    assert "0 answered" in nora.get(f"{attempt}/2").text


def test_a_save_after_the_hand_in_is_refused_for_good(nora: FlaskClient, attempt: str, database: Database) -> None:
    save(nora, attempt, 1, "a", key="k1")
    nora.post(f"{attempt}/hand-in")
    refused = save(nora, attempt, 2, "b", key="k2")
    assert refused.status_code == 409
    assert "handed in" in refused.json["message"]
    assert answer_row(database).response == ["a"]
    assert save(nora, attempt, 1, "a", key="k1").status_code == 200  # it was in before, only its reply was lost


@pytest.mark.parametrize("sequence", ["-1", "0", "1.5", "many", "9007199254740992", "9" * 400, "٣"])
def test_a_forged_sequence_is_refused_and_changes_nothing(
    nora: FlaskClient, attempt: str, database: Database, sequence: str
) -> None:
    refused = save(nora, attempt, sequence, "a")
    assert refused.status_code == 422
    assert refused.json["message"]
    assert answer_row(database).seq == 0


@pytest.mark.parametrize("options", [("z",), ("a", "b"), ("a" * 1_000_000,)])
def test_a_forged_answer_is_refused_and_changes_nothing(
    nora: FlaskClient, attempt: str, database: Database, options: tuple[str, ...]
) -> None:
    assert save(nora, attempt, 1, *options, key="k").status_code == 422
    assert answer_row(database).response is None


def test_a_key_longer_than_any_of_ours_is_refused(nora: FlaskClient, attempt: str, database: Database) -> None:
    assert save(nora, attempt, 1, "a", key="k" * 101).status_code == 422
    assert answer_row(database).response is None


def test_a_question_that_is_not_on_the_form_is_not_found(nora: FlaskClient, attempt: str) -> None:
    assert save(nora, attempt, 1, "a", number=4).status_code == 404
    assert save(nora, "/attempts/999", 1, "a").status_code == 404


def test_signed_out_the_reply_says_where_to_sign_in(client: FlaskClient, attempt: str, database: Database) -> None:
    reply = save(client, attempt, 1, "a")
    assert (reply.status_code, reply.json["sign_in"]) == (401, "/sign-in")
    assert answer_row(database).response is None


def test_a_save_reads_once_and_writes_once(nora: FlaskClient, attempt: str, statements) -> None:
    save(nora, attempt, 1, "a")
    with statements() as seen:
        save(nora, attempt, 2, "b")
    own = [text.split()[0] for text in seen.texts if "attempt" in text]  # besides asking who it is
    assert own == ["SELECT", "UPDATE"], seen.texts
