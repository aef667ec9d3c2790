"""Importing a roster on a phone, with the real files."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from training.core.permissions import PermissionSet

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def administrator(visitor: Visitor) -> Visitor:
    visitor.sign_in_as(visitor.site.house.someone_with(PermissionSet.ADMINISTRATOR))
    return visitor


def look(visitor: Visitor, name: str) -> None:
    folder = os.environ.get("SHOTS")
    if folder:
        visitor.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def sound(visitor: Visitor) -> None:
    assert not visitor.overflows()
    assert Axe().run(visitor.page).response["violations"] == []


def choose(visitor: Visitor, name: str) -> None:
    page = visitor.open("/people/import")
    page.get_by_label("Roster").set_input_files(DATA / name)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", level=1, name=f"Is {name} read right?").wait_for()


def test_a_clean_roster_is_imported_after_a_look_at_what_would_change(administrator: Visitor) -> None:
    page = administrator.page
    choose(administrator, "roster.csv")
    look(administrator, "columns")
    sound(administrator)
    expect(page.get_by_label("manager_id")).to_have_value("manager_id")
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_text("233 people are new.")).to_be_visible()
    look(administrator, "plan")
    sound(administrator)
    page.get_by_role("link", name="Please check").click()
    expect(page.get_by_text("The last day of Richard Johnson")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Import it").click()
    expect(page.get_by_role("heading", level=1, name="The roster is imported")).to_be_visible()
    look(administrator, "done")
    sound(administrator)
    page.get_by_role("link", name="Invite people").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("people have no account yet")


def test_a_messy_roster_says_what_to_mend_and_imports_nothing(administrator: Visitor) -> None:
    page = administrator.page
    choose(administrator, "roster-messy.csv")
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_role("heading", level=1, name="12 things have to be mended first")).to_be_visible()
    expect(page.get_by_role("button", name="Import it")).to_have_count(0)
    look(administrator, "messy")
    sound(administrator)
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save the list of problems").click()
    assert "31/02/2026" in saving.value.path().read_text(encoding="utf-8-sig")
