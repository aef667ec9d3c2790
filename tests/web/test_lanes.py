"""My lane: what a role does in every transaction, with its clocks, its authority, its words and its hand-overs."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.house import House
from tests.serving import open_shop
from tests.shelf import put

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def nora(house: House) -> FlaskClient:
    open_shop(house.app)
    house.role(house.person("Tom Adler"), "Team leader")
    person = house.person("Nora Brandt")
    house.role(person)
    return house.browser(person)


def text_of(browser: FlaskClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(answer.text)).split())


def test_my_lane_shows_each_of_my_steps_with_all_that_i_need_for_it(nora: FlaskClient) -> None:
    page = text_of(nora, "/lane")
    for words in (
        "My lane: Counter staff",
        "3 steps are yours",
        "Within 10 seconds, from: the customer is in the door",
        "Good morning, I am with you in a minute.",
        "Words: Somebody is waiting",
        "Settle a difference in price alone, up to 20. Beyond: Team leader, within 5 minutes.",
        "You hand over to: Team leader, for “Decide beyond the limit”. The receipt, and what was said already",
        "You get it from: Team leader, after “Decide beyond the limit”. What was decided",
        "Lanes of other roles Team leader",
    ):
        assert words in page
    assert 'href="/transactions/a-sale#greet"' in nora.get("/lane").text
    assert "Settle a difference in price alone" in text_of(nora, "/lane/counter-staff/print")


def test_anybody_may_read_the_lane_of_another_role(nora: FlaskClient) -> None:
    page = text_of(nora, "/lane/team-leader")
    assert "You decide when it goes beyond Settle a price A sale, Counter staff, within 5 minutes" in page
    assert "Where you help Settle a price" in page
    assert nora.get("/lane/no-such-role").status_code == 404


def test_somebody_without_a_role_and_a_role_without_a_step_are_told_what_a_lane_is(house: House) -> None:
    newcomer = house.person("Ada Novak")
    assert "You hold no role yet" in text_of(house.browser(newcomer), "/lane")
    house.role(newcomer, "Gardener")
    assert "No step is yours yet" in text_of(house.browser(newcomer), "/lane")


def test_a_script_for_another_role_is_not_named(nora: FlaskClient, house: House) -> None:
    secret = """\
title: Words for leaders
summary: Not for all.
roles: [team-leader]
audience: roles
situation: A queue.
step: a-sale/greet
lines:
  - {id: one, when: They wait., say: Good morning., why: It helps.}
"""
    put(house.app, "script", "leaders", secret)
    assert "Words for leaders" not in text_of(nora, "/lane")
