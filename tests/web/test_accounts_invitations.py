"""Inviting people by mail and on paper, and new codes from whoever leads them."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.house import House
from tests.moment import NOW
from training.accounts import hashing, jobs
from training.accounts.models import OneTimeCode, Visit
from training.core.clock import FixedClock
from training.core.ledger import Entry
from training.core.mail import Mail
from training.core.permissions import PermissionSet
from training.core.worker import Worker
from training.people.models import Delegation, TeamLeader

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Pages whose SQL is tried on both by `tests/structure/test_routes.py`; what they write is plain rows."""

CODE = re.compile(r"http://localhost:8000/welcome/([\w-]{43})")
GOOD = "violin pebble lantern otter"


class Shop:
    """A shop with its leader, two new hires, one of them without an address, and a stranger elsewhere."""

    def __init__(self, house: House) -> None:
        self.leader = house.person("Grace Lindqvist", email="grace@juniper.example")
        self.team = house.team("Canal Side", house.root, leader=self.leader)
        self.ada = house.person("Ada Novak", team=self.team, email="ada@juniper.example")
        self.ben = house.person("Ben Osei", team=self.team)
        self.stranger = house.person("Sam Whitlock", team=house.team("Fennel Street", house.root))


@pytest.fixture
def shop(house: House) -> Shop:
    return Shop(house)


def test_a_leader_finds_the_own_people_without_an_account_chosen_already(house: House, shop: Shop) -> None:
    page = house.browser(shop.leader).get("/people/invitations").text
    assert "2 people have no account yet" in page
    assert len(re.findall(r'name="person" value="\d+" checked', page)) == 2
    assert "Sam Whitlock" not in page


def test_a_sheet_holds_a_working_code_for_each_person(house: House, shop: Shop, db: Session) -> None:
    browser = house.browser(shop.leader)
    sheet = browser.post("/people/invitations", data={"person": [shop.ada, shop.ben], "how": "sheet"})
    assert sheet.status_code == 200
    assert "style=" not in sheet.text
    assert sheet.text.count('class="qr"') == 2
    codes = CODE.findall(sheet.text)
    assert len(codes) == 2
    assert "Ada Novak" in house.app.test_client().get(f"/welcome/{codes[0]}").text
    entries = db.scalars(select(Entry).where(Entry.kind == "account.invited")).all()
    assert {(entry.subject_id, entry.actor_id) for entry in entries} == {
        (shop.ada, shop.leader),
        (shop.ben, shop.leader),
    }
    assert not any(code in (entry.payload or "") for code in codes for entry in entries)
    again = browser.get("/people/invitations").text
    assert "until 26 March 2026" in again
    assert " checked" not in again


def test_an_invitation_by_mail_leads_to_the_passphrase(house: House, shop: Shop, db: Session) -> None:
    answer = house.browser(shop.leader).post(
        "/people/invitations", data={"person": [shop.ada, shop.ben], "how": "mail"}, follow_redirects=True
    )
    assert "1 invitation is on its way." in answer.text
    assert "1 person has no e-mail address." in answer.text
    mail = db.scalars(select(Mail)).one()
    assert (mail.recipient, mail.private) == ("ada@juniper.example", True)
    assert "Juniper & Vale" in mail.subject
    assert "26 March 2026" in mail.text
    code = CODE.search(mail.text).group(1)
    answer = house.app.test_client().post(f"/welcome/{code}", data={"passphrase": GOOD})
    assert answer.status_code == 303


def test_nobody_chosen_is_said_and_changes_nothing(house: House, shop: Shop, db: Session) -> None:
    answer = house.browser(shop.leader).post("/people/invitations", data={"how": "sheet"})
    assert answer.status_code == 422
    assert "Choose at least one person." in answer.text
    assert db.scalars(select(OneTimeCode)).all() == []


def test_a_leader_makes_no_code_for_somebody_else_s_people(house: House, shop: Shop, db: Session) -> None:
    browser = house.browser(shop.leader)
    assert browser.post(f"/people/{shop.stranger}/new-code").status_code == 404
    assert browser.post("/people/invitations", data={"person": [shop.stranger], "how": "sheet"}).status_code == 404
    browser.post("/people/invitations", data={"person": [shop.stranger], "how": "mail"})
    assert db.scalars(select(OneTimeCode)).all() == []


@pytest.mark.parametrize("way", ["grant", "leads elsewhere", "stands in elsewhere", "has reports elsewhere"])
def test_nobody_gets_hold_of_the_code_of_somebody_who_may_do_more(
    house: House, shop: Shop, db: Session, way: str
) -> None:
    if way == "grant":
        house.grant(shop.ada, PermissionSet.ADMINISTRATOR)
    elif way == "leads elsewhere":
        house.team("Mill Lane", house.root, leader=shop.ada)
    elif way == "stands in elsewhere":
        other = house.person("Idris Bakker")
        house.team("Mill Lane", house.root, leader=other)
        with house.database.writing() as writing:
            days = {"from_on": NOW.date(), "until_on": NOW.date()}
            writing.add(Delegation(person_id=other, delegate_id=shop.ada, **days))
    else:
        house.person("Lena Falk", team=house.team("Mill Lane", house.root), manager_id=shop.ada)
    sheet = house.browser(shop.leader).post(
        "/people/invitations", data={"person": [shop.ada, shop.ben], "how": "sheet"}
    )
    assert "No code was made for Ada Novak" in sheet.text
    assert [code.person_id for code in db.scalars(select(OneTimeCode))] == [shop.ben]


def test_a_leader_of_the_same_team_may_help_the_other_one(house: House, shop: Shop) -> None:
    with house.database.writing() as writing:
        writing.add(TeamLeader(team_id=shop.team, person_id=shop.ada, by_hand=True))
    sheet = house.browser(shop.leader).post(f"/people/{shop.ada}/new-code")
    assert len(CODE.findall(sheet.text)) == 1


def test_a_new_code_for_somebody_who_has_an_account_is_a_reset(
    house: House, shop: Shop, db: Session, clock: FixedClock
) -> None:
    house.account(shop.ben, passphrase_hash=hashing.hash_of("the one that was lost"))
    phone = house.browser(shop.ben)
    sheet = house.browser(shop.leader).post(f"/people/{shop.ben}/new-code").text
    assert "15 March 2026" in sheet
    code = CODE.search(sheet).group(1)
    page = house.app.test_client()
    assert "Choose a new passphrase" in page.get(f"/welcome/{code}").text
    assert page.post(f"/welcome/{code}", data={"passphrase": GOOD}).status_code == 303
    assert phone.get("/sign-in").status_code == 200, "a new passphrase ends every other visit"
    kinds = db.scalars(select(Entry.kind).order_by(Entry.id)).all()
    assert kinds == ["account.reset-given", "account.passphrase-changed", "visit.ended", "account.signed-in"]


def test_the_person_page_offers_a_code_to_leaders_and_more_to_administrators(house: House, shop: Shop) -> None:
    house.account(shop.ben, passphrase_hash=hashing.hash_of("the one that was lost"))
    leaders = house.browser(shop.leader).get(f"/people/{shop.ben}").text
    assert f"/people/{shop.ben}/new-code" in leaders
    assert f"/people/{shop.ben}/end-visits" not in leaders
    administrators = house.administrator().get(f"/people/{shop.ben}").text
    assert f"/people/{shop.ben}/end-visits" in administrators
    assert f"/people/{shop.ben}/permissions" in administrators


def ask_for_reset(app: Flask, name: str) -> str:
    return app.test_client().post("/forgot", data={"name": name}, follow_redirects=True).text


def test_a_lost_passphrase_is_replaced_by_mail(app: Flask, house: House, shop: Shop, db: Session) -> None:
    house.account(shop.ada, passphrase_hash=hashing.hash_of("the one that was lost"))
    assert "If we know this name" in ask_for_reset(app, "Ada@juniper.example")
    Worker(app).run_due()
    mail = db.scalars(select(Mail)).one()
    assert mail.private
    code = CODE.search(mail.text).group(1)
    answer = app.test_client().post(f"/welcome/{code}", data={"passphrase": GOOD})
    assert answer.status_code == 303


def test_asking_with_an_unknown_name_looks_just_alike(app: Flask, shop: Shop, db: Session) -> None:
    known = ask_for_reset(app, "ada@juniper.example")
    assert ask_for_reset(app, "ghost@juniper.example") == known
    assert ask_for_reset(app, "T004") == known
    Worker(app).run_due()
    assert [mail.recipient for mail in db.scalars(select(Mail))] == ["ada@juniper.example"]


def test_what_is_over_is_forgotten_after_a_season(house: House, shop: Shop, db: Session) -> None:
    house.browser(shop.leader).post("/people/invitations", data={"person": [shop.ben], "how": "sheet"})
    with house.database.writing() as writing:
        jobs.forget_old(writing, now=NOW + timedelta(days=105))
        assert writing.scalars(select(OneTimeCode)).all() == []
        assert len(writing.scalars(select(Visit)).all()) == 1, "house.browser opens long visits"
        jobs.forget_old(writing, now=NOW + timedelta(days=500))
        assert writing.scalars(select(Visit)).all() == []
