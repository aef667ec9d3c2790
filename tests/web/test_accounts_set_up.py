"""The first run: a link in the terminal, three questions, the first administrator."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.house import House
from tests.moment import NOW
from training.accounts.first_run import Administrator, administrator_link, set_up_link
from training.core.clock import FixedClock
from training.core.db import Database
from training.core.ledger import Entry
from training.core.permissions import PermissionSet
from training.core.problems import Problems
from training.core.site import SiteRow
from training.people.models import Grant, Person, Team

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Pages whose SQL is tried on both by `tests/structure/test_routes.py`; what they write is plain rows."""

ANSWERS = {
    "company": "Juniper & Vale",
    "given_name": "Ruth",
    "family_name": "Adeyemi",
    "email": "Ruth@Juniper.example",
    "passphrase": "violin pebble lantern otter",
    "timezone": "Europe/Dublin",
}


@pytest.fixture
def link(database: Database) -> str:
    found = set_up_link(database, "", now=NOW)
    assert found
    return found


@pytest.mark.parametrize("path", ["/", "/sign-in", "/people", "/forgot"])
def test_until_it_is_set_up_every_page_says_where_the_link_is(client: FlaskClient, path: str) -> None:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200
    assert "This site is not set up yet" in answer.text


def test_three_answers_make_the_site_and_sign_the_administrator_in(client: FlaskClient, link: str, db: Session) -> None:
    page = client.get(link)
    assert "Europe/Dublin" in page.text
    answer = client.post(link, data=ANSWERS)
    assert (answer.status_code, answer.location) == (303, "/set-up/next")
    site = db.scalars(select(SiteRow)).one()
    assert (site.company, site.timezone, site.is_demo) == ("Juniper & Vale", "Europe/Dublin", False)
    team, person, grant = (db.scalars(select(kind)).one() for kind in (Team, Person, Grant))
    assert (team.name, team.path, person.team_id, person.email) == (
        "Juniper & Vale",
        f"/{team.id}/",
        team.id,
        "ruth@juniper.example",
    )
    assert (grant.permission_set, grant.team_id, grant.until_on) == (PermissionSet.ADMINISTRATOR, None, None)
    kinds = db.scalars(select(Entry.kind)).all()
    assert {"site.set-up", "person.added", "grant.given", "account.opened", "account.signed-in"} == set(kinds)
    following = client.get("/set-up/next")
    assert following.status_code == 200
    assert "/people/import" in following.text
    assert client.get("/people").status_code == 200


def test_the_link_works_once(app: Flask, client: FlaskClient, link: str, db: Session) -> None:
    client.post(link, data=ANSWERS)
    stranger = app.test_client()
    assert stranger.get(link).location == "/"
    assert stranger.post(link, data={**ANSWERS, "email": "eve@juniper.example"}).location == "/"
    assert len(db.scalars(select(Person)).all()) == 1


def test_a_newer_link_ends_the_older_one_and_each_runs_out(
    client: FlaskClient, database: Database, link: str, clock: FixedClock
) -> None:
    newer = set_up_link(database, "", now=NOW)
    assert [client.get(address).status_code for address in (link, newer)] == [410, 200]
    clock.at += timedelta(days=3)
    assert client.get(newer).status_code == 410
    assert client.post("/set-up/guessed", data=ANSWERS).status_code == 410


def test_a_site_that_is_set_up_has_no_link(house: House) -> None:
    assert set_up_link(house.database, "", now=NOW) is None
    assert house.app.test_client().get("/set-up").location == "/"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"company": " "}, "Enter the company’s name."),
        ({"email": "", "employee_number": ""}, "Enter your e-mail address, your employee number, or both."),
        ({"email": "ruth at juniper"}, "This is not an e-mail address."),
        ({"timezone": "Dublin"}, "We do not know this time zone."),
        ({"passphrase": "Ruth Adeyemi 1"}, "Little is left of it"),
        ({"passphrase": "Juniper & Vale!"}, "Little is left of it"),
        ({"passphrase": ""}, "Type a passphrase"),
    ],
)
def test_a_wrong_answer_keeps_the_others_and_the_link(
    client: FlaskClient, link: str, db: Session, wrong: dict[str, str], said: str
) -> None:
    answer = client.post(link, data={**ANSWERS, **wrong})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Adeyemi"' in answer.text
    assert "pebble" not in answer.text
    assert db.scalars(select(SiteRow)).all() == []
    assert client.post(link, data=ANSWERS).status_code == 303


def test_several_wrong_answers_are_told_at_once(client: FlaskClient, link: str) -> None:
    answer = client.post(link, data={})
    assert answer.text.count('<p class="error"') == 6


def test_a_company_without_addresses_is_set_up_by_number(client: FlaskClient, link: str, app: Flask) -> None:
    client.post(link, data={**ANSWERS, "email": "", "employee_number": "JV-1"})
    again = app.test_client().post("/sign-in", data={"name": "jv-1", "passphrase": ANSWERS["passphrase"]})
    assert again.status_code == 303


CODE = re.compile(r"/welcome/[\w-]{43}$")


def link_for(house: House, who: Administrator) -> str:
    with house.app.app_context(), house.database.writing() as db:
        return administrator_link(db, who, "", now=NOW)


def test_the_command_makes_a_link_for_a_new_administrator(house: House, client: FlaskClient, db: Session) -> None:
    link = link_for(house, Administrator("Idris", "Bakker", email="idris@juniper.example"))
    assert CODE.fullmatch(link)
    client.post(link, data={"passphrase": "violin pebble lantern otter"})
    assert client.get("/people").status_code == 200
    assert db.scalars(select(Grant)).one().permission_set == PermissionSet.ADMINISTRATOR


def test_the_command_lets_an_administrator_who_is_locked_out_in_again(
    house: House, client: FlaskClient, db: Session
) -> None:
    person = house.person("Idris Bakker", employee_number="JV-9")
    house.grant(person, PermissionSet.ADMINISTRATOR)
    link = link_for(house, Administrator("", "", employee_number="jv-9"))
    client.post(link, data={"passphrase": "violin pebble lantern otter"})
    assert client.get("/people").status_code == 200
    assert len(db.scalars(select(Grant)).all()) == 1


def test_the_command_says_what_is_missing(house: House) -> None:
    with pytest.raises(Problems, match="Nobody here has this number or address"):
        link_for(house, Administrator("", "", employee_number="nobody"))


def test_the_command_waits_for_the_set_up(app: Flask, database: Database) -> None:
    with pytest.raises(Problems, match="not set up yet"), app.app_context(), database.writing() as db:
        administrator_link(db, Administrator("Idris", "Bakker"), "", now=NOW)
