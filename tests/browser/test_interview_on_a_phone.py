"""An interview on a phone: begun in a moment, scored with a thumb, finished for good, compared without ranking."""

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.serving import open_shop
from training.core.permissions import PermissionSet


def test_a_candidate_is_interviewed_on_a_phone(visitor: Visitor) -> None:
    house = visitor.site.house
    open_shop(house.app)
    visitor.sign_in_as(house.someone_with(PermissionSet.TEAM_MANAGER))
    page = visitor.open("/interviews")
    page.get_by_role("link", name="Counter staff").click()
    page.get_by_label("Candidate").fill("Mira K.")
    page.get_by_role("button", name="Begin").dblclick()
    angry = page.get_by_role("group", name="Tell us about somebody who was angry with you.")
    angry.get_by_text("4", exact=True).click()
    angry.get_by_label("What was said").fill("Asked what had happened.")
    assert not visitor.overflows()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved 09:41")).to_be_visible()
    expect(angry.get_by_label("4", exact=True)).to_be_checked()
    page.get_by_role("group", name="Eight wait and the till breaks down. What do you do?").get_by_text(
        "2", exact=True
    ).click()
    page.get_by_role("button", name="Finish").dblclick()
    expect(page.get_by_text("Finished. Your scores stay as they are.")).to_be_visible()
    expect(page.get_by_text("Asked what had happened.")).to_be_visible()
    page.get_by_role("link", name="Compare candidates").click()
    expect(page.get_by_text("nothing here ranks anybody")).to_be_visible()
    expect(page.get_by_role("row", name="Mean")).to_contain_text("3")
    assert not visitor.overflows()
