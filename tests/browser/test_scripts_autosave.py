"""Answers that save themselves: nothing is said to be saved before it is, and nothing is lost on the way."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.stage import Stage, standing


@pytest.fixture
def stage() -> Iterator[Stage]:
    with standing() as built:
        yield built


@pytest.fixture
def page(chromium: Browser, stage: Stage) -> Iterator[Page]:
    """The first question, on a phone. A script that throws or breaks the policy fails the test."""
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    open_question(page, stage)
    yield page
    context.close()
    assert complaints == []


def open_question(page: Page, stage: Stage, question: str = "one") -> None:
    page.goto(f"{stage.url}/quiz?question={question}")
    # The form is ready when the script has put its counter into it.
    page.wait_for_selector("form[data-autosave] input[name=sequence]", state="attached")


def says(page: Page, text: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(text)


def test_a_choice_is_saved_and_says_when(page: Page, stage: Stage) -> None:
    page.get_by_text("Second").click()
    says(page, "Saved 09:41")
    (sent,) = stage.saves()
    assert sent.fields["answer"] == "b"
    assert sent.token == "a-token"
    assert sent.key
    assert "csrf_token" not in sent.fields


def test_the_sequence_rises_from_one_change_to_the_next(page: Page, stage: Stage) -> None:
    page.get_by_text("First").click()
    says(page, "Saved 09:41")
    page.get_by_text("Second").click()
    says(page, "Saved 09:41")
    page.wait_for_function("!Object.keys(localStorage).some((key) => key.startsWith('answer:'))")
    first, second = (int(sent.fields["sequence"]) for sent in stage.saves())
    assert second > first


def test_the_sequence_starts_above_what_the_server_has_seen(page: Page, stage: Stage) -> None:
    stage.sequence = 9_000_000_000_000
    open_question(page, stage)
    page.get_by_text("First").click()
    says(page, "Saved 09:41")
    assert int(stage.saves()[0].fields["sequence"]) > 9_000_000_000_000


def test_without_network_the_newest_answer_waits_and_goes_out_by_itself(page: Page, stage: Stage) -> None:
    page.context.set_offline(True)
    page.get_by_text("First").click()
    says(page, "It waits on this device.")
    page.get_by_text("Second").click()
    says(page, "It waits on this device.")
    assert stage.saves() == []
    page.context.set_offline(False)
    says(page, "Saved 09:41")
    assert [sent.fields["answer"] for sent in stage.saves()] == ["b"]


def test_a_failing_save_is_tried_again_with_the_same_key(page: Page, stage: Stage) -> None:
    stage.answer = (503, {})
    page.get_by_text("First").click()
    says(page, "It waits on this device.")
    stage.answer = (200, {"saved_at": "09:42"})
    says(page, "Saved 09:42")
    assert len({sent.key for sent in stage.saves()}) == 1


def test_what_waits_is_shown_and_sent_when_the_page_is_opened_again(page: Page, stage: Stage) -> None:
    stage.answer = (503, {})
    page.get_by_text("Second").click()
    says(page, "It waits on this device.")
    stage.answer = (200, {"saved_at": "10:05"})
    open_question(page, stage)
    expect(page.get_by_label("Second")).to_be_checked()
    says(page, "Saved 10:05")


def test_an_answer_is_sent_from_the_page_of_another_question_too(page: Page, stage: Stage) -> None:
    stage.answer = (503, {})
    page.get_by_text("Second").click()
    says(page, "It waits on this device.")
    stage.answer = (200, {"saved_at": "10:05"})
    with page.expect_response(lambda response: response.ok and response.url.endswith("/save")):
        open_question(page, stage, "two")
    expect(page.get_by_label("Second")).not_to_be_checked()


def test_an_older_answer_of_this_device_gives_way_to_the_server(page: Page, stage: Stage) -> None:
    stage.answer = (503, {})
    page.get_by_text("Second").click()
    says(page, "It waits on this device.")
    stage.sequence = 9_000_000_000_000
    stage.answer = (200, {"saved_at": "10:05"})
    before = len(stage.saves())
    open_question(page, stage)
    expect(page.get_by_label("Second")).not_to_be_checked()
    assert len(stage.saves()) == before


def test_a_lost_sign_in_keeps_the_work_and_leads_back_here(page: Page, stage: Stage) -> None:
    stage.answer = (401, {"sign_in": "/sign-in"})
    page.get_by_text("First").click()
    says(page, "You are signed out.")
    link = page.get_by_role("link", name="Sign in again")
    assert link.get_attribute("href") == f"{stage.url}/sign-in?next=%2Fquiz%3Fquestion%3Done"
    stage.answer = (200, {"saved_at": "10:05"})
    open_question(page, stage)
    says(page, "Saved 10:05")


def test_a_refusal_is_told_and_not_repeated(page: Page, stage: Stage) -> None:
    stage.answer = (409, {"message": "This quiz was handed in."})
    page.get_by_text("First").click()
    says(page, "This quiz was handed in.")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(200)
    assert len(stage.saves()) == 1


def test_handing_in_sends_what_waits_first(page: Page, stage: Stage) -> None:
    stage.answer = (503, {})
    page.get_by_text("Second").click()
    says(page, "It waits on this device.")
    stage.answer = (200, {"saved_at": "10:05"})
    with page.expect_navigation():
        page.get_by_role("button", name="Go on").click()
    saved, handed_in = stage.received[-2:]
    assert (saved.path, handed_in.path) == ("/save", "/quiz")
    assert int(handed_in.fields["sequence"]) > int(saved.fields["sequence"])


def test_handing_in_without_network_stays_on_the_page(page: Page, stage: Stage) -> None:
    page.get_by_text("Second").click()
    says(page, "Saved 09:41")
    page.context.set_offline(True)
    page.get_by_text("First").click()
    says(page, "It waits on this device.")
    page.get_by_role("button", name="Go on").click()
    page.wait_for_timeout(300)
    says(page, "It waits on this device.")
    expect(page.get_by_label("First")).to_be_checked()
    page.context.set_offline(False)
    says(page, "Saved 09:41")


def test_answers_of_another_attempt_stay_where_they_are(page: Page, stage: Stage) -> None:
    page.evaluate("""localStorage.setItem("answer:8:one", JSON.stringify({
        attempt: "8", question: "one", url: "/save", fields: [["answer", "a"]], sequence: 1, key: "k", at: Date.now(),
    }))""")
    open_question(page, stage)
    page.wait_for_timeout(200)
    assert stage.saves() == []
    assert page.evaluate("localStorage.getItem('answer:8:one')") is not None
