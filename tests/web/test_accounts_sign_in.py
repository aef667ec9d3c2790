"""Signing in and out."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.house import House
from training.accounts import hashing
from training.accounts.models import Visit
from training.core.ledger import Entry

PASSPHRASE = "violin pebble lantern otter"


@pytest.fixture
def nora(house: House) -> int:
    person = house.person("Nora Brandt", employee_number="JV-104", email="nora@juniper.example")
    house.account(person, passphrase_hash=hashing.hash_of(PASSPHRASE))
    return person


def sign_in(client: FlaskClient, name: str = "nora@juniper.example", passphrase: str = PASSPHRASE, **more: str):
    return client.post("/sign-in", data={"name": name, "passphrase": passphrase, **more})


@pytest.mark.parametrize("name", ["nora@juniper.example", " Nora@Juniper.example ", "JV-104", "jv-104"])
def test_people_sign_in_by_address_or_number(client: FlaskClient, nora: int, db: Session, name: str) -> None:
    answer = sign_in(client, name)
    assert (answer.status_code, answer.location) == (303, "/")
    visit = db.scalars(select(Visit)).one()
    assert visit.ended_at is None
    assert db.scalars(select(Entry.kind)).all() == ["account.signed-in"]


def test_signing_out_ends_the_visit_and_not_only_the_cookie(client: FlaskClient, nora: int, db: Session) -> None:
    sign_in(client)
    with client.session_transaction() as cookie:
        stolen = dict(cookie)
    assert client.post("/sign-out").location == "/sign-in"
    assert db.scalars(select(Visit)).one().ended_at is not None
    assert db.scalars(select(Entry).where(Entry.kind == "visit.ended")).one().facts["reason"] == "signed out"
    with client.session_transaction() as cookie:
        cookie.update(stolen)
    assert client.post("/sign-out").status_code == 401


@pytest.mark.parametrize(("name", "passphrase"), [("nora@juniper.example", "wrong words here"), ("ghost", PASSPHRASE)])
def test_a_refusal_never_tells_which_part_was_wrong(client: FlaskClient, nora: int, name: str, passphrase: str) -> None:
    answer = sign_in(client, name, passphrase)
    assert answer.status_code == 422
    assert "do not go together" in answer.text
    assert f'value="{name}"' in answer.text
    assert passphrase not in answer.text
    assert "<title>Error: " in answer.text


def test_nothing_planted_in_the_cookie_before_survives_signing_in(client: FlaskClient, nora: int) -> None:
    with client.session_transaction() as cookie:
        cookie["csrf_token"] = "known to somebody else"
    sign_in(client)
    with client.session_transaction() as cookie:
        assert cookie.get("csrf_token") != "known to somebody else"
        assert cookie["_user_id"]


@pytest.mark.parametrize(
    ("wish", "leads_to"),
    [("/people?page=2", "/people?page=2"), ("//evil.example", "/"), ("https://evil.example", "/"), ("", "/")],
)
def test_signing_in_leads_to_where_one_wanted_to_go_on_this_site(
    client: FlaskClient, nora: int, wish: str, leads_to: str
) -> None:
    assert sign_in(client, next=wish).location == leads_to
    assert client.get("/sign-in", query_string={"next": wish}).location == leads_to


@pytest.mark.parametrize("name", ["", "   ", "a\x00b", "x" * 5000])
def test_a_name_that_cannot_be_is_answered_calmly(client: FlaskClient, nora: int, name: str) -> None:
    assert sign_in(client, name).status_code == 422
    assert sign_in(client, "nora@juniper.example", "p" * 200_000).status_code == 422


def test_numbers_that_differ_in_capitals_only_are_two_people(client: FlaskClient, house: House, nora: int) -> None:
    other = house.person("Sam Whitlock", employee_number="jv-104")
    house.account(other, passphrase_hash=hashing.hash_of("maple rocket tulip harvest"))
    assert sign_in(client, "jv-104", "maple rocket tulip harvest").status_code == 303
    assert sign_in(client, "JV-104").status_code == 303
    assert sign_in(client, "jv-104").status_code == 422
