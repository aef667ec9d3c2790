"""A customer says how it was, on a phone, without scripts' help, and takes it back."""

from time import perf_counter

from playwright.sync_api import expect

from tests.asking import an_address, put_form
from tests.browser.conftest import Visitor
from tests.house import rows
from training.core.permissions import PermissionSet
from training.feedback.models import FeedbackAnswer

HALF_A_MINUTE = 30


def test_a_customer_says_how_it_was_and_takes_the_words_back(visitor: Visitor) -> None:
    house = visitor.site.house
    put_form(house.app)
    ruth = house.someone_with(PermissionSet.ADMINISTRATOR)
    with house.app.app_context(), house.database.writing() as db:
        path = f"/say/{an_address(db, ruth, house.root).say_code}"
    began = perf_counter()
    page = visitor.open(path)
    assert not visitor.overflows()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("Answer at least one question.")
    page.get_by_role("radio", name="Very good").check()
    page.get_by_role("radio", name="Yes").focus()
    page.keyboard.press("Space")
    page.get_by_role("radio", name="10", exact=True).check()
    page.get_by_label("What should we know?").fill("Carried to the car. 😊")
    page.get_by_label("Who was it?").fill("Nora")
    page.get_by_label("May we get back to you?").fill("call me")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("link", name="This is neither a phone number").click()
    expect(page.get_by_role("radio", name="Very good")).to_be_checked()
    page.get_by_label("May we get back to you?").fill("086 123 4567")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you. We read every word.")).to_be_visible()
    assert perf_counter() - began < HALF_A_MINUTE
    assert not visitor.overflows()
    assert page.context.cookies() == []
    page.get_by_role("button", name="Delete what I wrote").click()
    expect(page.get_by_role("heading", name="Deleted.")).to_be_visible()
    visitor.open(f"{path}?language=ar")
    expect(page.get_by_role("button", name="إرسال")).to_be_visible()
    assert not visitor.overflows()
    with house.database.reading() as db:
        [kept] = rows(db, FeedbackAnswer)
    assert (kept.texts, kept.contact) == ({}, None)
    assert kept.marks == {"satisfied": 5, "again": "yes", "tell": 10}
