"""Every page that can be opened: readable for everybody in light, dark and on the narrowest screen, and quiet."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESK, NARROWEST, RunningSite, is_complaint
from tests.world import World

QUIET = {"resultTypes": ["violations"]}  # what axe is content with it need not tell
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]} | QUIET
CONTRAST = {"runOnly": ["color-contrast"]} | QUIET  # all that another scheme of colours can change
SHARES = 2  # of the pages, each a test of its own, so that processes share the work


@pytest.fixture
def world(running: RunningSite) -> World:
    return World(running.app, running.house)


def look_at(page: Page, endpoint: str, address: str) -> list[str]:
    """What is wrong with one page in each look: overflow, and every finding of axe."""
    answer = page.goto(address)
    assert answer is not None
    wrong = [] if answer.status == 200 else [f"{endpoint} answers {answer.status}"]
    page.evaluate(Axe().axe_script)
    wrong += findings(page, f"{endpoint} (light)", RULES)
    page.emulate_media(color_scheme="dark")
    wrong += findings(page, f"{endpoint} (dark)", CONTRAST)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROWEST)
    wrong += findings(page, f"{endpoint} (narrow)", RULES)
    page.set_viewport_size(DESK)
    return wrong


def findings(page: Page, place: str, rules: dict[str, list[str]]) -> list[str]:
    """What axe finds on a page, and whether the page is wider than the screen."""
    found = page.evaluate("rules => axe.run(rules).then(result => result.violations)", rules)
    wrong = [
        f"{place} {finding['id']}: {finding['help']} at "
        + ", ".join(str(node["target"]) for node in finding["nodes"][:3])
        for finding in found
    ]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        wrong.append(f"{place} is wider than the screen")
    return wrong


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_is_accessible_and_quiet(chromium: Browser, running: RunningSite, world: World, share: int) -> None:
    wrong: list[str] = []
    for signed_in in (True, False):
        context = chromium.new_context(locale="en-GB", viewport=DESK, color_scheme="light")
        if signed_in:
            cookie = world.house.browser(world.ruth).get_cookie("visit")
            assert cookie is not None
            context.add_cookies([{"name": "visit", "value": cookie.value, "url": running.url}])
        page = context.new_page()
        said: list[str] = []
        page.on(
            "console", lambda told, said=said: said.append(told.text) if is_complaint(told.type, told.text) else None
        )
        for number, (endpoint, address) in enumerate(world.pages(signed_in=signed_in)):
            if number % SHARES == share:
                wrong += look_at(page, endpoint, running.url + address)
                wrong += [f"{endpoint} says on the console: {text}" for text in said]
                said.clear()
        context.close()
    assert not wrong, "\n".join(wrong)
