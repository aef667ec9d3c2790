"""Reading a module part by part: the place is kept, questions answer at once, and the end is evidence."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.house import House
from tests.shelf import MODULE, put_module
from training.core.db import Database
from training.core.ledger import Entry
from training.modules.models import ModuleProgress

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Pages whose SQL is tried on both by `tests/structure/test_routes.py`; what they write is plain rows."""

URL = "/learn/taking-a-call"


@pytest.fixture
def version(house: House) -> int:
    """The one version of a module of three parts, of which the first and the last ask a question."""
    return put_module(house.app)


@pytest.fixture
def nora(house: House, version: int) -> FlaskClient:
    return house.browser(house.person("Nora Brandt"))


def answer(browser: FlaskClient, part: str, question: str, *options: str, **headers: str):
    return browser.post(
        f"{URL}/{part}/check", data={"question": question, f"answer-{question}": list(options)}, headers=headers
    )


def read_all(browser: FlaskClient) -> None:
    browser.post(URL)
    answer(browser, "pick-up", "first-words", "b")
    browser.post(f"{URL}/pick-up")
    browser.post(f"{URL}/listen")
    answer(browser, "end", "promise", "what", "when")
    browser.post(f"{URL}/end")


def done_facts(database: Database) -> list[Entry]:
    with database.reading() as db:
        return list(db.scalars(select(Entry).where(Entry.kind == "module.done").order_by(Entry.id)))


def readings(database: Database) -> int:
    with database.reading() as db:
        return db.scalar(select(func.count()).select_from(ModuleProgress)) or 0


def test_the_overview_says_what_one_can_do_afterwards_and_how_long_it_takes(nora: FlaskClient) -> None:
    page = nora.get(URL).text
    assert "You can take a call so that nobody has to repeat anything." in page
    assert "3 parts" in page
    assert "about 6 minutes" in page
    for title in ("Pick up within three rings", "Let them finish", "Say what happens next"):
        assert title in page


def test_reading_to_the_end_is_evidence_of_that_version(
    nora: FlaskClient, version: int, database: Database, house: House
) -> None:
    assert nora.post(URL).location == f"{URL}/pick-up"
    assert answer(nora, "pick-up", "first-words", "b").location == f"{URL}/pick-up#first-words"
    assert nora.post(f"{URL}/pick-up").location == f"{URL}/listen"
    assert nora.post(f"{URL}/listen").location == f"{URL}/end"
    answer(nora, "end", "promise", "what")
    assert done_facts(database) == []
    assert nora.post(f"{URL}/end").location == URL
    (fact,) = done_facts(database)
    assert fact.version_id == version
    assert fact.subject_id == fact.actor_id
    assert fact.facts == {"slug": "taking-a-call", "title": "Taking a call", "version": 1}
    assert "You did this on 12 March 2026" in nora.get(URL).text


def test_finishing_twice_is_recorded_once(nora: FlaskClient, database: Database) -> None:
    read_all(nora)
    assert nora.post(f"{URL}/end").location == URL
    assert len(done_facts(database)) == 1
    assert readings(database) == 1


def test_starting_twice_begins_one_reading(nora: FlaskClient, database: Database) -> None:
    nora.post(URL)
    answer(nora, "pick-up", "first-words", "b")
    nora.post(f"{URL}/pick-up")
    assert nora.post(URL).location == f"{URL}/listen"
    assert readings(database) == 1


def test_a_part_says_where_one_is_and_what_is_left(nora: FlaskClient) -> None:
    nora.post(URL)
    answer(nora, "pick-up", "first-words", "a")
    nora.post(f"{URL}/pick-up")
    page = nora.get(f"{URL}/listen").text
    assert "Part 2 of 3, about 4 minutes left in this lesson" in page
    assert "1 of 3 parts done" in page
    assert "Next: Say what happens next" in page
    assert 'aria-current="page">Let them finish' in page


def test_looking_at_pages_changes_nothing(nora: FlaskClient, database: Database) -> None:
    for path in ("", "/pick-up", "/listen", "/end"):
        assert nora.get(f"{URL}{path}").status_code == 200
    assert readings(database) == 0


def test_the_place_is_kept_for_another_device(nora: FlaskClient, house: House) -> None:
    nora.post(URL)
    answer(nora, "pick-up", "first-words", "b")
    nora.post(f"{URL}/pick-up")
    page = nora.get(URL).text
    assert f'href="{URL}/listen">Continue' in page


def test_a_question_answers_at_once_without_a_script(nora: FlaskClient) -> None:
    answer(nora, "pick-up", "first-words", "a")
    page = nora.get(f"{URL}/pick-up").text
    assert "Not quite." in page
    assert "They wonder whom they have reached." in page
    assert "Names come first." in page
    assert re.search(r'value="a"[^>]*checked', page)


def test_a_question_answers_a_script_with_its_verdict(nora: FlaskClient) -> None:
    reply = answer(nora, "pick-up", "first-words", "b", Accept="application/json")
    assert reply.json == {
        "correct": True,
        "title": "Right.",
        "feedback": "They know where they are.",
        "explanation": "Names come first.",
        "saved_at": "09:41",
    }


def test_half_of_a_several_choice_is_called_partly_right(nora: FlaskClient) -> None:
    reply = answer(nora, "end", "promise", "what", Accept="application/json")
    assert (reply.json["correct"], reply.json["title"]) == (False, "Partly right.")


def test_an_answer_can_be_changed_and_the_last_one_stays(nora: FlaskClient) -> None:
    answer(nora, "pick-up", "first-words", "a")
    answer(nora, "pick-up", "first-words", "b")
    page = nora.get(f"{URL}/pick-up").text
    assert "Right." in page
    assert "Not quite." not in page


def test_going_on_with_an_open_question_asks_for_it_first(nora: FlaskClient, database: Database) -> None:
    nora.post(URL)
    refused = nora.post(f"{URL}/pick-up")
    assert refused.status_code == 422
    assert "<title>Error:" in refused.text
    assert 'href="#answer-first-words">Answer the question on this page first' in refused.text
    assert 'id="answer-first-words"' in refused.text
    assert f'href="{URL}/pick-up">Continue' in nora.get(URL).text


def test_parts_skipped_on_the_way_are_asked_for_at_the_end(nora: FlaskClient, database: Database) -> None:
    answer(nora, "end", "promise", "what", "when")
    page = nora.post(f"{URL}/end", follow_redirects=True).text
    assert "Nearly there: 2 parts are still open." in page
    assert done_facts(database) == []
    answer(nora, "pick-up", "first-words", "b")
    nora.post(f"{URL}/pick-up")
    nora.post(f"{URL}/listen")
    assert len(done_facts(database)) == 1


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_checking_without_a_choice_says_so(nora: FlaskClient, accept: str) -> None:
    refused = answer(nora, "pick-up", "first-words", Accept=accept)
    assert refused.status_code == 422
    assert "Choose an answer" in refused.text


@pytest.mark.parametrize(
    ("forged", "status"),
    [
        (("pick-up", "first-words", "forged"), 422),
        (("pick-up", "promise", "what"), 404),  # it stands on another part
        (("pick-up", "forged", "a"), 404),
        (("forged", "first-words", "a"), 404),
    ],
)
def test_forged_ids_are_refused_and_change_nothing(
    nora: FlaskClient, database: Database, forged: tuple[str, str, str], status: int
) -> None:
    for accept in ("text/html", "application/json"):
        assert answer(nora, *forged, Accept=accept).status_code == status
    assert readings(database) == 0


def test_two_answers_to_a_single_choice_are_refused(nora: FlaskClient, database: Database) -> None:
    assert answer(nora, "pick-up", "first-words", "a", "b").status_code == 422
    assert readings(database) == 0


def test_a_link_to_a_part_that_is_gone_leads_to_the_overview_with_a_word(nora: FlaskClient) -> None:
    reply = nora.get(f"{URL}/long-gone", follow_redirects=True)
    assert reply.request.path == URL
    assert "not in this lesson any more" in reply.text


def test_a_module_that_does_not_exist_is_not_found(nora: FlaskClient) -> None:
    for reply in (nora.get("/learn/nothing"), nora.post("/learn/nothing"), nora.get("/learn/nothing/part")):
        assert reply.status_code == 404


def test_going_through_it_again_begins_anew_and_is_evidence_again(nora: FlaskClient, database: Database) -> None:
    read_all(nora)
    assert nora.post(URL).location == f"{URL}/pick-up"
    page = nora.get(f"{URL}/pick-up").text
    assert "Part 1 of 3, about 6 minutes left" in page
    assert "Right." not in page
    read_all(nora)
    assert len(done_facts(database)) == 2


def test_a_done_module_stays_to_be_looked_up(nora: FlaskClient, database: Database) -> None:
    read_all(nora)
    page = nora.get(f"{URL}/pick-up").text
    assert "Part 1 of 3" in page
    assert "left in this lesson" not in page
    assert nora.post(f"{URL}/pick-up").location == f"{URL}/listen"
    assert readings(database) == 1


def test_one_persons_place_is_not_anothers(nora: FlaskClient, house: House) -> None:
    read_all(nora)
    page = house.browser(house.person("Tom Walsh")).get(URL).text
    assert "3 parts" in page
    assert "You did this" not in page


CHANGED = MODULE.replace("Listen to the end, then say it back.", "Listen to the end, and never say it back.")
CLEARER = MODULE.replace("Listen to the end, then say it back.", "Listen to the very end, then say it back.")


def test_a_reader_in_the_middle_keeps_the_text_they_began(
    nora: FlaskClient, house: House, database: Database, version: int
) -> None:
    nora.post(URL)
    put_module(house.app, CLEARER, {"listen": "clarifying"})
    assert "then say it back" in nora.get(f"{URL}/listen").text
    assert "very end" not in nora.get(f"{URL}/listen").text
    read_all(nora)
    assert [fact.version_id for fact in done_facts(database)] == [version]
    assert "very end" in nora.get(f"{URL}/listen").text
    assert "You did this" in nora.get(URL).text


def test_a_reader_in_the_middle_goes_on_with_what_people_are_to_do_now(
    nora: FlaskClient, house: House, database: Database
) -> None:
    nora.post(URL)
    answer(nora, "pick-up", "first-words", "b")
    nora.post(f"{URL}/pick-up")
    nora.post(f"{URL}/listen")
    newer = put_module(house.app, CHANGED, {"listen": "behaviour"})
    overview = nora.get(URL).text
    assert "This lesson has changed since you read it." in overview
    assert "1 of 3 parts done" in overview
    assert "never say it back" in nora.get(f"{URL}/listen").text
    nora.post(f"{URL}/listen")
    answer(nora, "end", "promise", "what", "when")
    nora.post(f"{URL}/end")
    (fact,) = done_facts(database)
    assert fact.version_id == newer
    assert fact.facts["version"] == 2


def test_after_a_change_only_the_changed_part_is_read_again(
    nora: FlaskClient, house: House, database: Database
) -> None:
    read_all(nora)
    newer = put_module(house.app, CHANGED, {"listen": "behaviour"})
    overview = nora.get(URL).text
    assert "1 part is to be read; the others count as before." in overview
    assert "Read what changed" in overview
    assert nora.post(URL).location == f"{URL}/listen"
    assert "about 3 minutes left" in nora.get(f"{URL}/listen").text
    nora.post(f"{URL}/listen")
    assert [fact.version_id for fact in done_facts(database)][-1] == newer
    assert len(done_facts(database)) == 2
    assert "You did this" in nora.get(URL).text


def test_a_question_that_came_new_is_asked_of_whoever_reads_on(nora: FlaskClient, house: House) -> None:
    read_all(nora)
    asking = (
        CHANGED
        + """
```question
id: new-one
type: true-false
text: So it is.
answer: true
```
"""
    )
    put_module(house.app, asking, {"listen": "behaviour", "end": "clarifying"})
    nora.post(URL)
    assert nora.post(f"{URL}/listen").location == f"{URL}/end"
    assert nora.post(f"{URL}/end").status_code == 422


def test_a_part_is_read_in_two_queries(nora: FlaskClient, statements) -> None:
    nora.post(URL)
    nora.get(f"{URL}/pick-up")
    for page in (URL, f"{URL}/pick-up"):
        with statements() as seen:
            nora.get(page)
        own = [text for text in seen.texts if "module_progress" in text or "document" in text]
        assert len(own) <= 2, seen.texts


def test_texts_are_html_with_the_words_of_the_page(nora: FlaskClient) -> None:
    page = nora.get(f"{URL}/pick-up").text
    assert "<strong>name</strong>" in page
    assert '<div class="callout standard" role="note">' in page
    assert "Our standard" in page


def test_signed_out_nobody_reads(client: FlaskClient, version: int) -> None:
    assert client.get(URL).location.startswith("/sign-in?next=")


def test_checking_signed_out_says_where_to_sign_in(app: Flask, client: FlaskClient, version: int) -> None:
    reply = answer(client, "pick-up", "first-words", "a", Accept="application/json")
    assert reply.status_code == 401
    assert reply.json["sign_in"] == "/sign-in"
