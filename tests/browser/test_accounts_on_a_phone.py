"""From the link in the terminal to a signed-in administrator, and from a card to a passphrase, on a phone."""

import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.browser.conftest import PHONE, Visitor, is_complaint
from tests.house import House
from tests.moment import NOW
from training.accounts.first_run import set_up_link
from training.app import create_app
from training.config import Settings
from training.core.clock import FixedClock


@pytest.fixture
def link(tmp_path: Path, sqlite_file: Path) -> Iterator[str]:
    """The link of a site that is not set up yet."""
    shutil.copy(sqlite_file, tmp_path / "new.db")
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'new.db'}", data_dir=tmp_path, secret_key="k" * 40)
    app = create_app(settings, clock=FixedClock(NOW))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    made = set_up_link(app.extensions["database"], f"http://127.0.0.1:{server.server_port}", now=NOW)
    assert made
    yield made
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["database"].close()


def assert_well(page: Page) -> None:
    assert [finding["id"] for finding in Axe().run(page).response["violations"]] == []
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def test_three_questions_on_a_phone(chromium: Browser, link: str) -> None:
    context = chromium.new_context(viewport=PHONE, locale="en-GB", timezone_id="Europe/Dublin")
    page, said = context.new_page(), []
    page.on("console", lambda told: said.append(told.text) if is_complaint(told.type, told.text) else None)
    page.goto(link)
    page.wait_for_function("document.querySelector('[name=timezone]').value === 'Europe/Dublin'")
    assert_well(page)
    page.get_by_label("What is your company called?").fill("Juniper & Vale")
    page.get_by_label("Your given name").fill("Ruth")
    page.get_by_label("Your family name").fill("Adeyemi")
    page.get_by_label("Your e-mail address").fill("ruth@juniper.example")
    page.get_by_label(re.compile("Use this one")).check()
    words = page.locator("[name=suggested]").input_value()
    assert page.get_by_label("Or your own passphrase").input_value() == words
    page.get_by_role("button", name="Set up the site").click()
    page.wait_for_url("**/set-up/next")
    assert_well(page)
    page.goto(page.url.replace("/set-up/next", "/account"))
    assert_well(page)
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("E-mail address or employee number").fill("ruth@juniper.example")
    page.get_by_label("Passphrase").fill(words)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Ruth Adeyemi, your page").wait_for()
    context.close()
    assert said == []


def test_a_card_becomes_a_passphrase_with_one_tap(visitor: Visitor) -> None:
    house: House = visitor.site.house
    leader = house.person("Grace Lindqvist", employee_number="JV-7")
    house.lead(house.root, leader)
    house.person("Ada Novak", employee_number="JV-300")
    visitor.sign_in_as(leader)
    page = visitor.open("/people/invitations")
    assert_well(page)
    page.get_by_role("button", name="Make a sheet").click()
    page.get_by_text("Codes for 2 people").wait_for()
    assert_well(page)
    path = re.search(r"/welcome/[\w-]{43}", page.content())
    assert path
    visitor.context.clear_cookies()
    visitor.open(path[0])
    assert_well(page)
    page.get_by_label(re.compile("Use this one")).check()
    page.get_by_role("button", name="Save and sign in").click()
    page.get_by_text("Your passphrase is saved and you are signed in.").wait_for()
