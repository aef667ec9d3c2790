"""An administrator signs somebody out everywhere, closes their account, and opens it again."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.house import House
from training.accounts import hashing
from training.accounts.models import Visit
from training.core.ledger import Entry
from training.core.permissions import PermissionSet

PASSPHRASE = "violin pebble lantern otter"


@pytest.fixture
def ben(house: House) -> int:
    person = house.person("Ben Osei", employee_number="JV-5")
    house.account(person, passphrase_hash=hashing.hash_of(PASSPHRASE))
    return person


@pytest.fixture
def administrator(house: House) -> FlaskClient:
    person = house.someone_with(PermissionSet.ADMINISTRATOR)
    house.account(person, passphrase_hash="set")
    return house.browser(person)


def sign_in(house: House) -> int:
    return house.app.test_client().post("/sign-in", data={"name": "jv-5", "passphrase": PASSPHRASE}).status_code


def test_all_visits_of_a_person_end_at_once(house: House, ben: int, administrator: FlaskClient, db: Session) -> None:
    house.browser(ben), house.browser(ben)
    answer = administrator.post(f"/people/{ben}/end-visits", follow_redirects=True)
    assert "2 visits were ended." in answer.text
    visits = db.scalars(select(Visit).where(Visit.account_id == house.account(ben))).all()
    assert all(visit.ended_at for visit in visits)
    assert sign_in(house) == 303


def test_a_closed_account_lets_nobody_in_until_it_is_opened_again(
    house: House, ben: int, administrator: FlaskClient, db: Session
) -> None:
    phone = house.browser(ben)
    page = administrator.post(f"/people/{ben}/close-account", follow_redirects=True).text
    assert "The account is closed" in page
    assert phone.get("/account").location == "/sign-in?next=%2Faccount"
    assert sign_in(house) == 422
    assert administrator.post(f"/people/{ben}/new-code").status_code == 404
    assert "can sign in again." in administrator.post(f"/people/{ben}/open-account", follow_redirects=True).text
    assert sign_in(house) == 303
    kinds = db.scalars(select(Entry.kind).where(Entry.kind.startswith("account."))).all()
    assert kinds == ["account.closed", "account.opened-again", "account.signed-in"]


def test_closing_ends_an_open_invitation_too(house: House, administrator: FlaskClient) -> None:
    person = house.person("Ada Novak")
    sheet = administrator.post(f"/people/{person}/new-code").text
    code = sheet.partition("/welcome/")[2][:43]
    assert house.app.test_client().get(f"/welcome/{code}").status_code == 200
    administrator.post(f"/people/{person}/close-account")
    assert house.app.test_client().get(f"/welcome/{code}").status_code == 410


def test_nobody_closes_the_own_account_or_the_last_administrator_s(house: House, ben: int) -> None:
    me = house.someone_with(PermissionSet.ADMINISTRATOR)
    browser = house.browser(me)
    assert (
        "You cannot close your own account." in browser.post(f"/people/{me}/close-account", follow_redirects=True).text
    )
    # The one who acts has no passphrase, so nobody but Ben could come back.
    house.grant(ben, PermissionSet.ADMINISTRATOR)
    assert "This is the last administrator." in browser.post(f"/people/{ben}/close-account", follow_redirects=True).text
    assert sign_in(house) == 303


def test_an_administrator_of_a_team_does_not_close_the_account_of_a_higher_one(house: House) -> None:
    shop = house.team("Canal Side", house.root)
    higher = house.person("Grace Lindqvist", team=shop)
    house.grant(higher, PermissionSet.ADMINISTRATOR)
    browser = house.browser(house.someone_with(PermissionSet.ADMINISTRATOR, team=shop))
    answer = browser.post(f"/people/{higher}/close-account", follow_redirects=True)
    assert "Grace Lindqvist may do more here than you." in answer.text
    assert browser.post(f"/people/{house.person('Sam Whitlock')}/close-account").status_code == 404
