"""A complaint on a phone: noted while the customer stands there, and its promise kept."""

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.shelf import put
from tests.web.test_complaints import HOURS, RULES


def test_a_complaint_is_noted_on_a_phone_and_its_promise_is_kept(visitor: Visitor) -> None:
    house = visitor.site.house
    put(house.app, "hours", "shops", HOURS)
    rules = "".join(line for line in RULES.splitlines(keepends=True) if not line.startswith("standards:"))
    put(house.app, "complaint-rules", "putting-right", rules)
    person = house.person("Nora Brandt")
    house.role(person)
    visitor.sign_in_as(person)
    page = visitor.open("/complaints")
    page.get_by_role("link", name="Note a complaint").first.click()
    expect(page.get_by_text("Note down: What broke")).to_be_hidden()
    page.get_by_label("Broken goods").check()
    expect(page.get_by_text("Note down: What broke")).to_be_visible()
    page.get_by_label("What happened?").fill("The lamp fell apart.")
    page.get_by_text("What you offered, and your apology").click()
    page.get_by_label("Amount").fill("much")
    assert not visitor.overflows()
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_role("link", name="This is no amount.")).to_be_visible()
    expect(page.get_by_label("What happened?")).to_have_value("The lamp fell apart.")
    page.get_by_label("Amount").fill("10")
    page.get_by_label("Phone or e-mail").fill("085 555 0101")
    page.get_by_role("button", name="Note it").dblclick()
    expect(page.get_by_text("Tell the customer this number.")).to_be_visible()
    assert not visitor.overflows()
    page.goto(visitor.site.url + "/")
    expect(page.get_by_role("link", name="call the customer back by")).to_have_count(1)
    page.get_by_role("link", name="call the customer back by").click()
    page.get_by_role("button", name="I called back").click()
    expect(page.get_by_text("Kept. Well done.")).to_be_visible()
