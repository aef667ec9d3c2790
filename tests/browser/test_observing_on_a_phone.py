"""Observing on a phone beside a learner: without the network, signed when it is back, sent once, read by both."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.test_learning_on_a_phone import findings, forgive
from tests.watching import SLUG
from tests.web.test_observing import WORDS, Shop, facts, rows
from training.people.models import Person


@pytest.fixture
def shop(visitor: Visitor) -> Shop:
    shop = Shop(visitor.site.house)
    visitor.sign_in_as(shop.priya)
    return shop


def rate(page: Page, criterion: str, level: str) -> None:
    page.get_by_role("group", name=criterion).get_by_text(level, exact=True).click()


def test_without_the_network_it_is_filled_in_and_signed_when_it_is_back(visitor: Visitor, shop: Shop) -> None:
    database = shop.house.database
    page = visitor.open(f"/observe/{SLUG}")
    page.get_by_role("link", name="Nora Brandt").click()
    expect(page.get_by_text("0 of 3 rated")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert findings(visitor) == []
    visitor.context.set_offline(True)
    rate(page, "Greets within ten seconds", "Alone")
    expect(page.get_by_text("You are offline. All of it is kept on this device.")).to_be_in_viewport()
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text("Rate “Asks for the receipt, not for a reason” first, or finish later.")).to_be_visible()
    rate(page, "Asks for the receipt", "With help")
    page.get_by_role("group", name="Asks for the receipt").get_by_text("Add a comment").click()
    page.get_by_label("Comment on “Asks for the receipt").fill("After a look from me.")
    rate(page, "Rings the bell", "Not seen today")
    expect(page.get_by_text("3 of 3 rated")).to_be_visible()
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kept on this device", timeout=9_000)
    expect(page.get_by_text("On this device, not sent yet")).to_be_visible()
    assert not visitor.overflows()
    assert rows(database) == []
    kept = page.evaluate("JSON.stringify({...localStorage})")
    assert "After a look from me." in kept
    assert WORDS not in kept
    visitor.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("It has arrived")
    page.get_by_role("link", name="Read it and sign").click()
    expect(page.get_by_role("heading", name="Sign it: passed")).to_be_visible()
    assert findings(visitor) == []
    assert not visitor.overflows()
    page.get_by_label("Your passphrase").fill(WORDS)
    page.get_by_role("button", name="Sign").click()
    expect(page.get_by_text("Signed. It counts from today.")).to_be_visible()
    assert [row.comment for row in rows(database)] == [""]
    assert [fact.kind for fact in facts(database)] == ["observation.passed"]
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('observe:'))") == []
    visitor.context.clear_cookies()
    visitor.sign_in_as(shop.nora)
    visitor.open("/observations")
    page.get_by_role("link", name="A refund, seen").click()
    expect(page.get_by_text("After a look from me.")).to_be_visible()
    forgive(visitor, "ERR_INTERNET_DISCONNECTED")


def test_what_was_begun_comes_back_and_what_is_refused_stays_with_its_reason(visitor: Visitor, shop: Shop) -> None:
    page = visitor.open(shop.url)
    page.wait_for_load_state("networkidle")  # what keeps the form comes after the form
    rate(page, "Greets within ten seconds", "Alone")
    page.get_by_label("What went well").fill("A calm morning.")
    page.reload()
    expect(page.get_by_text("What you had filled in on this device is here again.")).to_be_visible()
    expect(page.get_by_label("What went well")).to_have_value("A calm morning.")
    expect(page.get_by_text("1 of 3 rated")).to_be_visible()
    rate(page, "Asks for the receipt", "Alone")
    rate(page, "Rings the bell", "Not seen today")
    phones = shop.house.team("Phones", shop.house.root)
    with shop.house.database.writing() as db:
        db.get_one(Person, shop.nora).team_id = phones
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text("Not taken: You do not look after this person, or not any more.")).to_be_visible()
    assert not visitor.overflows()
    visitor.open("/observe")
    expect(page.get_by_text("Not taken: You do not look after this person, or not any more.")).to_be_visible()
    with shop.house.database.writing() as db:
        db.get_one(Person, shop.nora).team_id = shop.counter
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("It has arrived.")).to_be_visible()
    assert [row.comment for row in rows(shop.house.database)] == ["A calm morning."]
    forgive(visitor, "409")
