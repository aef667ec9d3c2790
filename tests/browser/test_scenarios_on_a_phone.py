"""Playing a scenario on a phone: with the keyboard alone, against a clock, left and resumed, and looked back on."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visitor
from tests.browser.test_learning_on_a_phone import findings
from tests.stage_play import SCENARIO, URL, facts, plays, put_scenario, said
from training.core.db import Database


@pytest.fixture
def nora(visitor: Visitor) -> int:
    """Somebody with a scenario to play, signed in on a phone."""
    put_scenario(visitor.site.app)
    person = visitor.site.house.person("Nora Brandt")
    visitor.sign_in_as(person)
    return person


def database(visitor: Visitor) -> Database:
    found: Database = visitor.site.app.extensions["database"]
    return found


def choose(page: Page, choice: str) -> None:
    """Say something with the keyboard alone."""
    page.get_by_label(choice).press("Space")
    page.get_by_label(choice).press("Enter")  # goes ahead, and does not leave, although “Pause and leave” comes first


def at_the_clock(visitor: Visitor) -> Page:
    """The second turn, with its 20 seconds."""
    page = visitor.open(URL)
    page.get_by_role("button", name="Start").press("Enter")
    choose(page, "I am sorry. Tell me what it does.")
    page.get_by_role("button", name="Go on").press("Enter")
    expect(page.get_by_text("It is dangerous.")).to_be_visible()
    return page


def test_the_way_through_a_scenario_with_the_keyboard_alone(visitor: Visitor, nora: int) -> None:
    page = visitor.open("/scenarios")
    page.get_by_role("link", name="The lamp that flickers").press("Enter")
    page.get_by_role("button", name="Start").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Customer")
    page.get_by_role("button", name="Go ahead").press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Choose what you say or do").press("Enter")
    expect(page.get_by_label("I am sorry. Tell me what it does.")).to_be_focused()
    choose(page, "I am sorry. Tell me what it does.")
    expect(page.get_by_text("Her patience: from 3 to 4")).to_be_visible()
    page.get_by_role("button", name="Go on").press("Enter")
    choose(page, "May I see the receipt?")
    page.get_by_role("button", name="Go on").press("Enter")
    choose(page, "I can give you a voucher.")
    expect(page.get_by_role("heading", level=1)).to_have_text("A voucher")
    page.get_by_role("link", name="Look back on it").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Passed, with 80\u00a0%")
    expect(page.get_by_text("Here is your money.")).to_be_visible()
    page.get_by_role("button", name="Play again from here (turn 3)").press("Enter")
    expect(page.get_by_text("A replay, just for you")).to_be_visible()
    choose(page, "Here is your money.")
    page.get_by_role("link", name="Look back on it").press("Enter")
    expect(page.get_by_text("This was a replay from turn 3")).to_be_visible()
    assert [(one.passed, one.is_first) for one in plays(database(visitor))] == [(True, True), (True, False)]
    assert len(facts(database(visitor))) == 1


def test_the_clock_counts_down_and_the_silence_at_its_end_is_an_answer(visitor: Visitor, nora: int) -> None:
    text = SCENARIO.replace("seconds: 20", "seconds: 3")
    put_scenario(visitor.site.app, text)
    page = at_the_clock(visitor)
    expect(page.get_by_text("0:03 left")).to_be_visible()
    expect(page.get_by_text("0:01 left")).to_be_visible()
    visitor.site.clock.at += timedelta(seconds=3)
    expect(page.get_by_role("heading", level=1)).to_have_text("No answer in time")
    expect(page.get_by_text("Silence sounds like no.")).to_be_visible()
    assert said(database(visitor), "/plays/1") == ["listen", "late"]


def test_a_choice_in_time_stops_the_clock(visitor: Visitor, nora: int) -> None:
    page = at_the_clock(visitor)
    visitor.site.clock.at += timedelta(seconds=19)
    choose(page, "May I see the receipt?")
    expect(page.get_by_text("Now you know that you may.")).to_be_visible()
    assert said(database(visitor), "/plays/1") == ["listen", "look"]
    assert plays(database(visitor))[0].paused_at is None  # leaving the page for the next one is no pause


def test_leaving_pauses_and_resuming_gives_the_full_time(visitor: Visitor, nora: int) -> None:
    page = at_the_clock(visitor)
    page.get_by_role("button", name="Pause and leave").press("Enter")
    expect(page).to_have_url(f"{visitor.site.url}/")
    visitor.site.clock.at += timedelta(hours=3)
    page = visitor.open("/scenarios")
    page.get_by_role("link", name="Continue The lamp that flickers").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Paused")
    page.get_by_label("Twice the time").press("Space")
    page.get_by_role("button", name="Go on").press("Enter")
    expect(page.get_by_text("0:40 left")).to_be_visible()
    page.get_by_text("The conversation so far").press("Enter")
    expect(page.get_by_text("I am sorry. Tell me what it does.")).to_be_visible()


def test_whoever_is_called_away_finds_the_turn_paused(visitor: Visitor, nora: int) -> None:
    page = at_the_clock(visitor)
    page.goto("about:blank")  # the phone goes into the pocket, or the browser is closed
    page.wait_for_timeout(1500)
    visitor.site.clock.at += timedelta(hours=1)
    visitor.open("/plays/1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Paused")


def test_every_stage_of_a_play_is_readable_for_everybody(visitor: Visitor, nora: int) -> None:
    page = visitor.open(URL)
    assert findings(visitor) == []
    page.get_by_role("button", name="Start").click()
    for choice in ("I am sorry.", "May I see the receipt?", "Here is your money."):
        assert findings(visitor) == []
        assert not visitor.overflows()
        page.get_by_label(choice).check()
        page.get_by_role("button", name="Go ahead").click()
        assert findings(visitor) == []
        assert not visitor.overflows()
        if page.get_by_role("button", name="Go on").count():
            page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Look back on it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Passed, with 100\u00a0%")
    assert findings(visitor) == []
    assert not visitor.overflows()


def test_all_of_it_works_without_scripts(visitor: Visitor, nora: int) -> None:
    browser = visitor.context.browser
    assert browser is not None
    plain = browser.new_context(viewport=PHONE, java_script_enabled=False)
    plain.add_cookies([{**cookie, "url": None} for cookie in visitor.context.cookies()])  # type: ignore[misc] # the same
    page = plain.new_page()
    page.goto(visitor.site.url + URL)
    page.get_by_role("button", name="Start").click()
    page.get_by_label("I am sorry.").check()
    page.get_by_role("button", name="Go ahead").click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("You have 20 seconds to answer")).to_be_visible()
    page.get_by_role("button", name="Pause", exact=True).click()
    page.get_by_role("button", name="Go on").click()
    visitor.site.clock.at += timedelta(seconds=30)
    page.reload()
    page.get_by_role("button", name="See what comes of it").click()
    expect(page.get_by_text("Silence sounds like no.")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("I can give you a voucher.").check()
    page.get_by_role("button", name="Go ahead").click()
    page.get_by_role("link", name="Look back on it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not yet: 60\u00a0%, and 70\u00a0% is needed")
    assert said(database(visitor), "/plays/1") == ["listen", "late", "voucher"]
    plain.close()
