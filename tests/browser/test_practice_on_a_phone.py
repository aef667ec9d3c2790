"""Practising on a phone: by keyboard, without the network, and without scripts."""

from datetime import timedelta
from random import Random

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select, update

from tests.browser.conftest import PHONE, Visitor
from tests.browser.test_learning_on_a_phone import findings, forgive
from tests.moment import NOW, TODAY
from tests.practising import cards, done, played, put_scenario, put_script, rehearsed, reviews
from tests.rules.test_practice_typing import CLOSE, OTHER, SAME
from tests.shelf import put_module
from training.core.db import Database
from training.practice.models import PracticeCard
from training.practice.rules_typing import Typed, compare

YESTERDAY = NOW - timedelta(days=1)


def database_of(visitor: Visitor) -> Database:
    found: Database = visitor.site.app.extensions["database"]
    return found


@pytest.fixture
def nora(visitor: Visitor) -> int:
    """Somebody with a card for each way of answering, signed in on a phone."""
    app = visitor.site.app
    put_module(app)
    put_script(app)
    put_scenario(app)
    person = visitor.site.house.person("Nora Brandt")
    visitor.sign_in_as(person)
    return person


def met_everything(visitor: Visitor, nora: int) -> None:
    """A line, its gap and its place in the order are never asked on one day: so of one script only the order is due."""
    app, later = visitor.site.app, TODAY + timedelta(days=9)
    done(app, nora, at=YESTERDAY)
    played(app, nora, at=YESTERDAY, turns={"first": False, "second": True})
    rehearsed(app, nora, at=YESTERDAY)
    with database_of(visitor).writing() as db:
        db.execute(update(PracticeCard).where(PracticeCard.kind.in_(["line", "gap"])).values(due_on=later))
    put_script(app, slug="ringing-back")
    rehearsed(app, nora, at=YESTERDAY, slug="ringing-back")
    with database_of(visitor).writing() as db:
        second = db.scalars(select(PracticeCard).where(PracticeCard.due_on < later, PracticeCard.item == "greet"))
        next(card for card in second if card.kind == "line").due_on = later


def answer_the_module(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("The phone rings. What do you say first?")
    right = page.locator("label.choice", has_text="The shop, then my name")
    place = page.locator("label.choice").all_inner_texts().index(right.inner_text())
    page.keyboard.press(str(place + 1))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2)).to_have_text("Right.")


def test_a_sitting_is_answered_by_keyboard(visitor: Visitor, nora: int) -> None:
    done(visitor.site.app, nora, at=YESTERDAY)
    page = visitor.open("/practice")
    assert not visitor.overflows()
    page.get_by_role("link", name="Start").click()
    assert not visitor.overflows()
    answer_the_module(page)
    assert not visitor.overflows()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What belongs to a promise?")
    texts = page.locator("label.choice").all_inner_texts()
    for wanted in ("What happens", "By when"):
        page.keyboard.press(str(texts.index(wanted) + 1))
    page.get_by_role("button", name="Sure").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("Right.")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("That is enough for today")
    expect(page.get_by_text("You recalled 2 of 2 cards.")).to_be_visible()
    kept = reviews(database_of(visitor))
    assert [(one.correct, one.confidence, one.counted) for one in kept] == [(True, "think", True), (True, "sure", True)]


def test_without_the_network_a_sitting_goes_on_and_is_sent_once_later(visitor: Visitor, nora: int) -> None:
    done(visitor.site.app, nora, at=YESTERDAY)
    page = visitor.open("/practice/cards")
    expect(page.get_by_role("heading", level=1)).to_have_text("The phone rings. What do you say first?")
    page.wait_for_load_state("networkidle")
    visitor.context.set_offline(True)
    answer_the_module(page)
    expect(page.get_by_text("1 answer waits on this device.")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("What happens").check()
    page.get_by_role("button", name="Sure").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("Not quite.")
    expect(page.get_by_text("You were sure of it.")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Once more")).to_be_visible()
    page.get_by_label("What happens").check()
    page.get_by_label("By when").check()
    page.get_by_role("button", name="Think so").click()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("That is enough for today")
    expect(page.get_by_text("3 answers wait on this device.")).to_be_visible()
    assert reviews(database_of(visitor)) == []
    visitor.context.set_offline(False)
    expect(page.get_by_text("All answers have arrived.")).to_be_visible()
    assert [(one.rating, one.counted) for one in reviews(database_of(visitor))] == [(3, True), (1, True), (3, True)]
    page.goto(visitor.site.url + "/practice")
    expect(page.get_by_text("That is enough for today")).to_be_visible()
    page.reload()
    assert len(reviews(database_of(visitor))) == 3
    forgive(visitor, "ERR_INTERNET_DISCONNECTED")


def test_answers_are_not_sent_as_somebody_else_on_the_same_device(visitor: Visitor, nora: int) -> None:
    done(visitor.site.app, nora, at=YESTERDAY)
    page = visitor.open("/practice/cards")
    page.wait_for_load_state("networkidle")
    page.route("**/practice/reviews", lambda route: route.abort())
    answer_the_module(page)
    expect(page.get_by_text("1 answer waits on this device.")).to_be_visible()
    page.unroute("**/practice/reviews")
    visitor.context.clear_cookies()
    other = visitor.site.house.person("Ben Okafor")
    visitor.sign_in_as(other)
    visitor.open("/practice")
    expect(page.get_by_role("heading", level=1)).to_have_text("Practice")
    page.wait_for_load_state("networkidle")
    assert "waits on this device" not in page.locator("main").inner_text()
    assert reviews(database_of(visitor)) == []
    visitor.context.clear_cookies()
    visitor.sign_in_as(nora)
    visitor.open("/practice")
    expect(page.get_by_text("All answers have arrived.")).to_be_visible()
    assert [one.person_id for one in reviews(database_of(visitor))] == [nora]
    forgive(visitor, "ERR_FAILED")


def test_every_way_of_answering_works_and_can_be_perceived(visitor: Visitor, nora: int) -> None:
    met_everything(visitor, nora)
    database = database_of(visitor)
    ways = set()
    page = visitor.page
    for sitting in (1, 4, 9):
        page = visitor.open(f"/practice/cards?sitting={sitting}")
        for _card in range(30):
            heading = page.get_by_role("heading", level=1)
            expect(heading).to_be_visible()
            if "/practice/end" in page.url:
                break
            way = way_of(page)
            if way not in ways:
                assert findings(visitor) == []
                assert not visitor.overflows()
            answer(page, way)
            if way not in ways and way != "say":
                expect(page.get_by_role("heading", level=2)).to_be_visible()
                assert findings(visitor) == []
                assert not visitor.overflows()
            ways.add(way)
            if way != "say":
                answered = page.locator("main").text_content() or ""
                page.get_by_role("button", name="Go on").click()
                # The next card, or the end, which another page tells.
                expect(page.locator("main")).not_to_have_text(answered)
            page.wait_for_load_state("networkidle")
    assert ways == {"choose", "order", "type", "say"}
    assert len({one.card_id for one in reviews(database) if one.counted}) == len(asked_once(database))


def asked_once(database: Database) -> list[object]:
    return [card for card in cards(database) if card.asked_on is not None]


def way_of(page: Page) -> str:
    return {
        "In which order do you say this?": "order",
        "Which words are missing?": "type",
        "What do you say?": "say",
    }.get(page.get_by_role("heading", level=1).inner_text(), "choose")


def answer(page: Page, way: str) -> None:
    if way == "choose":
        page.locator("label.choice").first.click()
        page.get_by_role("button", name="Think so").click()
    elif way == "type":
        page.get_by_label("The missing words").fill("how can i help yuo")
        page.get_by_role("button", name="Guessed").click()
    elif way == "order":
        page.locator("[data-move=down]").first.click()
        page.get_by_role("button", name="Check the order").click()
    else:
        page.get_by_text("Say it aloud, then look").click()
        page.get_by_role("button", name="I had it").click()


def test_without_scripts_one_card_a_page_does_the_same(chromium: Browser, visitor: Visitor, nora: int) -> None:
    met_everything(visitor, nora)
    plain = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    plain.add_cookies(visitor.context.cookies())  # type: ignore[arg-type] # as they were read
    page = plain.new_page()
    ways = set()
    for sitting in (1, 4, 9):
        page.goto(f"{visitor.site.url}/practice/cards?sitting={sitting}")
        for _card in range(30):
            if "/practice/end" in page.url:
                break
            way = way_of(page)
            ways.add(way)
            if way == "order":
                page.get_by_role("button", name="Check the order").click()
            else:
                answer(page, way)
            if way != "say":
                page.get_by_role("link", name="Go on").click()
    plain.close()
    assert ways == {"choose", "order", "type", "say"}
    assert reviews(database_of(visitor))


COMPARE = """async ([address, pairs]) => {
  const { compare } = await import(address);
  return pairs.map(([typed, wanted]) => compare(typed, wanted));
}"""


def test_the_page_and_the_server_judge_typed_words_alike(visitor: Visitor) -> None:
    random = Random(7)  # noqa: S311 -- the same slips each time
    phrases = [wanted for _typed, wanted in [*SAME, *CLOSE, *OTHER]]
    slips = [(slipped(random, phrase), phrase) for phrase in phrases for _time in range(20)]
    pairs = [*SAME, *CLOSE, *OTHER, *slips]
    entry = visitor.open("/sign-in").locator("script[type=module]").get_attribute("src")
    assert entry is not None
    told = visitor.page.evaluate(COMPARE, [entry.replace("site.js", "practice-typing.js"), pairs])
    assert told == [compare(typed, wanted) for typed, wanted in pairs]
    assert set(told) == set(Typed)


def slipped(random: Random, phrase: str) -> str:
    """The phrase as a hurried thumb would type it."""
    signs = list(phrase)
    for _slip in range(random.randrange(1, 4)):
        place = random.randrange(len(signs))
        signs[place : place + 1] = random.choice([[], [signs[place]] * 2, [random.choice("aeknrst1 ’é")]])
        signs = signs or ["x"]
    return "".join(signs)
