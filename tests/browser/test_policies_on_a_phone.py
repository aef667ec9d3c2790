"""A policy on a phone: signed, changed, read again as a difference, and signed again in one act."""

from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.conftest import Visitor
from tests.shelf import put
from tests.web.test_policies import POLICY, TWENTY, URL
from training.core.ledger import Entry


def test_what_changed_is_read_and_signed_on_a_phone(visitor: Visitor) -> None:
    house = visitor.site.house
    put(house.app, "policy", "promise", POLICY)
    person = house.person("Nora Brandt")
    house.role(person)
    visitor.sign_in_as(person)
    page = visitor.open("/policies")
    page.get_by_role("link", name="What we promise").click()
    page.get_by_role("button", name="I keep these promises.").click()
    expect(page.get_by_text("Signed. Thank you.")).to_be_visible()

    reworded = TWENTY.replace("On the same day.", "Still the same day.")
    put(house.app, "policy", "promise", reworded, {"see": "behaviour", "call": "editorial"})
    visitor.open(URL)
    expect(page.get_by_role("heading", name="What changed since you signed")).to_be_visible()
    expect(page.locator("del", has_text="ten")).to_be_visible()
    expect(page.locator("ins", has_text="twenty")).to_be_visible()
    expect(page.locator("ins", has_text="Still")).to_be_hidden()
    page.get_by_text("One part is only worded anew").click()
    expect(page.locator("ins", has_text="Still")).to_be_visible()
    assert not visitor.overflows()
    page.get_by_role("button", name="I keep these promises.").dblclick()
    expect(page.get_by_text("You signed it on")).to_be_visible()
    page.get_by_role("link", name="Your receipt").click()
    expect(page.get_by_text("The text as it was signed")).to_be_visible()
    assert not visitor.overflows()
    with house.database.reading() as db:
        signed = db.scalars(select(Entry).where(Entry.kind == "policy.signed").order_by(Entry.id)).all()
    assert [fact.facts["version"] for fact in signed] == [1, 2]
