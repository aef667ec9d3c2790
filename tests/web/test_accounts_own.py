"""One's own account: passphrase, open visits, language, stand-ins, and the limits of a visit."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.house import House
from tests.moment import NOW, TODAY
from training.accounts import hashing
from training.accounts.models import Account, Visit
from training.core.clock import FixedClock
from training.core.ledger import Entry
from training.people.models import Delegation, Person

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Pages whose SQL is tried on both by `tests/structure/test_routes.py`; what they write is plain rows."""

OLD, NEW = "violin pebble lantern otter", "maple rocket tulip harvest"
PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture
def nora(house: House) -> int:
    person = house.person("Nora Brandt", employee_number="JV-104", email="nora@juniper.example")
    house.account(person, passphrase_hash=hashing.hash_of(OLD))
    return person


def signed_in(app: Flask, passphrase: str = OLD, **more: str) -> FlaskClient:
    client = app.test_client()
    answer = client.post(
        "/sign-in", data={"name": "jv-104", "passphrase": passphrase, **more}, headers={"User-Agent": PHONE}
    )
    assert answer.status_code == 303
    return client


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_visits_are_listed_by_device_and_can_be_ended_one_by_one(app: Flask, nora: int, db: Session) -> None:
    here, other = signed_in(app), signed_in(app)
    page = here.get("/account").text
    assert page.count("Chrome on Android") >= 2
    assert "127.0.0.1" in page
    visit = db.scalars(select(Visit.id).order_by(Visit.id.desc())).first()
    assert here.post(f"/account/visits/{visit}/end").status_code == 303
    assert (is_in(here), is_in(other)) == (True, False)


def test_all_other_visits_end_at_once(app: Flask, nora: int) -> None:
    here, one, two = (signed_in(app) for _ in range(3))
    assert "2 other visits were ended." in here.post("/account/visits/end-others", follow_redirects=True).text
    assert [is_in(client) for client in (here, one, two)] == [True, False, False]


def test_nobody_ends_a_visit_of_somebody_else(app: Flask, house: House, nora: int, db: Session) -> None:
    hers = signed_in(app)
    visit = db.scalars(select(Visit.id)).one()
    house.browser(house.person("Sam Whitlock")).post(f"/account/visits/{visit}/end")
    assert is_in(hers)


def test_a_new_passphrase_needs_the_old_one_and_ends_other_visits(app: Flask, nora: int, db: Session) -> None:
    here, other = signed_in(app), signed_in(app)
    wrong = here.post("/account/passphrase", data={"current": "not the one at all", "passphrase": NEW})
    assert wrong.status_code == 422
    assert "This is not your passphrase until now." in wrong.text
    weak = here.post("/account/passphrase", data={"current": OLD, "passphrase": "Nora Brandt 104"})
    assert "Little is left of it" in weak.text
    assert here.post("/account/passphrase", data={"current": OLD, "passphrase": NEW}).status_code == 303
    assert (is_in(here), is_in(other)) == (True, False)
    assert is_in(signed_in(app, NEW))
    assert db.scalars(select(Entry.kind).where(Entry.kind == "account.passphrase-changed")).all() != []


def test_guessing_the_old_passphrase_is_throttled(app: Flask, nora: int) -> None:
    here = signed_in(app)
    tries = [here.post("/account/passphrase", data={"current": f"guess {n}", "passphrase": NEW}) for n in range(11)]
    assert [answer.status_code for answer in tries] == [422] * 10 + [429]


@pytest.mark.parametrize(
    "case",
    [("", timedelta(days=14), timedelta(days=14, minutes=11)), ("y", timedelta(minutes=9), timedelta(minutes=10))],
)
def test_a_quiet_visit_ends_by_itself(
    app: Flask, nora: int, clock: FixedClock, case: tuple[str, timedelta, timedelta]
) -> None:
    shared, still_in, out = case
    client = signed_in(app, shared=shared)
    clock.at = NOW + still_in - timedelta(seconds=1)
    assert is_in(client), "and this look counts as a sign of life"
    clock.at += out
    assert not is_in(client)


@pytest.mark.parametrize("case", [("", timedelta(days=9), 90 * 24), ("y", timedelta(minutes=9), 8)])
def test_even_a_busy_visit_ends_at_last(
    app: Flask, nora: int, clock: FixedClock, case: tuple[str, timedelta, int]
) -> None:
    shared, step, longest = case
    client = signed_in(app, shared=shared)
    end = NOW + timedelta(hours=longest)
    while clock.at + step < end:
        clock.at += step
        assert is_in(client)
    clock.at = end
    assert not is_in(client)


def test_a_shared_device_forgets_the_cookie_with_its_window(app: Flask, nora: int) -> None:
    def cookie(shared: str) -> str:
        data = {"name": "jv-104", "passphrase": OLD, "shared": shared}
        return app.test_client().post("/sign-in", data=data).headers["Set-Cookie"]

    assert "Expires=" in cookie("")
    assert "Expires=" not in cookie("y")


def test_signing_in_again_changes_the_secret_and_ends_the_visit_before(app: Flask, nora: int, db: Session) -> None:
    client = signed_in(app)
    with client.session_transaction() as cookie:
        before = dict(cookie)
    client.post("/sign-in", data={"name": "jv-104", "passphrase": OLD})
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != before["_user_id"]
    ended = db.scalars(select(Visit).order_by(Visit.id)).all()
    assert [visit.ended_at is None for visit in ended] == [False, True]


def test_whoever_starts_later_may_sign_in_before_the_first_day(house: House, app: Flask) -> None:
    person = house.person("Ada Novak", employee_number="JV-104", hired_on=TODAY + timedelta(days=20))
    house.account(person, passphrase_hash=hashing.hash_of(OLD))
    assert is_in(signed_in(app))


@pytest.mark.parametrize("why", ["left", "disabled"])
def test_a_door_that_is_closed_looks_like_a_wrong_passphrase(house: House, app: Flask, nora: int, why: str) -> None:
    open_visit = signed_in(app)
    with house.database.writing() as db:
        if why == "left":
            db.get_one(Person, nora).left_on = TODAY - timedelta(days=1)
        else:
            db.get_one(Account, house_account(db, nora)).disabled_at = NOW
    assert not is_in(open_visit)
    answer = app.test_client().post("/sign-in", data={"name": "jv-104", "passphrase": OLD})
    assert answer.status_code == 422
    assert "do not go together" in answer.text


def house_account(db: Session, person: int) -> int:
    return db.scalars(select(Account.id).where(Account.person_id == person)).one()


def test_the_last_day_is_a_day_like_any_other_and_then_the_door_closes(
    house: House, app: Flask, nora: int, clock: FixedClock
) -> None:
    visit = signed_in(app)
    administrator = house.administrator()
    administrator.post(f"/people/{nora}/end", data={"last_day": TODAY.isoformat()})
    assert is_in(visit)
    clock.at += timedelta(days=1)
    assert not is_in(visit)


def test_a_departure_noted_afterwards_ends_every_visit(house: House, app: Flask, nora: int, db: Session) -> None:
    signed_in(app), signed_in(app)
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    assert house.administrator().post(f"/people/{nora}/end", data={"last_day": yesterday}).status_code == 303
    account = house_account(db, nora)
    assert all(visit.ended_at for visit in db.scalars(select(Visit).where(Visit.account_id == account)))
    assert db.scalars(select(Entry).where(Entry.kind == "visit.ended")).one().facts["reason"] == "left the company"


class Leaders:
    """Two leaders of two shops, each with one of their people."""

    def __init__(self, house: House) -> None:
        self.grace = house.person("Grace Lindqvist")
        self.idris = house.person("Idris Bakker", email="idris@juniper.example")
        canal = house.team("Canal Side", house.root, leader=self.grace)
        mill = house.team("Mill Lane", house.root, leader=self.idris)
        self.ada = house.person("Ada Novak", team=canal, employee_number="JV-300")
        self.lena = house.person("Lena Falk", team=mill, employee_number="JV-400")


@pytest.fixture
def leaders(house: House) -> Leaders:
    return Leaders(house)


def name_stand_in(browser: FlaskClient, who: str, until: date = TODAY, since: date = TODAY):
    data = {"stand_in": who, "from_on": since.isoformat(), "until_on": until.isoformat()}
    return browser.post("/account/stand-in", data=data)


def test_a_stand_in_sees_the_teams_until_the_last_day(house: House, leaders: Leaders, clock: FixedClock) -> None:
    grace, idris = house.browser(leaders.grace), house.browser(leaders.idris)
    assert idris.get(f"/people/{leaders.ada}").status_code == 404
    assert name_stand_in(grace, "Idris@juniper.example").status_code == 303
    assert idris.get(f"/people/{leaders.ada}").status_code == 200
    assert "Idris Bakker stands in for you" in grace.get("/account").text
    assert "You stand in for Grace Lindqvist" in idris.get("/account").text
    clock.at += timedelta(days=1)
    assert idris.get(f"/people/{leaders.ada}").status_code == 404


@pytest.mark.parametrize("by", ["grace", "idris"])
def test_both_may_end_a_stand_in_and_nobody_else(house: House, leaders: Leaders, db: Session, by: str) -> None:
    name_stand_in(house.browser(leaders.grace), "idris@juniper.example")
    delegation = db.scalars(select(Delegation.id)).one()
    url = f"/account/stand-in/{delegation}/withdraw"
    assert house.browser(leaders.lena).post(url).status_code == 404
    assert house.browser(getattr(leaders, by)).post(url).status_code == 303
    assert house.browser(leaders.idris).get(f"/people/{leaders.ada}").status_code == 404
    db.rollback()
    kinds = db.scalars(select(Entry.kind).where(Entry.kind.startswith("delegation"))).all()
    assert kinds == ["delegation.given", "delegation.withdrawn"]


@pytest.mark.parametrize(
    "case",
    [
        ("JV-400", TODAY, TODAY, "We find nobody with this number"),  # somebody else's people stay unknown
        ("nobody", TODAY, TODAY, "We find nobody with this number"),
        ("JV-300", TODAY - timedelta(days=1), TODAY, "This day is over."),
        ("JV-300", TODAY + timedelta(days=2), TODAY, "The last day is before the first one."),
        ("JV-300", TODAY, TODAY + timedelta(days=367), "Nobody stands in for longer than a year."),
        ("", TODAY, TODAY, "Say who stands in for you."),
    ],
)
def test_a_stand_in_that_cannot_be_is_explained(
    house: House, leaders: Leaders, db: Session, case: tuple[str, date, date, str]
) -> None:
    who, since, until, said = case
    answer = name_stand_in(house.browser(leaders.grace), who, until, since)
    assert answer.status_code == 422
    assert said in answer.text
    assert db.scalars(select(Delegation)).all() == []


def test_whoever_leads_no_team_has_nothing_to_hand_over(house: House, leaders: Leaders) -> None:
    browser = house.browser(leaders.ada)
    assert "You lead no team at present." in browser.get("/account/stand-in").text
    assert name_stand_in(browser, "JV-400").status_code == 404


def test_the_language_is_one_that_the_site_speaks(house: House, nora: int, app: Flask) -> None:
    browser = signed_in(app)
    assert browser.post("/account/language", data={"language": "en"}).status_code == 303
    assert browser.post("/account/language", data={"language": "tlh"}).status_code == 422
