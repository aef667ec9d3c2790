"""A customer's page: what is kept of what they say, once, and what is refused, set aside and erased."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.asking import FORM, an_address, answer, put_form
from tests.house import House, actor, rows
from tests.moment import NOW, TODAY
from training.config import ROOT
from training.core.db import Database
from training.core.ledger import Entry
from training.core.permissions import PermissionSet
from training.core.throttle import Bucket
from training.feedback import actions_answers
from training.feedback.actions import ask_again
from training.feedback.actions_erasing import forget_old
from training.feedback.models import ASIDE, COUNTED, FeedbackAnswer
from training.metrics.models import Reading

SITE_CSS = (ROOT / "static" / "css" / "site.css").read_text(encoding="utf-8")
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def ruth(house: House) -> int:
    return house.someone_with(PermissionSet.ADMINISTRATOR)


@pytest.fixture
def code(app: Flask, house: House, ruth: int) -> str:
    put_form(app)
    with app.app_context(), house.database.writing() as db:
        return an_address(db, ruth, house.root).say_code


def answers(database: Database) -> list[FeedbackAnswer]:
    with database.reading() as db:
        return rows(db, FeedbackAnswer)


def readings(database: Database) -> list[tuple[str, int]]:
    with database.reading() as db:
        return sorted((one.external_id.partition(".")[2], int(one.value) // 100) for one in rows(db, Reading))


def test_what_a_customer_says_is_kept_once_and_counts_for_the_standards(
    client: FlaskClient, database: Database, code: str
) -> None:
    page = client.get(f"/say/{code}")
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    fields = {"satisfied": "5", "again": "yes", "tell": "10", "why": "Seen at once. 日本 🙂", "thank": "Nora"}
    first = answer(client, code, nonce="one", contact="+353 86 123 4567", may_show="yes", **fields)
    again = answer(client, code, nonce="one", contact="+353 86 123 4567", may_show="yes", **fields)
    assert first.status_code == again.status_code == 303
    assert first.location == again.location
    [kept] = answers(database)
    assert (kept.state, kept.contact, kept.may_show) == (COUNTED, "+353861234567", True)
    assert kept.texts == {"why": "Seen at once. 日本 🙂"}
    assert readings(database) == [("again", 1), ("satisfied", 5)]
    thanks = client.get(first.location)
    assert "Thank you. We read every word." in thanks.text
    assert "Nora" not in thanks.text
    assert "Set-Cookie" not in thanks.headers


@ON_SQLITE
def test_the_page_is_small_and_its_colours_are_those_of_the_site(client: FlaskClient, code: str) -> None:
    page, css = client.get(f"/say/{code}"), (ROOT / "static" / "css" / "say.css").read_text(encoding="utf-8")
    fetched = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    assert [name.rpartition("/")[2] for name in fetched] == ["pennant.svg", "say.css"]
    assert len(page.data) + len(css.encode()) < 15_000
    colours = set(re.findall(r"--[\w-]+: light-dark\([^)]*\)", css))
    assert colours
    assert colours <= set(re.findall(r"--[\w-]+: light-dark\([^)]*\)", SITE_CSS))


@ON_SQLITE
def test_a_refused_page_keeps_what_was_typed_and_says_what_is_wrong(
    client: FlaskClient, database: Database, code: str
) -> None:
    page = answer(client, code, satisfied="4", why="Half a word", contact="call me")
    assert page.status_code == 422
    assert "neither a phone number nor an e-mail address" in page.text
    assert "Half a word" in page.text
    assert 'value="4" checked' in page.text
    assert answer(client, code).status_code == 422
    assert answer(client, code, satisfied="6", what="nothing-like-it").status_code == 422
    late = answer(client, code, opened=NOW - timedelta(hours=13), why="All day open")
    assert late.status_code == 422
    assert "All day open" in late.text
    assert answers(database) == []


@ON_SQLITE
@pytest.mark.parametrize(
    ("what", "opened"),
    [({"website": "x"}, 60), ({"satisfied": "1"}, 1), ({"why": "See https://spam.example now"}, 60)],
    ids=["the field nobody sees", "faster than anybody reads", "a link"],
)
def test_what_looks_like_a_machine_is_set_aside_until_somebody_lets_it_in(
    client: FlaskClient, ruth: int, code: str, what: dict[str, str], opened: int
) -> None:
    sent = answer(client, code, opened=NOW - timedelta(seconds=opened), **{"satisfied": "1", **what})
    assert sent.status_code == 303
    app, database = client.application, client.application.extensions["database"]
    [kept] = answers(database)
    assert kept.state == ASIDE
    assert readings(database) == []
    with app.app_context(), database.writing() as db:
        actions_answers.let_in(db, actor(ruth), kept.id, now=NOW)
    assert readings(database) == [("satisfied", 1)]
    with app.app_context(), database.writing() as db:
        actions_answers.set_aside(db, actor(ruth), kept.id, now=NOW)
    assert readings(database) == []


@ON_SQLITE
def test_a_bot_is_set_aside_then_refused_and_no_address_is_kept(
    client: FlaskClient, database: Database, code: str
) -> None:
    sent = [answer(client, code, nonce=f"n{number}", satisfied="1") for number in range(40)]
    assert [one.status_code for one in sent] == [303] * 30 + [429] * 10
    assert "A lot has come from here" in sent[-1].text
    assert int(sent[-1].headers["Retry-After"]) > 0
    states = [one.state for one in answers(database)]
    assert states == [COUNTED] * 10 + [ASIDE] * 20
    with database.reading() as db:
        assert all("127.0" not in one.key for one in rows(db, Bucket))


@ON_SQLITE
def test_the_same_words_over_and_over_are_set_aside(client: FlaskClient, database: Database, code: str) -> None:
    for number in range(4):
        answer(client, code, why=f"Best shop in TOWN number {number}!")
    assert [one.state for one in answers(database)] == [COUNTED, COUNTED, ASIDE, ASIDE]


@ON_SQLITE
def test_a_page_of_another_address_or_of_another_site_sends_nothing(
    client: FlaskClient, database: Database, house: House, ruth: int, code: str
) -> None:
    with client.application.app_context(), database.writing() as db:
        other = an_address(db, ruth, house.root).say_code
    token = client.get(f"/say/{other}").text.partition('name="token" value="')[2].partition('"')[0]
    body = {"token": token, "q-satisfied": "1"}
    assert client.post(f"/say/{code}", data=body).status_code == 400
    across = client.post(f"/say/{other}", data=body, headers={"Sec-Fetch-Site": "cross-site"})
    assert across.status_code == 400
    assert client.post(f"/say/{other}", data={"token": "1.2.3é"}).status_code == 400
    assert answers(database) == []
    assert client.post(f"/say/{other}", data=body).status_code == 303


@ON_SQLITE
def test_it_is_read_in_the_language_of_the_customer(client: FlaskClient, code: str) -> None:
    german = client.get(f"/say/{code}", headers={"Accept-Language": "de-AT, en;q=0.5"}).text
    assert "Wie war es heute?" in german
    assert '<html lang="de" dir="ltr">' in german
    arabic = client.get(f"/say/{code}?language=ar", headers={"Accept-Language": "de"}).text
    assert '<html lang="ar" dir="rtl">' in arabic
    assert "إرسال" in arabic
    assert "How was it today?" in client.get(f"/say/{code}", headers={"Accept-Language": "fi"}).text


def test_with_the_receipt_a_customer_erases_their_words_and_the_number_stays(
    client: FlaskClient, database: Database, code: str
) -> None:
    where = answer(
        client, code, satisfied="2", why="My name is Aoife", thank="Sam", contact="aoife@example.com"
    ).location
    token = client.get(where).text.partition('name="token" value="')[2].partition('"')[0]
    assert client.post(where, data={}).status_code == 400
    assert client.post(where, data={"token": token}).status_code == 303
    [kept] = answers(database)
    assert (kept.texts, kept.thanks_name, kept.contact, kept.likeness) == ({}, "", None, None)
    assert kept.marks == {"satisfied": 2}
    assert readings(database) == [("satisfied", 2)]
    assert "Deleted." in client.get(where).text
    with database.reading() as db:
        told = db.scalars(select(Entry.payload).where(Entry.kind == "feedback.erased")).all()
    assert told == ['{"answers":1,"customers":0}']


@ON_SQLITE
def test_words_and_contacts_go_when_their_days_are_over(
    app: Flask, client: FlaskClient, database: Database, code: str
) -> None:
    answer(client, code, satisfied="2", why="Nobody came", contact="0861234567")
    for days, left in ((90, (True, True)), (91, (True, False)), (365, (True, False)), (366, (False, False))):
        with app.app_context(), database.writing() as db:
            forget_old(db, now=NOW + timedelta(days), today=TODAY + timedelta(days))
        [kept] = answers(database)
        assert (bool(kept.texts), kept.contact is not None) == left, days
    assert kept.marks == {"satisfied": 2}


@ON_SQLITE
def test_after_a_complaint_a_customer_is_asked_once(
    app: Flask, client: FlaskClient, database: Database, house: House, ruth: int
) -> None:
    put_form(app, FORM.replace("owner:", "asks: after-complaint\nowner:", 1))
    with app.app_context(), database.writing() as db:
        asked = {"about_team_id": house.root, "reference": "C-17", "contact": "0861234567", "now": NOW}
        url = ask_again(db, **asked)
        assert ask_again(db, **asked) == url
    path = url.removeprefix(web_base(app))
    assert answer(client, path.rpartition("/")[2], satisfied="5").status_code == 303
    assert answer(client, path.rpartition("/")[2], nonce="two", satisfied="1").status_code == 410
    assert client.get(path).status_code == 410
    assert client.get("/say/nothing-here").status_code == 404
    assert len(answers(database)) == 1


def web_base(app: Flask) -> str:
    base: str = app.extensions["settings"].base_url
    return base
