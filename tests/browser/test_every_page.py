"""Every page that can be opened: readable for everybody in light, dark and on the narrowest screen, and quiet."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESK, NARROWEST, RunningSite, is_complaint
from tests.world import World

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def world(running: RunningSite) -> World:
    return World(running.app, running.house)


def look_at(page: Page, endpoint: str, address: str, look: str) -> list[str]:
    """What is wrong with one page: overflow, and every finding of axe."""
    answer = page.goto(address)
    assert answer is not None
    wrong = [] if answer.status == 200 else [f"answers {answer.status}"]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        wrong.append("is wider than the screen")
    for finding in Axe().run(page, options=RULES).response["violations"]:
        places = ", ".join(str(node["target"]) for node in finding["nodes"][:3])
        wrong.append(f"{finding['id']}: {finding['help']} at {places}")
    return [f"{endpoint} ({look}) {fault}" for fault in wrong]


def listen_to(page: Page) -> list[str]:
    """What the page's console complains about, as it goes on."""
    said: list[str] = []
    page.on("console", lambda told: said.append(told.text) if is_complaint(told.type, told.text) else None)
    return said


LOOKS = {
    "light": {"viewport": DESK, "color_scheme": "light"},
    "dark": {"viewport": DESK, "color_scheme": "dark"},
    "narrow": {"viewport": NARROWEST, "color_scheme": "light"},
}


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_is_accessible_and_quiet(chromium: Browser, running: RunningSite, world: World, look: str) -> None:
    wrong: list[str] = []
    for signed_in in (True, False):
        context = chromium.new_context(locale="en-GB", **LOOKS[look])
        if signed_in:
            cookie = world.house.browser(world.ruth).get_cookie("visit")
            assert cookie is not None
            context.add_cookies([{"name": "visit", "value": cookie.value, "url": running.url}])
        page = context.new_page()
        said: list[str] = []
        page.on(
            "console", lambda told, said=said: said.append(told.text) if is_complaint(told.type, told.text) else None
        )
        for endpoint, address in world.pages(signed_in=signed_in):
            wrong += look_at(page, endpoint, running.url + address, look)
            wrong += [f"{endpoint} ({look}) says on the console: {text}" for text in said]
            said.clear()
        context.close()
    assert not wrong, "\n".join(wrong)
