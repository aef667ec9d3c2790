"""Taking a quiz by hand: questions one by one, nothing lost, one hand-in, a result that explains itself."""

import re
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.house import House
from tests.shelf import BANK, QUIZ, RIGHT, WRONG, document_of, put, put_module, put_quiz
from training.core.db import Database
from training.core.ledger import Entry
from training.quizzes.models import Answer, Attempt

URL = "/quizzes/calls-quiz"


@pytest.fixture
def quiz(house: House) -> int:
    """A quiz of three questions in the order of their bank; two right ones pass."""
    return put_quiz(house.app)


@pytest.fixture
def nora(house: House, quiz: int) -> FlaskClient:
    return house.browser(house.person("Nora Brandt"))


def start(browser: FlaskClient) -> str:
    """The address of the attempt that a press on Start leads to."""
    reply = browser.post(f"{URL}/start")
    assert reply.status_code == 303
    return reply.location


def take(browser: FlaskClient, answers: Mapping[str, list[str]]) -> str:
    attempt = start(browser)
    for number, question in enumerate(("first", "note", "hold"), start=1):
        browser.post(f"{attempt}/{number}", data={"answer": answers[question]})
    browser.post(f"{attempt}/hand-in")
    return attempt


def facts(database: Database) -> list[Entry]:
    with database.reading() as db:
        return list(db.scalars(select(Entry).where(Entry.kind.startswith("quiz.")).order_by(Entry.id)))


def attempts(database: Database) -> int:
    with database.reading() as db:
        return db.scalar(select(func.count()).select_from(Attempt)) or 0


def responses(database: Database) -> list[object]:
    with database.reading() as db:
        return list(db.scalars(select(Answer.response).order_by(Answer.attempt_id, Answer.item)))


def test_the_way_from_the_first_page_to_a_pass(nora: FlaskClient, quiz: int, database: Database) -> None:
    intro = nora.get(URL).text
    for words in ("Calls, quiz", "about 5 minutes", "60\u00a0% right", "Start"):
        assert words in intro
    attempt = start(nora)
    first = nora.get(attempt, follow_redirects=True)
    assert first.request.path == f"{attempt}/1"
    assert "Question 1 of 3" in first.text
    assert "What comes first?" in first.text
    assert f'data-autosave="{attempt}/1/answer"' in first.text
    assert f'href="{attempt}/hand-in"' in first.text
    assert nora.post(f"{attempt}/1", data={"answer": "a"}).location == f"{attempt}/2"
    assert nora.post(f"{attempt}/2", data={"answer": ["name", "number"]}).location == f"{attempt}/3"
    assert nora.post(f"{attempt}/3", data={"answer": "false"}).location == f"{attempt}/hand-in"
    assert "Every question has an answer" in nora.get(f"{attempt}/hand-in").text
    assert nora.post(f"{attempt}/hand-in").location == attempt
    result = nora.get(attempt).text
    assert "Passed, with 66\u00a0%" in result
    assert "You had 2 of 3 right. It counts from 12 March 2026." in result
    (fact,) = facts(database)
    assert (fact.kind, fact.version_id, fact.document_id) == ("quiz.passed", quiz, document_of(database, "calls-quiz"))
    assert fact.facts == {
        "slug": "calls-quiz",
        "title": "Calls, quiz",
        "version": 1,
        "attempt": int(attempt.rsplit("/", 1)[1]),
        "score": 66,
        "pass_mark": 60,
    }


def test_the_result_explains_what_was_missing_option_by_option(nora: FlaskClient) -> None:
    result = nora.get(take(nora, {**RIGHT, "first": ["b"], "hold": ["false"]})).text
    assert "Not yet: 33\u00a0%, and 60\u00a0% is needed" in result
    missing = result[result.index("What was missing") : result.index("What was right")]
    assert "That comes second." in missing
    assert "They know whom they reached." in missing
    assert "True" in missing
    assert "None" not in missing
    assert "Nobody has said a word yet." not in missing  # nobody chose it, and it is not right
    assert "The shop, then your name." in missing
    assert "Silence without a word feels like being forgotten." in missing
    assert "What stands in the note?" not in missing
    assert "Your answer, not right" in missing
    assert "This is right" in missing


def test_a_failed_attempt_is_evidence_too_and_can_be_tried_again(nora: FlaskClient, database: Database) -> None:
    first = take(nora, WRONG)
    assert [fact.kind for fact in facts(database)] == ["quiz.failed"]
    assert "Try again" in nora.get(first).text
    second = take(nora, RIGHT)
    assert second != first
    assert [fact.kind for fact in facts(database)] == ["quiz.failed", "quiz.passed"]
    intro = nora.get(URL).text
    assert "Earlier attempts" in intro
    assert f'href="{first}"' in intro
    assert f'href="{second}"' in intro


def test_what_to_read_again_leads_to_the_lesson_of_the_skill(nora: FlaskClient, house: House) -> None:
    put_module(house.app)
    result = nora.get(take(nora, WRONG)).text
    assert "Worth reading again" in result
    assert 'href="/learn/taking-a-call"' in result
    assert "Worth reading again" not in nora.get(take(nora, RIGHT)).text


def test_starting_twice_goes_on_with_the_same_attempt(nora: FlaskClient, database: Database) -> None:
    attempt = start(nora)
    nora.post(f"{attempt}/1", data={"answer": "a"})
    assert start(nora) == attempt
    assert attempts(database) == 1
    assert responses(database) == [["a"], None, None]


def test_an_open_attempt_is_gone_on_with_on_another_device(nora: FlaskClient, house: House) -> None:
    attempt = start(nora)
    nora.post(f"{attempt}/1", data={"answer": "a"})
    intro = nora.get(URL).text
    assert "You have answered 1 of 3 questions." in intro
    assert f'href="{attempt}">Go on' in intro
    assert nora.get(attempt).location == f"{attempt}/2"


def test_handing_in_twice_is_one_hand_in(nora: FlaskClient, database: Database) -> None:
    attempt = take(nora, RIGHT)
    again = nora.post(f"{attempt}/hand-in")
    assert (again.status_code, again.location) == (303, attempt)
    assert len(facts(database)) == 1


def test_after_the_hand_in_answers_stay_as_they_are(nora: FlaskClient, database: Database) -> None:
    attempt = take(nora, RIGHT)
    before = responses(database)
    assert nora.post(f"{attempt}/1", data={"answer": "b"}).location == attempt
    assert responses(database) == before
    for page in ("/1", "/hand-in"):
        assert nora.get(attempt + page).location == attempt


def test_going_on_without_an_answer_asks_for_one(nora: FlaskClient, database: Database) -> None:
    attempt = start(nora)
    refused = nora.post(f"{attempt}/1", data={"then": "next"})
    assert refused.status_code == 422
    assert "<title>Error: Question 1 of 3" in refused.text
    assert '<a href="#answer">Choose an answer, or flag the question and come back to it</a>' in refused.text
    assert 'id="answer"' in refused.text
    assert responses(database) == [None] * 3


def test_a_flagged_question_may_stay_open_for_later(nora: FlaskClient) -> None:
    attempt = start(nora)
    assert nora.post(f"{attempt}/1", data={"flag": "1"}).location == f"{attempt}/2"
    page = nora.get(f"{attempt}/2").text
    assert "Question 1, open, flagged" in page
    assert "0 answered, 1 flagged, 3 open." in page
    assert re.search(r'name="flag" value="1" checked', nora.get(f"{attempt}/1").text)


def test_going_back_and_leaving_save_without_asking(nora: FlaskClient, database: Database) -> None:
    attempt = start(nora)
    assert nora.post(f"{attempt}/2", data={"answer": "name", "then": "back"}).location == f"{attempt}/1"
    assert nora.post(f"{attempt}/1", data={"then": "back"}).location == f"{attempt}/1"
    assert nora.post(f"{attempt}/3", data={"answer": "true", "then": "leave"}).location == "/"
    assert responses(database) == [None, ["name"], ["true"]]


def test_the_hand_in_page_says_what_is_open_and_lets_one_hand_in_all_the_same(nora: FlaskClient) -> None:
    attempt = start(nora)
    nora.post(f"{attempt}/2", data={"answer": "name", "flag": "1"})
    page = nora.get(f"{attempt}/hand-in").text
    assert "2 questions are still open" in page
    assert f'<a class="button" href="{attempt}/1">Go to question 1</a>' in page
    assert "You flagged 1 question to look at it again." in page
    nora.post(f"{attempt}/hand-in")
    assert "You left it open." in nora.get(attempt).text


def test_another_persons_attempt_is_not_found(nora: FlaskClient, house: House, database: Database) -> None:
    attempt = start(nora)
    tom = house.browser(house.person("Tom Walsh"))
    boss = house.administrator()
    for stranger in (tom, boss):
        for page in ("", "/1", "/hand-in"):
            assert stranger.get(attempt + page).status_code == 404
        for page in ("/1", "/1/answer", "/hand-in"):
            assert stranger.post(attempt + page, data={"answer": "a"}).status_code == 404
    assert responses(database) == [None] * 3
    assert facts(database) == []


@pytest.mark.parametrize("number", ["0", "4", "-1", "99999999999999999999"])
def test_a_question_that_is_not_on_the_form_is_not_found(nora: FlaskClient, number: str) -> None:
    attempt = start(nora)
    assert nora.get(f"{attempt}/{number}").status_code == 404
    assert nora.post(f"{attempt}/{number}", data={"answer": "a"}).status_code in {404, 405}


def test_a_forged_option_is_refused_and_changes_nothing(nora: FlaskClient, database: Database) -> None:
    attempt = start(nora)
    nora.post(f"{attempt}/1", data={"answer": "a"})
    for forged in (["z"], ["a", "b"], ["a", "z"]):
        refused = nora.post(f"{attempt}/1", data={"answer": forged})
        assert refused.status_code == 422
        assert "This cannot be an answer to the question" in refused.text
    assert responses(database) == [["a"], None, None]


def test_a_publish_in_the_middle_does_not_touch_the_sitting(
    nora: FlaskClient, house: House, database: Database
) -> None:
    attempt = start(nora)
    put(house.app, "bank", "calls", BANK.replace("What comes first?", "What comes last?"), {"first": "behaviour"})
    put(house.app, "quiz", "calls-quiz", QUIZ.replace("pass_mark: 60", "pass_mark: 100"), {"recipe": "behaviour"})
    assert "What comes first?" in nora.get(f"{attempt}/1").text
    nora.post(f"{attempt}/1", data={"answer": "a"})
    nora.post(f"{attempt}/2", data={"answer": ["name", "number"]})
    nora.post(f"{attempt}/hand-in")
    assert "Passed, with 66\u00a0%" in nora.get(attempt).text
    assert facts(database)[0].facts["version"] == 1
    assert "What comes last?" in nora.get(f"{start(nora)}/1").text


def test_a_quiz_that_does_not_exist_is_not_found(nora: FlaskClient) -> None:
    assert nora.get("/quizzes/nothing").status_code == 404
    assert nora.post("/quizzes/nothing/start").status_code == 404


def test_the_pages_are_read_in_few_queries(nora: FlaskClient, statements) -> None:
    attempt = start(nora)
    nora.get(f"{attempt}/1")
    for page, most in ((f"{attempt}/1", 1), (f"{attempt}/hand-in", 1), (URL, 3)):
        with statements() as seen:
            nora.get(page)
        own = [text for text in seen.texts if "attempt" in text or "document" in text]  # besides asking who it is
        assert len(own) <= most, seen.texts
