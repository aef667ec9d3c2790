"""The other small scripts, each on its own stage."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.browser.stage import Stage, standing


@pytest.fixture
def stage() -> Iterator[Stage]:
    with standing() as built:
        yield built


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    yield page
    context.close()
    assert complaints == []


def questions_asked(page: Page) -> list[str]:
    """What the browser asks from now on, each answered with yes."""
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", agree)
    return asked


def test_a_form_pressed_twice_is_sent_once_and_says_that_it_works(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.url}/forms")
    page.wait_for_load_state("networkidle")
    with page.expect_navigation():
        label, sendings = page.locator("button[data-busy]").evaluate("""(button) => {
            let sendings = 0;
            addEventListener("submit", (event) => { sendings += event.defaultPrevented ? 0 : 1; });
            button.click();
            button.click();
            return [button.textContent, sendings];
        }""")
    assert (label, sendings) == ("Saving", 1)


def test_a_changed_form_asks_before_it_is_left(page: Page, stage: Stage) -> None:
    asked = questions_asked(page)
    page.goto(f"{stage.url}/forms")
    page.wait_for_load_state("networkidle")
    page.get_by_label("Title").fill("Taking a call")
    page.goto(f"{stage.url}/lesson")
    assert asked == ["beforeunload"]


def test_a_form_that_was_changed_back_or_is_sent_asks_nothing(page: Page, stage: Stage) -> None:
    asked = questions_asked(page)
    page.goto(f"{stage.url}/forms")
    page.wait_for_load_state("networkidle")
    page.get_by_label("Title").fill("Taking a call")
    page.get_by_label("Title").fill("")
    page.goto(f"{stage.url}/forms")
    page.wait_for_load_state("networkidle")
    page.get_by_label("Title").fill("Taking a call")
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    assert asked == []


def test_the_suggested_words_are_taken_with_one_tap(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.url}/forms")
    page.get_by_role("button", name="Use these words").click()
    secret = page.get_by_label("Passphrase")
    expect(secret).to_have_value("copper lantern sunday gravel")
    expect(secret).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide").click()
    expect(secret).to_have_attribute("type", "password")


def test_rows_are_counted_chosen_as_a_range_and_all_at_once(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.url}/forms")
    page.wait_for_load_state("networkidle")
    count = page.locator("[data-count]")
    page.get_by_label("Person A").click()
    expect(count).to_have_text("1 chosen")
    page.get_by_label("Person C").click(modifiers=["Shift"])
    expect(count).to_have_text("3 chosen")
    page.get_by_label("Everybody").check()
    expect(count).to_have_text("4 chosen")
    page.get_by_label("Everybody").uncheck()
    expect(count).to_have_text("")


def test_a_link_is_copied(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.url}/forms")
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "https://training.example/verify/1"


def test_a_question_of_a_lesson_answers_in_place(page: Page, stage: Stage) -> None:
    stage.answer = (
        200,
        {"correct": True, "title": "Yes.", "feedback": "<b>Well", "explanation": "", "saved_at": "09:41"},
    )
    page.goto(f"{stage.url}/lesson")
    page.wait_for_load_state("networkidle")
    page.get_by_text("First").click()
    page.get_by_role("button", name="Check").click()
    verdict = page.get_by_role("status").first
    expect(verdict).to_contain_text("Yes. <b>Well")
    expect(verdict).to_contain_text("Saved 09:41")
    assert stage.saves()[0].fields["answer"] == "a"


def test_a_question_that_did_not_reach_the_server_says_so(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.url}/lesson")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("status").first).to_contain_text("Try again.")
    page.context.set_offline(False)
    stage.answer = (401, {"sign_in": "/sign-in"})
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("link", name="Sign in again")).to_be_visible()
