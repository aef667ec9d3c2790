"""A blueprint on a phone: a list that is read with one thumb, and walked through with a keyboard; lanes on a desk."""

from playwright.sync_api import expect

from tests.browser.conftest import DESK, Visitor
from tests.web.test_services import house_that_serves_in


def test_a_blueprint_is_a_list_on_a_phone_and_lanes_on_a_desk(visitor: Visitor) -> None:
    house = house_that_serves_in(visitor.site.house)
    visitor.sign_in_as(house.person("Nora Brandt"))
    page = visitor.open("/services")
    page.get_by_role("link", name="Goods over the counter").click()
    page.get_by_role("link", name="A sale").click()
    expect(page.get_by_role("heading", name="A sale", exact=True)).to_be_visible()
    assert not visitor.overflows()
    drawing = page.get_by_role("region", name="Step by step")
    assert drawing.evaluate("region => region.scrollWidth <= region.clientWidth")
    expect(drawing.get_by_text("Team leader", exact=True).last).to_be_visible()

    drawing.focus()
    for name in ("Greet", "on to 2 Refund", "on to 3 Pay"):
        page.keyboard.press("Tab")
        expect(drawing.get_by_role("link", name=name, exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#pay h3")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.locator("#pay").get_by_role("link", name="Counter staff")).to_be_focused()

    page.set_viewport_size(DESK)
    places = {
        name: drawing.get_by_role("heading", name=name).evaluate("step => step.getBoundingClientRect().toJSON()")
        for name in ("Greet", "Refund", "Pay")
    }
    assert places["Greet"]["top"] == places["Pay"]["top"] < places["Refund"]["top"]
    assert places["Greet"]["left"] < places["Refund"]["left"] < places["Pay"]["left"]
    assert not visitor.overflows()
