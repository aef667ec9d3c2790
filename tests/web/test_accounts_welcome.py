"""A one-time code becomes a passphrase and a signed-in visit."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.house import House
from tests.moment import NOW
from training.accounts.actions_codes import keep_codes
from training.accounts.models import Account, OneTimeCode, Visit
from training.accounts.rules_codes import Purpose, new_secret
from training.core.clock import FixedClock
from training.core.ledger import Entry

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Pages whose SQL is tried on both by `tests/structure/test_routes.py`; what they write is plain rows."""

GOOD = "violin pebble lantern otter"


@pytest.fixture
def sam(house: House) -> int:
    return house.person("Sam Whitlock", employee_number="JV-211")


def code_for(house: House, person: int, purpose: Purpose = Purpose.INVITATION) -> str:
    secret = new_secret()
    with house.app.app_context(), house.database.writing() as db:
        keep_codes(db, purpose, {person: secret}, made_by=None, how="sheet", now=NOW)
    return secret


def test_a_code_shows_the_name_takes_a_passphrase_and_signs_in(
    house: House, client: FlaskClient, sam: int, db: Session
) -> None:
    code = code_for(house, sam)
    page = client.get(f"/welcome/{code}")
    assert "Welcome, Sam Whitlock" in page.text
    assert "JV-211" in page.text
    answer = client.post(f"/welcome/{code}", data={"passphrase": GOOD})
    assert (answer.status_code, answer.location) == (303, "/")
    assert db.scalars(select(Account)).one().passphrase_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert db.scalars(select(Visit)).one().ended_at is None
    assert db.scalars(select(Entry.kind)).all() == ["account.invited", "account.opened", "account.signed-in"]
    assert client.get("/sign-in").location == "/"


def test_looking_at_a_code_never_uses_it_up_but_a_passphrase_does(house: House, client: FlaskClient, sam: int) -> None:
    code = code_for(house, sam)
    for _ in range(3):
        assert client.get(f"/welcome/{code}").status_code == 200
    assert client.post(f"/welcome/{code}", data={"passphrase": GOOD}).status_code == 303
    for answer in (client.get(f"/welcome/{code}"), client.post(f"/welcome/{code}", data={"passphrase": GOOD})):
        assert answer.status_code == 410
        assert "has been used or has run out" in answer.text


def test_the_suggested_words_are_taken_with_one_tap(house: House, client: FlaskClient, sam: int, app) -> None:
    code = code_for(house, sam)
    page = client.get(f"/welcome/{code}").text
    words = re.search(r'name="suggested"[^>]* value="([a-z ]+)"', page).group(1)
    assert len(words.split()) == 4
    assert f"Use this one: <strong>{words}</strong>" in page
    taken = {"suggested": words, "take_suggested": "y", "passphrase": ""}
    assert client.post(f"/welcome/{code}", data=taken).status_code == 303
    again = app.test_client()
    assert again.post("/sign-in", data={"name": "jv-211", "passphrase": words}).status_code == 303


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("short words", "at least 12 characters"),
        ("Sam Whitlock 211", "without your name"),
        ("correct horse battery staple", "Too many people would think of this one"),
        ("aaaaaaaaaaaaaaaa", "easy to guess"),
        ("", "Type a passphrase"),
        ("ab c" * 400, "at most 1,000"),
    ],
)
def test_a_weak_passphrase_is_refused_with_the_reason(
    house: House, client: FlaskClient, sam: int, typed: str, said: str
) -> None:
    code = code_for(house, sam)
    answer = client.post(f"/welcome/{code}", data={"passphrase": typed, "suggested": "violin pebble lantern otter"})
    assert answer.status_code == 422
    assert said in answer.text
    assert "Use this one: <strong>violin pebble lantern otter</strong>" in answer.text
    assert client.get(f"/welcome/{code}").status_code == 200


@pytest.mark.parametrize(
    "kind",
    [
        (Purpose.INVITATION, timedelta(days=14)),
        (Purpose.RESET_BY_MAIL, timedelta(hours=1)),
        (Purpose.RESET_BY_HAND, timedelta(days=3)),
    ],
)
def test_each_kind_of_code_runs_out(
    house: House, client: FlaskClient, sam: int, clock: FixedClock, kind: tuple[Purpose, timedelta]
) -> None:
    purpose, good_for = kind
    code = code_for(house, sam, purpose)
    clock.at = NOW + good_for - timedelta(seconds=1)
    assert client.get(f"/welcome/{code}").status_code == 200
    clock.at = NOW + good_for
    assert client.get(f"/welcome/{code}").status_code == 410


def test_a_new_code_ends_the_older_ones_of_that_person_only(house: House, client: FlaskClient, sam: int) -> None:
    other = code_for(house, house.person("Ada Novak"))
    old = code_for(house, sam)
    new = code_for(house, sam, Purpose.RESET_BY_HAND)
    assert [client.get(f"/welcome/{code}").status_code for code in (old, new, other)] == [410, 200, 200]


def test_codes_are_kept_as_hashes(house: House, sam: int, db: Session) -> None:
    code = code_for(house, sam)
    row = db.scalars(select(OneTimeCode)).one()
    assert len(code) >= 43
    assert code not in repr(vars(row))


def test_whoever_has_left_can_no_longer_use_a_code(house: House, client: FlaskClient, clock: FixedClock) -> None:
    code = code_for(house, house.person("Ada Novak", left_on=NOW.date()))
    assert client.get(f"/welcome/{code}").status_code == 200
    clock.at += timedelta(days=1)
    assert client.get(f"/welcome/{code}").status_code == 410
