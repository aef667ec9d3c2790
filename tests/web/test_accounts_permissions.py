"""Giving and withdrawing permissions."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.house import House
from tests.moment import TODAY
from training.core.clock import FixedClock
from training.core.ledger import Entry
from training.core.permissions import PermissionSet
from training.people.models import Grant


@pytest.fixture
def nora(house: House) -> int:
    return house.person("Nora Brandt")


def test_a_set_is_held_on_a_team_until_its_last_day(house: House, nora: int, db: Session, clock: FixedClock) -> None:
    shop = house.team("Canal Side", house.root)
    ada = house.person("Ada Novak", team=shop)
    url = f"/people/{nora}/permissions"
    wish = {"permission_set": "auditor", "team_id": str(shop), "until_on": TODAY.isoformat()}
    assert house.administrator().post(url, data=wish).location == url
    browser = house.browser(nora)
    assert browser.get(f"/people/{ada}").status_code == 200
    assert browser.get(f"/people/{nora}").status_code == 404
    clock.at += timedelta(days=1)
    assert browser.get(f"/people/{ada}").status_code == 404
    entry = db.scalars(select(Entry).where(Entry.kind == "grant.given")).one()
    assert entry.facts == {"grant": 2, "set": "auditor", "team": shop, "until": TODAY.isoformat()}


def test_a_withdrawn_set_is_gone_at_once(house: House, nora: int, db: Session) -> None:
    house.grant(nora, PermissionSet.AUDITOR)
    grant = db.scalars(select(Grant.id)).one()
    db.rollback()
    browser = house.browser(nora)
    assert browser.get("/people").status_code == 200
    page = house.administrator().post(f"/people/{nora}/permissions/{grant}/withdraw", follow_redirects=True)
    assert "That is withdrawn." in page.text
    assert browser.get("/people").status_code == 404
    assert db.scalars(select(Entry.kind).where(Entry.kind == "grant.withdrawn")).all()


def test_the_page_says_what_somebody_may_do_and_why(house: House, nora: int) -> None:
    house.team("Canal Side", house.root, leader=nora)
    house.grant(nora, PermissionSet.AUTHOR)
    page = house.administrator().get(f"/people/{nora}/permissions").text
    assert "Canal Side, as its leader" in page
    assert "Author: writes and publishes" in page
    assert "The whole site" in page


@pytest.mark.parametrize("others", ["nobody", "one for a while", "one without a passphrase"])
def test_the_last_administrator_cannot_be_taken_away(house: House, db: Session, others: str) -> None:
    person = house.someone_with(PermissionSet.ADMINISTRATOR)
    browser = house.browser(person)
    house.account(person, passphrase_hash=None)
    if others != "nobody":
        other = house.person("Idris Bakker")
        with house.database.writing() as writing:
            until = TODAY + timedelta(days=30) if others == "one for a while" else None
            writing.add(Grant(person_id=other, permission_set="administrator", until_on=until))
        house.account(other, passphrase_hash="set" if others == "one for a while" else None)
    grant = db.scalars(select(Grant.id).where(Grant.person_id == person)).one()
    db.rollback()
    answer = browser.post(f"/people/{person}/permissions/{grant}/withdraw")
    assert answer.status_code == 422
    assert "This is the last administrator." in answer.text
    third = house.someone_with(PermissionSet.ADMINISTRATOR)
    house.account(third, passphrase_hash="set")
    assert browser.post(f"/people/{person}/permissions/{grant}/withdraw").status_code == 303


def test_nobody_hands_on_more_than_they_hold_there(house: House, db: Session) -> None:
    shop, other = house.team("Canal Side", house.root), house.team("Mill Lane", house.root)
    ada = house.person("Ada Novak", team=shop)
    browser = house.browser(house.someone_with(PermissionSet.ADMINISTRATOR, team=shop))
    url = f"/people/{ada}/permissions"
    page = browser.get(url).text
    assert "The whole site" not in page
    for team in ("0", str(other), str(house.root)):
        assert browser.post(url, data={"permission_set": "author", "team_id": team}).status_code == 422
    assert browser.post(url, data={"permission_set": "author", "team_id": str(shop)}).status_code == 303
    house.grant(ada, PermissionSet.AUDITOR)
    grant = db.scalars(select(Grant.id).where(Grant.person_id == ada, Grant.team_id.is_(None))).one()
    db.rollback()
    refused = browser.post(f"/people/{ada}/permissions/{grant}/withdraw")
    assert refused.status_code == 422
    assert "You can withdraw only what you hold there yourself." in refused.text


def test_permissions_of_others_people_are_not_to_be_found(house: House, nora: int) -> None:
    shop = house.team("Canal Side", house.root)
    browser = house.browser(house.someone_with(PermissionSet.ADMINISTRATOR, team=shop))
    assert browser.get(f"/people/{nora}/permissions").status_code == 404
    assert house.browser(nora).get(f"/people/{nora}/permissions").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"permission_set": ""}, "Choose what they may do."),
        ({"until_on": "2026-03-11"}, "This day is over."),
        ({"until_on": "soon"}, "There is no such day."),
        ({"permission_set": "owner"}, "Not a valid choice"),
        ({"team_id": "99"}, "Not a valid choice"),
    ],
)
def test_a_wrong_wish_is_explained(house: House, nora: int, db: Session, wrong: dict[str, str], said: str) -> None:
    wish = {"permission_set": "author", "team_id": "0", **wrong}
    answer = house.administrator().post(f"/people/{nora}/permissions", data=wish)
    assert answer.status_code == 422
    assert said in answer.text
    assert db.scalars(select(Grant).where(Grant.person_id == nora)).all() == []


def test_the_same_set_twice_is_said(house: House, nora: int) -> None:
    browser, wish = house.administrator(), {"permission_set": "author", "team_id": "0"}
    assert browser.post(f"/people/{nora}/permissions", data=wish).status_code == 303
    assert "Nora Brandt holds this already." in browser.post(f"/people/{nora}/permissions", data=wish).text
