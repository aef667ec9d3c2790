"""“What do I say when …” on a phone: three taps from any page to the line itself, with scripts and without."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import DESK, PHONE, RunningSite, Visitor
from tests.browser.test_every_page import RULES
from tests.findable import put_all

LINE = "Thank you for bringing it back, Name of the customer. What would you like best?"
DEVICES = {"scripts": True, "no scripts": False}


@pytest.fixture
def nora(running: RunningSite) -> int:
    """Counter staff, with scripts to find."""
    house = running.house
    house.role(house.person("Jonas Okafor"), "Phone agent")
    person = house.person("Nora Brandt")
    house.role(person, "Counter staff")
    put_all(running.app)
    return person


class Finger:
    """Taps what it is told to, and counts; typing is no tap."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, selector: str) -> None:
        self.taps += 1
        self.page.locator(selector).tap()


@pytest.fixture(params=DEVICES)
def phone(request: pytest.FixtureRequest, chromium: Browser, running: RunningSite, nora: int) -> Iterator[Page]:
    context = chromium.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, locale="en-GB", java_script_enabled=DEVICES[request.param]
    )
    cookie = running.house.browser(nora).get_cookie("visit")
    assert cookie is not None
    context.add_cookies([{"name": "visit", "value": cookie.value, "url": running.url}])
    page = context.new_page()
    yield page
    context.close()


def test_the_line_is_three_taps_away(phone: Page, running: RunningSite, request: pytest.FixtureRequest) -> None:
    phone.goto(running.url + "/record")
    finger = Finger(phone)
    finger.tap(".glass")
    field = phone.locator("#what")
    if not field.evaluate("field => field === document.activeElement"):
        finger.tap("#what")
    phone.keyboard.type("what do I say when they want a refund")
    if "no scripts" in request.node.name:
        finger.taps += 1  # the keyboard's own key
        phone.keyboard.press("Enter")
    expect(phone.locator("[data-list]").get_by_text(LINE)).to_be_in_viewport()
    assert finger.taps <= 3
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_with_scripts_the_line_comes_while_one_types(visitor: Visitor, nora: int) -> None:
    visitor.sign_in_as(nora)
    page = visitor.open("/search")
    expect(page.locator("#what")).to_be_focused()
    page.keyboard.type("refnud")
    expect(page.get_by_role("status")).to_have_text("Showing results for “refund”. 1 answer.")
    expect(page.locator("[data-list]").get_by_text(LINE)).to_be_visible()
    assert page.locator("[data-list] .gap").first.inner_text() == "Name of the customer"
    assert page.locator("[data-list] mark").all_inner_texts() == ["What would you like best"]
    assert page.url.endswith("/search?q=refnud")
    page.get_by_role("link", name="Open at the counter").click()
    expect(page).to_have_url(f"{visitor.site.url}/scripts/a-return/live/hello")
    page.go_back()
    expect(page.locator("[data-list]").get_by_text(LINE)).to_be_visible()
    page.locator("#what").fill("xylophone")
    expect(page.get_by_role("heading", name="Nothing says that yet")).to_be_visible()
    expect(page.locator("[data-list]").get_by_text(LINE)).to_be_hidden()
    page.locator("#what").fill("")
    expect(page.get_by_role("heading", name="Nothing says that yet")).to_be_hidden()
    assert page.url.endswith("/search")


def test_a_slow_answer_never_stands_in_for_a_newer_one(visitor: Visitor, nora: int) -> None:
    visitor.sign_in_as(nora)
    page = visitor.open("/search")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/search?q=rings", hold)
    page.locator("#what").fill("rings")
    page.wait_for_timeout(400)
    assert len(held) == 1
    page.locator("#what").fill("refund")
    expect(page.locator("[data-list]").get_by_text(LINE)).to_be_visible()
    page.wait_for_timeout(300)
    expect(page.locator("[data-list]").get_by_text(LINE)).to_be_visible()


def test_without_the_network_the_page_says_so_and_the_form_still_works(visitor: Visitor, nora: int) -> None:
    visitor.sign_in_as(nora)
    page = visitor.open("/search")
    page.route("**/search?q=*", lambda route: route.fulfill(status=503, body=""))
    page.locator("#what").fill("refund")
    expect(page.get_by_role("status")).to_have_text("Answers do not come right now. Press Find to try again.")
    page.unroute("**/search?q=*")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("[data-list]").get_by_text(LINE)).to_be_visible()
    visitor.complaints.clear()  # the browser notes the refusal


@pytest.fixture
def desk(visitor: Visitor, nora: int) -> Page:
    visitor.page.set_viewport_size(DESK)
    visitor.sign_in_as(nora)
    return visitor.open("/record")


def test_on_a_desk_the_field_answers_under_itself_by_keyboard(visitor: Visitor, desk: Page) -> None:
    desk.keyboard.press("/")
    field = desk.get_by_role("combobox")
    expect(field).to_be_focused()
    desk.keyboard.type("back")
    options = desk.get_by_role("option")
    expect(options.first).to_contain_text("Thank you for bringing it back")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert Axe().run(desk, options=RULES).response["violations"] == []
    desk.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    desk.keyboard.press("ArrowUp")
    expect(options.first).to_have_attribute("aria-selected", "false")
    desk.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text(LINE)).to_be_visible()
    assert "/scripts/a-return/live" in desk.url


def test_escape_leaves_the_field_and_enter_alone_asks_for_the_page(visitor: Visitor, desk: Page) -> None:
    desk.keyboard.press("/")
    expect(desk.get_by_role("combobox")).to_be_focused()
    desk.keyboard.press("Escape")
    expect(desk.locator("#find")).not_to_be_focused()
    desk.keyboard.press("/")
    desk.keyboard.type("receipt")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(f"{visitor.site.url}/search?q=receipt")
    expect(desk.get_by_text("No harm done. The card will do.")).to_be_visible()


def test_a_slash_is_a_letter_where_somebody_types(visitor: Visitor, desk: Page) -> None:
    visitor.open("/search")
    expect(desk.locator("#what")).to_be_focused()
    desk.keyboard.type("and/or")
    assert desk.locator("#what").input_value() == "and/or"


def test_an_option_can_be_pressed(visitor: Visitor, desk: Page) -> None:
    desk.locator("#find").fill("receipt")
    desk.get_by_role("option").first.click()
    expect(desk).to_have_url(f"{visitor.site.url}/scripts/a-return/live/receipt")
