"""What somebody typed is not lost when their visit has ended or their token is stale."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.house import House
from training.accounts import hashing, kept
from training.core.permissions import PermissionSet
from training.people.models import Team

PASSPHRASE = "violin pebble lantern otter"
HERE = {"Origin": "http://localhost", "Referer": "http://localhost/teams/new"}
ELSEWHERE = {"Origin": "http://evil.example"}
TYPED = {"name": "Canal Side & “Sons” <shop>", "parent_id": "1"}


@pytest.fixture
def browser(house: House) -> FlaskClient:
    """A browser in which nobody is signed in; an administrator could be. Tokens are asked for."""
    person = house.person("Ruth Adeyemi", employee_number="JV-1")
    house.grant(person, PermissionSet.ADMINISTRATOR)
    house.account(person, passphrase_hash=hashing.hash_of(PASSPHRASE))
    house.app.config["WTF_CSRF_ENABLED"] = True
    return house.app.test_client()


def form_of(page: TestResponse, action: str) -> dict[str, list[str]]:
    """The fields that a browser would send from the form with this action."""
    found = re.search(rf'<form[^>]* action="{re.escape(action)}".*?</form>', page.text, re.DOTALL)
    assert found, f"There is no form for {action}."
    values: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", found[0]):
        name, value = re.search(r' name="([^"]*)"', tag), re.search(r' value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag:
            values.setdefault(name[1], []).append(unescape(value[1]) if value else "")
    return values


def sign_in(browser: FlaskClient, page: TestResponse, passphrase: str = PASSPHRASE) -> TestResponse:
    return browser.post("/sign-in", data={**form_of(page, "/sign-in"), "name": "jv-1", "passphrase": passphrase})


def test_a_lost_visit_keeps_the_text_through_signing_in_until_it_is_sent(browser: FlaskClient, db: Session) -> None:
    lost = browser.post("/teams/new", data=TYPED, headers=HERE)
    assert lost.status_code == 401
    assert "Canal Side &amp; “Sons” &lt;shop&gt;</textarea>" in lost.text
    wrong = sign_in(browser, lost, "not the right words")
    assert wrong.status_code == 422
    back = sign_in(browser, wrong)
    assert back.status_code == 200
    assert "nothing is lost" in back.text
    assert 'href="/teams/new"' in back.text
    again = form_of(back, "/teams/new")
    assert {name: again[name] for name in TYPED} == {name: [value] for name, value in TYPED.items()}
    assert browser.post("/teams/new", data=again).status_code == 303
    assert db.scalars(select(Team).where(Team.name == TYPED["name"])).one()


def test_a_stale_token_keeps_the_text_and_a_fresh_one_with_it(browser: FlaskClient, db: Session) -> None:
    sign_in(browser, browser.get("/sign-in"))
    stale = browser.post("/teams/new", data={**TYPED, "csrf_token": "from yesterday"}, headers=HERE)
    assert stale.status_code == 400
    assert "Nothing is lost" in stale.text
    assert browser.post("/teams/new", data=form_of(stale, "/teams/new")).status_code == 303
    assert db.scalars(select(Team).where(Team.name == TYPED["name"])).one()


@pytest.mark.parametrize("headers", [ELSEWHERE, {}, {**HERE, "Sec-Fetch-Site": "cross-site"}])
def test_what_another_site_sends_is_never_offered_to_be_sent_again(
    browser: FlaskClient, headers: dict[str, str]
) -> None:
    lost = browser.post("/teams/new", data=TYPED, headers=headers)
    assert lost.status_code == 401
    assert form_of(lost, "/sign-in")["kept"] == [""]
    assert sign_in(browser, lost).status_code == 303
    stale = browser.post("/teams/new", data=TYPED, headers=headers)
    assert stale.status_code == 400
    assert 'action="/teams/new"' not in stale.text


@pytest.mark.parametrize("field", ["passphrase", "current", "suggested"])
def test_a_passphrase_never_goes_back_into_a_page(browser: FlaskClient, field: str) -> None:
    lost = browser.post("/account/passphrase", data={field: "maple rocket tulip harvest"}, headers=HERE)
    assert lost.status_code == 401
    assert "maple" not in lost.text
    assert form_of(lost, "/sign-in")["kept"] == [""]
    stale = browser.post("/sign-in", data={"name": "jv-1", "passphrase": "maple rocket"}, headers=HERE)
    assert stale.status_code == 400
    assert "maple" not in stale.text


def test_several_values_of_one_name_are_all_kept(browser: FlaskClient) -> None:
    lost = browser.post("/people/invitations", data={"person": ["3", "4"], "how": "sheet"}, headers=HERE)
    assert form_of(sign_in(browser, lost), "/people/invitations")["person"] == ["3", "4"]


def test_a_long_text_comes_along(browser: FlaskClient) -> None:
    text = "The caller is helped and never has to repeat it. " * 20_000
    lost = browser.post("/documents/module/calls/edit", data={"source": text}, headers=HERE)
    assert lost.status_code == 401
    back = sign_in(browser, lost)
    assert form_of(back, "/documents/module/calls/edit")["source"] == [text]


def test_nobody_else_can_seal_a_form(browser: FlaskClient) -> None:
    data = {**form_of(browser.get("/sign-in"), "/sign-in"), "kept": "WyIvdGVhbXMvbmV3IiwgW11d", "next": "/teams"}
    answer = browser.post("/sign-in", data={**data, "name": "jv-1", "passphrase": PASSPHRASE})
    assert (answer.status_code, answer.location) == (303, "/teams")


def test_a_sealed_form_is_good_for_a_day(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with house.app.test_request_context():
        sealed = kept.Kept("/teams/new", (("name", "Canal Side"),)).sealed()
        assert kept.unsealed(sealed) == kept.Kept("/teams/new", (("name", "Canal Side"),))
        monkeypatch.setattr(kept, "KEPT_SECONDS", -1)
        assert kept.unsealed(sealed) is None
