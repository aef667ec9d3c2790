"""People pages as a person with a phone meets them."""

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from training.core.permissions import PermissionSet


def test_an_administrator_adds_a_person_and_finds_them_again(visitor: Visitor) -> None:
    visitor.sign_in_as(visitor.site.house.someone_with(PermissionSet.ADMINISTRATOR))
    page = visitor.open("/people")
    page.get_by_role("link", name="Add a person").click()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page).to_have_title("Error: Add a person · Standard Bearer")
    page.get_by_role("link", name="Enter the given name.").click()
    page.keyboard.type("Éabha")
    page.get_by_label("Family name").fill("Ó Cuinn")
    page.get_by_label("Employee number", exact=True).fill("E1012")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Éabha Ó Cuinn")
    page.get_by_role("link", name="People").first.click()
    page.get_by_label("Name or number").fill("eabha cuinn")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name="Éabha Ó Cuinn")).to_be_visible()
    assert not visitor.overflows()
