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
