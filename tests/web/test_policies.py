"""Policies to read and sign: by version, once, with what changed; and who has not."""

import csv
import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.house import House
from tests.moment import NOW, TODAY
from tests.shelf import put
from training.content.models import Version
from training.core import ledger
from training.core.db import Database
from training.core.ledger import Entry
from training.core.permissions import PermissionSet

POLICY = """\
---
title: What we promise
summary: Seven things.
sort: promise
roles: [counter-staff]
owner: Managing director
meaning: I keep these promises.
---

## We see you {#see}

Within **ten** seconds
somebody looks up.

## We call back {#call}

On the same day.
"""
TWENTY = POLICY.replace("**ten**", "**twenty**")
on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
URL = "/policies/promise"
LIST = f"{URL}/signatures"


@pytest.fixture
def nora(house: House) -> FlaskClient:
    put(house.app, "policy", "promise", POLICY)
    person = house.person("Nora Brandt")
    house.role(person)
    return house.browser(person)


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<(?!/?(?:del|ins)>)[^>]+>", " ", page)).replace("&#39;", "’")


def publish(house: House, text: str, **changes: str) -> None:
    put(house.app, "policy", "promise", text, changes)


def sheet(browser: FlaskClient) -> dict[str, str]:
    """What the form on the page would send."""
    return dict(re.findall(r'name="(number|sha256)" value="([^"]+)"', browser.get(URL).text))


def sign(browser: FlaskClient, form: dict[str, str] | None = None) -> Any:
    return browser.post(URL, data=form or sheet(browser))


def facts(database: Database) -> list[Entry]:
    with database.reading() as db:
        return list(db.scalars(select(Entry).where(Entry.kind == "policy.signed").order_by(Entry.id)))


def test_a_signature_names_the_version_its_checksum_and_its_meaning(nora: FlaskClient, house: House) -> None:
    assert "Not signed" in nora.get("/policies").text
    assert "I keep these promises.</button>" in nora.get(URL).text
    answer = sign(nora)
    assert (answer.status_code, answer.location) == (303, URL)
    (fact,) = facts(house.database)
    version = house.get(Version, fact.version_id)
    assert fact.actor_id == fact.subject_id
    assert fact.facts == {
        "slug": "promise",
        "title": "What we promise",
        "version": 1,
        "sha256": version.sha256,
        "meaning": "I keep these promises.",
    }
    said = words_of(nora.get(URL).text)
    assert "Signed. Thank you." in said
    assert "You signed it on 12 March 2026" in said
    assert "Nothing waits for your signature." in nora.get("/policies").text


@on_one_database
def test_a_receipt_shows_what_was_signed_even_when_the_text_moved_on(nora: FlaskClient, house: House) -> None:
    sign(nora)
    publish(house, TWENTY, see="behaviour")
    (fact,) = facts(house.database)
    said = words_of(nora.get(f"/policies/receipts/{fact.id}").text)
    for part in (
        "Nora Brandt",
        "12 March 2026, 09:41",
        fact.facts["sha256"],
        "“I keep these promises.”",
        "seconds somebody looks up",
    ):
        assert part in said
    stranger = house.browser(house.person("Omar Haddad"))
    assert stranger.get(f"/policies/receipts/{fact.id}").status_code == 404
    boss = house.browser(house.someone_with(PermissionSet.TEAM_MANAGER, team=house.root))
    assert boss.get(f"/policies/receipts/{fact.id}").status_code == 200


def test_sent_twice_at_once_it_is_signed_once(nora: FlaskClient, house: House) -> None:
    form, gate = sheet(nora), Barrier(2)
    browsers = [nora, nora.application.test_client()]
    cookie = nora.get_cookie("visit")
    assert cookie is not None
    browsers[1].set_cookie("visit", cookie.value)

    def press(browser: FlaskClient) -> int:
        gate.wait()
        return int(sign(browser, form).status_code)

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(press, browsers)) == [303, 303]
    assert len(facts(house.database)) == 1


@on_one_database
def test_what_is_asked_for_each_year_can_be_signed_again_as_it_is(nora: FlaskClient, house: House) -> None:
    sign(nora)
    assert sheet(nora) == {}, "nothing to press on the day itself"
    clock = house.app.extensions["clock"]
    clock.at = NOW + timedelta(days=5)
    assert "Asked to sign it again" in nora.get(URL).text
    assert sign(nora).status_code == 303
    assert [fact.at for fact in facts(house.database)] == [NOW, clock.at]


@on_one_database
def test_what_changed_is_shown_before_it_is_signed_again(nora: FlaskClient, house: House) -> None:
    sign(nora)
    text = TWENTY.replace("On the same day.", "On the same working day.").replace(
        "## We call", "## New {#new}\n\nHi.\n\n## We call"
    )
    publish(house, text, see="behaviour", call="editorial", new="clarifying")
    page = nora.get(URL).text
    said = words_of(page)
    assert "What changed since you signed" in said
    assert "<del>ten</del><ins>twenty</ins>" in page
    assert "**" not in said
    assert "Changed Changes what you do" in said
    assert "New Said more clearly" in said
    assert "One part is only worded anew" in said
    assert page.index("<ins>twenty</ins>") < page.index("<details>") < page.index("<ins>working </ins>")
    assert page.index("<ins>twenty</ins>") < page.index("I keep these promises.</button>")
    assert "Changed since" in nora.get("/policies").text
    sign(nora)
    assert [fact.facts["version"] for fact in facts(house.database)] == [1, 2]
    assert "What changed" not in nora.get(URL).text


@on_one_database
def test_another_wording_leaves_a_signature_as_good_as_it_was(nora: FlaskClient, house: House) -> None:
    sign(nora)
    publish(house, TWENTY, see="editorial")
    assert "that still counts" in words_of(nora.get(URL).text)
    assert "Nothing waits for your signature." in nora.get("/policies").text


@on_one_database
def test_a_version_that_went_live_while_reading_is_not_signed_unseen(nora: FlaskClient, house: House) -> None:
    read = sheet(nora)
    publish(house, TWENTY, see="editorial")
    answer = sign(nora, read)
    assert answer.status_code == 409
    assert "Not signed: another version came out while you were reading." in words_of(answer.text)
    assert "What is different from what you read" in answer.text
    assert "<del>ten</del><ins>twenty</ins>" in answer.text
    assert facts(house.database) == []
    assert sign(nora, dict(re.findall(r'name="(number|sha256)" value="([^"]+)"', answer.text))).status_code == 303
    assert sign(nora, read).status_code == 303, "The other tab is told that it is signed already."
    assert len(facts(house.database)) == 1


@on_one_database
@pytest.mark.parametrize("form", [{"number": "1", "sha256": "0" * 64}, {"number": "9" * 30}, {"number": "-1"}])
def test_a_form_that_names_no_version_signs_nothing(nora: FlaskClient, house: House, form: dict[str, str]) -> None:
    assert sign(nora, form).status_code == 409
    assert facts(house.database) == []


def test_a_signature_that_was_taken_back_is_asked_for_again(nora: FlaskClient, house: House) -> None:
    sign(nora)
    (fact,) = facts(house.database)

    def decide(kind: str) -> None:
        with house.database.writing() as db:
            ledger.record(
                db, kind, at=NOW, actor_id=None, subject_id=fact.subject_id, document_id=fact.document_id, tell=False
            )

    decide("revoked")
    assert "Not signed" in nora.get("/policies").text
    decide("reinstated")
    assert "Nothing waits" in nora.get("/policies").text
    decide("revoked")
    sign(nora)
    assert len(facts(house.database)) == 2
    assert "Nothing waits" in nora.get("/policies").text


@on_one_database
def test_a_policy_for_some_roles_only_is_hidden_from_others(nora: FlaskClient, house: House) -> None:
    other = house.browser(house.person("Omar Haddad"))
    assert "For other roles" in other.get("/policies").text
    publish(house, POLICY.replace("roles: [counter-staff]", "roles: [counter-staff]\naudience: roles"))
    assert other.get(URL).status_code == 404
    assert other.post(URL, data=sheet(nora)).status_code == 404
    assert nora.get(URL).status_code == 200


class TestWhoHasNot:
    @pytest.fixture
    def boss(self, house: House, nora: FlaskClient) -> FlaskClient:
        """Leads the counter: Nora signed the first version, Pia the second, Quentin and Sam (on leave) none."""
        shop = house.team("Counter", house.root)
        people = {name: house.person(f"{name} Ek", team=shop) for name in ("Pia", "Quentin")}
        people["Sam"] = house.person("Sam Ek", team=shop, leave_from=TODAY)
        house.role(house.person("Gone Ek", team=shop, left_on=TODAY.replace(day=11)))
        house.person("Other Ek", team=shop)
        for person in people.values():
            house.role(person)
        sign(nora)
        publish(house, TWENTY, see="behaviour")
        sign(house.browser(people["Pia"]))
        return house.browser(house.someone_with(PermissionSet.TEAM_MANAGER, team=house.root))

    def test_everybody_of_whom_it_is_asked_stands_there_with_what_they_signed(self, boss: FlaskClient) -> None:
        said = words_of(boss.get(LIST).text)
        assert "3 people of 4 have still to sign “What we promise”." in said
        assert "Nora Brandt Juniper &amp; Vale Changed since Version 1 on 12 March 2026" in said
        assert "Pia Ek Counter Signed Version 2 on 12 March 2026" in said
        assert "Quentin Ek Counter Not signed" in said
        assert "Sam Ek Counter, on leave Not signed" in said
        assert "Gone Ek" not in said
        assert "Other Ek" not in said

    def test_it_can_be_narrowed_and_taken_away_as_a_file(self, boss: FlaskClient) -> None:
        said = words_of(boss.get(f"{LIST}?state=missing&q=ek").text)
        assert "Quentin Ek" in said
        assert "Pia Ek" not in said
        rows = list(csv.reader(io.StringIO(boss.get(f"{LIST}.csv?state=missing").data.decode("utf-8-sig"))))
        assert [row[1:] for row in rows] == [
            ["Name", "Team", "On leave", "State", "Signed version", "Signed on"],
            ["Quentin Ek", "Counter", "", "Not signed", "", ""],
            ["Sam Ek", "Counter", "yes", "Not signed", "", ""],
            ["Nora Brandt", "Juniper & Vale", "", "Changed since", "1", "2026-03-12"],
        ]

    def test_a_leader_sees_their_own_people_and_staff_nobody(self, nora: FlaskClient, house: House) -> None:
        assert nora.get(LIST).status_code == 404
        elsewhere = house.team("Elsewhere", house.root)
        leader = house.browser(house.someone_with(PermissionSet.TEAM_MANAGER, team=elsewhere, name="Eva Lind"))
        assert "Nobody of whom this is asked is found here." in words_of(leader.get(LIST).text)

    def test_a_thousand_people_cost_no_more_statements_than_four(
        self, boss: FlaskClient, house: House, statements: Any
    ) -> None:
        boss.get(LIST)
        with statements() as few:
            boss.get(LIST)
        for number in range(60):
            house.role(house.person(f"Ann{number} Ek"))
        with statements() as many:
            assert "Page 2" in boss.get(LIST).text
        assert len(many) == len(few) <= 14
