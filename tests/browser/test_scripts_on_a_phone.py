"""Scripts on a phone: at the counter with thumb or keys, with clocks and names that stay on it; and rehearsing."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from tests.browser.conftest import PHONE, Visitor
from tests.browser.test_learning_on_a_phone import findings
from tests.counter import LINES, URL, put_script
from training.core.db import Database
from training.core.ledger import Entry

SPEAKS = """
window.heard = [];
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => [{}], cancel: () => {}, speak: (said) => window.heard.push([said.text, said.lang]),
}});
"""
MUTE = """Object.defineProperty(window, "speechSynthesis", {value: undefined});"""


@pytest.fixture
def nora(visitor: Visitor) -> int:
    """Somebody with a script, signed in on a phone."""
    put_script(visitor.site.app)
    person = visitor.site.house.person("Nora Brandt")
    visitor.sign_in_as(person)
    return person


def line(page: Page, number: int) -> None:
    expect(page.get_by_text(f"Line {number} of 4")).to_be_visible()


def press(page: Page, key: str) -> None:
    """Press a key once somebody listens: the hint shows itself then."""
    expect(page.locator("[data-keys]")).to_be_visible()
    page.keyboard.press(key)


def test_from_reading_to_the_counter_and_through_to_the_end(visitor: Visitor, nora: int) -> None:
    page = visitor.open("/scripts")
    page.get_by_role("link", name="A refund").click()
    assert not visitor.overflows()
    page.get_by_role("link", name="Use it now").click()
    line(page, 1)
    assert not visitor.overflows()
    page.get_by_role("link", name="They want another one").click()
    line(page, 4)
    page.get_by_role("link", name="They have found one").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("That was the last line")
    assert not visitor.overflows()
    page.get_by_role("link", name="From the start").click()
    line(page, 1)
    page.get_by_role("link", name="Close the script").click()
    expect(page).to_have_url(visitor.site.url + URL)


def test_the_keys_choose_go_on_and_back(visitor: Visitor, nora: int) -> None:
    page = visitor.open(f"{URL}/live")
    line(page, 1)
    press(page, "9")
    press(page, "2")
    line(page, 4)
    press(page, "ArrowRight")  # there is a choice to make
    press(page, "1")
    line(page, 2)
    press(page, "ArrowRight")
    line(page, 3)
    press(page, "ArrowLeft")
    line(page, 2)
    press(page, "ArrowLeft")
    line(page, 4)
    press(page, "2")
    expect(page.get_by_role("heading", level=1)).to_have_text("That was the last line")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("ArrowLeft")
    line(page, 4)


def test_going_back_goes_back_in_the_history(visitor: Visitor, nora: int) -> None:
    page = visitor.open(f"{URL}/live/greet")
    page.get_by_role("link", name="They want another one").click()
    line(page, 4)
    before = page.evaluate("history.length")
    page.get_by_role("link", name="Line 1").click()
    line(page, 1)
    assert page.evaluate("history.length") == before
    page.go_forward()
    line(page, 4)


def test_keys_leave_typing_alone_and_can_be_turned_off(visitor: Visitor, nora: int) -> None:
    page = visitor.open(f"{URL}/live")
    page.get_by_text("Fill in the gaps").click()
    page.get_by_label("the customer").press_sequentially("12")
    line(page, 1)
    expect(page.get_by_label("the customer")).to_have_value("12")
    page.get_by_role("button", name="Turn keys off").click()
    press(page, "2")
    line(page, 1)
    page.reload()
    page.get_by_role("button", name="Turn keys on").click()
    press(page, "2")
    line(page, 4)


def test_names_are_read_in_place_and_never_sent(visitor: Visitor, nora: int) -> None:
    sent: list[str] = []
    visitor.page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    page = visitor.open(URL)
    page.get_by_text("Fill in the gaps").click()
    page.get_by_label("the customer").fill("Ms Novak")
    expect(page.get_by_text("Good morning, Ms Novak.")).to_be_visible()
    page.get_by_role("link", name="Use it now").click()
    expect(page.get_by_text("Good morning, Ms Novak.")).to_be_visible()
    page.get_by_text("Fill in the gaps").click()
    expect(page.get_by_label("the customer")).to_have_value("Ms Novak")
    page.get_by_role("button", name="Empty them").click()
    expect(page.get_by_text("Good morning, the customer.")).to_be_visible()
    page.get_by_label("the customer").fill("Mr Berg")
    page.keyboard.press("Tab")
    page.goto(visitor.site.url + f"{URL}/live/end")
    page.get_by_role("link", name="From the start").click()
    expect(page.get_by_text("Good morning, the customer.")).to_be_visible()
    assert not [line for line in sent if "Novak" in line or "Berg" in line]


def let_pass(page: Page, seconds: int) -> None:
    """As if the clock of the first line had been opened so much earlier; the page is loaded again."""
    expect(page.get_by_role("progressbar")).to_be_visible()  # it runs, so it has begun anew already
    page.evaluate(
        "seconds => sessionStorage.setItem('clock a-refund greet', Date.now() - 1000 * seconds)",
        seconds,
    )
    page.reload()


def test_a_clock_runs_from_the_opening_and_says_in_words_when_it_is_over(visitor: Visitor, nora: int) -> None:
    page = visitor.open(f"{URL}/live")
    expect(page.get_by_text("0:01 of 1 minute")).to_be_visible()
    let_pass(page, 20)
    expect(page.get_by_text("0:21 of 1 minute")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "21")
    page.get_by_role("link", name="They want the money").click()
    line(page, 2)
    page.go_back()
    expect(page.get_by_text(re.compile(r"0:2\d of 1 minute"))).to_be_visible()
    let_pass(page, 70)
    expect(page.get_by_text("1:11 of 1 minute")).to_be_visible()
    expect(page.get_by_text("The time is up. Tell the customer how much longer it takes.")).to_be_visible()
    assert findings(visitor) == []


def test_the_next_customer_has_all_the_time_again(visitor: Visitor, nora: int) -> None:
    page = visitor.open(f"{URL}/live")
    let_pass(page, 70)
    expect(page.get_by_text("The time is up.")).to_be_visible()
    page.get_by_role("link", name="They want another one").click()
    page.get_by_role("link", name="They have found one").click()
    page.get_by_role("link", name="From the start").click()
    expect(page.get_by_text(re.compile(r"0:0\d of 1 minute"))).to_be_visible()
    expect(page.get_by_text("The time is up.")).to_have_count(0)


def test_a_cue_can_be_heard_where_the_browser_has_a_voice(visitor: Visitor, nora: int) -> None:
    visitor.context.add_init_script(SPEAKS)
    page = visitor.open(f"{URL}/live")
    page.get_by_role("button", name="Hear it").click()
    assert page.evaluate("window.heard") == [["They put it on the counter.", "en"]]


def test_where_there_is_no_voice_nobody_hears_of_it(visitor: Visitor, nora: int) -> None:
    visitor.context.add_init_script(MUTE)
    page = visitor.open(f"{URL}/live")
    line(page, 1)
    expect(page.get_by_role("button", name="Turn keys off")).to_be_visible()
    expect(page.get_by_role("button", name="Hear it")).to_have_count(0)


def rehearsed(visitor: Visitor) -> int:
    database: Database = visitor.site.app.extensions["database"]
    with database.reading() as db:
        return db.scalar(select(func.count()).select_from(Entry).where(Entry.kind == "script.rehearsed")) or 0


def test_a_whole_rehearsal_with_the_keyboard_alone(visitor: Visitor, nora: int) -> None:
    page = visitor.open(f"{URL}/rehearse")
    page.get_by_role("button", name="Begin").press("Enter")
    for number, key in enumerate(("3", "1", "2", "1", "1", *"1111"), start=1):
        expect(page).to_have_url(re.compile(rf"/rehearse/{number}$"))
        expect(page.get_by_role("button", name="Had it")).not_to_be_visible()
        press(page, "1")  # nothing is rated before it was looked at
        page.keyboard.press("Space" if number % 2 else "Enter")
        expect(page.get_by_role("button", name="Had it")).to_be_visible()
        assert not visitor.overflows()
        page.keyboard.press(key)
    expect(page.get_by_text("You have said the whole script")).to_be_visible()
    expect(page.get_by_role("heading", name="Every line came")).to_be_visible()
    assert rehearsed(visitor) == 1


def test_a_rehearsal_goes_on_after_a_break_and_a_rating_can_be_taken_back(visitor: Visitor, nora: int) -> None:
    page = visitor.open(f"{URL}/rehearse")
    page.get_by_role("button", name="Begin").click()
    page.get_by_text("Show the line").click()
    assert findings(visitor) == []
    page.get_by_role("button", name="Had it").dblclick()
    expect(page).to_have_url(re.compile(r"/rehearse/2$"))
    page.get_by_role("link", name="Stop for now").click()
    expect(page.get_by_text("You are in the middle of it.")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile(r"/rehearse/2$"))
    page.get_by_role("link", name="The line before").click()
    expect(page.get_by_text("You said: Had it.")).to_be_visible()
    page.get_by_role("button", name="Not yet").click()
    expect(page).to_have_url(re.compile(r"/rehearse/2$"))


def test_all_of_it_works_without_scripts(visitor: Visitor, nora: int) -> None:
    browser = visitor.context.browser
    assert browser is not None
    plain = browser.new_context(viewport=PHONE, java_script_enabled=False)
    plain.add_cookies([{**cookie, "url": None} for cookie in visitor.context.cookies()])  # type: ignore[misc] # the same
    page = plain.new_page()
    page.goto(visitor.site.url + URL)
    expect(page.get_by_text("Fill in the gaps")).not_to_be_visible()
    page.get_by_role("link", name="Use it now").click()
    expect(page.get_by_text("Within 1 minute.")).to_be_visible()
    page.get_by_role("link", name="They want another one").click()
    line(page, 4)
    page.get_by_role("link", name="Line 1").click()
    line(page, 1)
    page.goto(visitor.site.url + f"{URL}/rehearse")
    page.get_by_role("button", name="Begin").click()
    for number in range(1, 2 * len(LINES) + 1):
        expect(page).to_have_url(re.compile(rf"/rehearse/{number}$"))
        page.get_by_text("Show the line").click()
        page.get_by_role("button", name="Had it").click()
    expect(page.get_by_text("You have said the whole script")).to_be_visible()
    assert rehearsed(visitor) == 1
    plain.close()


def test_a_cue_card_of_the_starter_library_fits_one_sheet(visitor: Visitor, nora: int) -> None:
    page = visitor.open(f"{URL}/card")
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    assert sheets(page) == 1


def sheets(page: Page) -> int:
    """How many pages the printer would need."""
    return len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True)))
