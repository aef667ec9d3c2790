"""Learning on a phone: a lesson that answers at once, a quiz that loses nothing, and all of it without scripts too."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.conftest import PHONE, Visitor
from tests.browser.test_every_page import RULES
from tests.shelf import put_module, put_quiz
from training.core.db import Database
from training.quizzes.models import Answer


@pytest.fixture
def nora(visitor: Visitor) -> int:
    """Somebody with a module to read and a quiz to take, signed in on a phone."""
    put_module(visitor.site.app)
    put_quiz(visitor.site.app)
    person = visitor.site.house.person("Nora Brandt")
    visitor.sign_in_as(person)
    return person


def responses(visitor: Visitor) -> list[object]:
    database: Database = visitor.site.app.extensions["database"]
    with database.reading() as db:
        return list(db.scalars(select(Answer.response).order_by(Answer.attempt_id, Answer.item)))


def forgive(visitor: Visitor, *words: str) -> None:
    """Take back what the console said about a connection that a test has cut."""
    visitor.complaints[:] = [said for said in visitor.complaints if not any(word in said for word in words)]


def findings(visitor: Visitor) -> list[str]:
    """What axe finds on the page as it is now, in light and in dark."""
    found: list[str] = []
    for scheme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of the two
        for finding in Axe().run(visitor.page, options=RULES).response["violations"]:
            found.append(f"{scheme}: {finding['id']} at {[node['target'] for node in finding['nodes'][:3]]}")
    return found


def read_the_lesson(page: Page) -> None:
    page.get_by_role("button", name="Start").click()
    page.get_by_label("The shop, then my name").check()
    page.get_by_role("button", name="Check my answer").click()
    expect(page.get_by_text("Right. They know where they are.")).to_be_visible()
    page.get_by_role("button", name="Next: Let them finish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Let them finish")
    page.get_by_role("button", name="Next: Say what happens next").click()
    page.get_by_label("By when").check()
    page.get_by_role("button", name="Check my answer").click()
    expect(page.get_by_text("Partly right.")).to_be_visible()
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text("You did this on 12 March 2026.")).to_be_visible()


def test_a_lesson_is_read_to_its_end_and_answers_in_place(visitor: Visitor, nora: int) -> None:
    page = visitor.open("/learn/taking-a-call")
    assert not visitor.overflows()
    read_the_lesson(page)
    assert not visitor.overflows()


def test_an_answer_is_saved_as_it_is_given_and_a_cut_connection_loses_nothing(visitor: Visitor, nora: int) -> None:
    page = visitor.open("/quizzes/calls-quiz")
    page.get_by_role("button", name="Start").click()
    page.get_by_label("My name").check()
    expect(page.get_by_text("Saved 09:41")).to_be_visible()
    assert responses(visitor)[0] == ["b"]
    visitor.context.set_offline(True)
    page.get_by_label("The shop").check()
    expect(page.get_by_text("Not saved yet. It waits on this device.")).to_be_visible()
    assert responses(visitor)[0] == ["b"]
    visitor.context.set_offline(False)
    expect(page.get_by_text("Saved 09:41")).to_be_visible()
    assert responses(visitor)[0] == ["a"]
    forgive(visitor, "ERR_INTERNET_DISCONNECTED")


def test_signed_out_in_the_middle_the_work_waits_and_goes_out_after_signing_in(visitor: Visitor, nora: int) -> None:
    page = visitor.open("/quizzes/calls-quiz")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What comes first?")
    address = page.url
    cookies = visitor.context.cookies()
    visitor.context.clear_cookies()
    page.get_by_label("The shop").check()
    expect(page.get_by_text("Your answer waits on this device.")).to_be_visible()
    link = page.get_by_role("link", name="Sign in again").get_attribute("href")
    assert link is not None
    assert "/sign-in?next=%2Fattempts%2F1%2F1" in link
    visitor.context.add_cookies([{**cookie, "url": None} for cookie in cookies])  # type: ignore[misc] # as they were
    page.goto(address)
    expect(page.get_by_text("Saved 09:41")).to_be_visible()
    assert responses(visitor)[0] == ["a"]
    forgive(visitor, "401", "400")


def test_the_way_through_a_quiz_with_the_keyboard_alone(visitor: Visitor, nora: int) -> None:
    page = visitor.open("/quizzes/calls-quiz")
    page.get_by_role("button", name="Start").press("Enter")
    page.get_by_label("The shop").press("Space")
    page.get_by_label("The shop").press("Enter")  # goes on, and does not leave, although “Save and leave” comes first
    expect(page.get_by_role("heading", level=1)).to_have_text("What stands in the note?")
    page.get_by_role("button", name="Save and go on").press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Choose an answer, or flag the question").press("Enter")
    expect(page.get_by_label("The name")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask before you put somebody on hold.")


def test_a_result_tells_what_was_right(visitor: Visitor, nora: int) -> None:
    page = visitor.open("/quizzes/calls-quiz")
    page.get_by_role("button", name="Start").click()
    for choices in (["The shop"], ["The name", "The number"], ["False"]):
        for choice in choices:
            page.get_by_label(choice, exact=True).check()
        page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Every question has an answer")
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Passed, with 66\u00a0%")
    expect(page.get_by_text("Silence without a word feels like being forgotten.")).to_be_visible()
    page.get_by_text("What comes first?").click()
    expect(page.get_by_text("The shop, then your name.")).to_be_visible()
    assert not visitor.overflows()


def test_all_of_it_works_without_scripts(visitor: Visitor, nora: int) -> None:
    browser = visitor.context.browser
    assert browser is not None
    plain = browser.new_context(viewport=PHONE, java_script_enabled=False)
    plain.add_cookies([{**cookie, "url": None} for cookie in visitor.context.cookies()])  # type: ignore[misc] # the same
    page = plain.new_page()
    page.goto(visitor.site.url + "/learn/taking-a-call")
    read_the_lesson(page)
    page.goto(visitor.site.url + "/quizzes/calls-quiz")
    page.get_by_role("button", name="Start").click()
    page.get_by_label("The shop").check()
    page.get_by_role("button", name="Save and leave").click()
    expect(page).to_have_url(visitor.site.url + "/")
    page.goto(visitor.site.url + "/quizzes/calls-quiz")
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What stands in the note?")
    page.get_by_label("Flag this question").check()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("True").check()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 question is still open")
    page.get_by_role("button", name="Hand in all the same").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Passed, with 66\u00a0%")
    plain.close()


def test_what_a_page_becomes_on_the_way_is_accessible_too(visitor: Visitor, nora: int) -> None:
    page = visitor.open("/learn/taking-a-call/pick-up")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert findings(visitor) == []
    page.get_by_label("Yes?").check()
    page.get_by_role("button", name="Check my answer").click()
    expect(page.get_by_text("Not quite.")).to_be_visible()
    assert findings(visitor) == []
    visitor.open("/quizzes/calls-quiz")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert findings(visitor) == []
    page.get_by_label("My name").check()
    page.get_by_label("Flag this question").check()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("link", name="To the hand-in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 questions are still open")
    assert findings(visitor) == []
    page.get_by_role("button", name="Hand in all the same").click()
    expect(page.get_by_role("heading", name="What was missing")).to_be_visible()
    assert findings(visitor) == []
    assert not visitor.overflows()
