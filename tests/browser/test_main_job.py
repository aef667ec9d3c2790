"""The main job of the site on a phone, from the roster to the certificate that an outsider checks."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, RunningSite, Visitor, is_complaint
from tests.shelf import put_programme
from training.core.permissions import PermissionSet
from training.core.worker import Worker
from training.people.models import Person

ROSTER = Path(__file__).parent.parent / "data" / "roster.csv"
LEARNER, LEADER = "E1006", "E1003"  # Olivia Ó Dochartaigh, who has no e-mail address, and her leader


@pytest.fixture
def phones(chromium: Browser, running: RunningSite):  # type: ignore[no-untyped-def] # a factory of visitors
    """As many people with phones as a test needs; none of their consoles may complain."""
    contexts, said = [], []

    def another() -> Visitor:
        context = chromium.new_context(viewport=PHONE, locale="en-GB", timezone_id="UTC", has_touch=True)
        page = context.new_page()
        page.on("console", lambda told: said.append(told.text) if is_complaint(told.type, told.text) else None)
        contexts.append(context)
        return Visitor(page, context, running, said)

    yield another
    for context in contexts:
        context.close()
    assert said == []


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


def person_of(site: RunningSite, number: str) -> int:
    with site.house.database.reading() as db:
        return next(key for key, found in db.query(Person.id, Person.employee_number) if found == number)


def test_a_new_hire_comes_in_from_a_roster_and_is_certified(running: RunningSite, phones) -> None:
    running.clock.at = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    put_programme(running.app)
    administrator = phones()
    administrator.sign_in_as(running.house.someone_with(PermissionSet.ADMINISTRATOR))
    import_roster(administrator)
    Worker(running.app).run_due()  # beside a running site the worker does this by itself
    address = invite_on_paper(administrator)

    learner = phones()
    take_the_invitation(learner, address)
    read_the_module(learner)
    pass_the_quiz(learner)
    number = open_the_certificate(learner)

    leader = phones()
    leader.sign_in_as(person_of(running, LEADER))
    page = leader.open("/board?q=E1006")
    expect(page.get_by_role("row", name=re.compile("Olivia"))).to_contain_text("Certified")
    page.get_by_role("link", name="Olivia Ó Dochartaigh").click()
    expect(page.get_by_text("Met on 20 November 2026").first).to_be_visible()
    assert not leader.overflows()

    outsider = phones()
    page = outsider.open(f"/verify/{number}")
    expect(page.get_by_text("Olivia Ó Dochartaigh")).to_be_visible()
    expect(page.get_by_text("On the telephone").first).to_be_visible()
    said = page.locator("main").inner_text()
    assert LEARNER not in said
    assert "Counter" not in said
    assert not outsider.overflows()


def import_roster(visitor: Visitor) -> None:
    page = visitor.open("/people/import")
    page.locator("input[type=file]").set_input_files(ROSTER)
    button(page, "Go on")
    heading(page, "roster.csv")
    button(page, "See what would change")
    expect(page.get_by_text("233").first).to_be_visible()
    assert not visitor.overflows()
    button(page, "Import it")
    heading(page, "The roster is imported")


def invite_on_paper(visitor: Visitor) -> str:
    """The address in the QR code on the sheet."""
    page = visitor.open("/people/invitations?q=E1006")
    expect(page.get_by_label("Choose Olivia Ó Dochartaigh")).to_be_checked()
    button(page, "Make a sheet")
    heading(page, "A code for 1 person")
    expect(page.locator("svg.qr")).to_be_visible()
    shown = page.locator("main").inner_text()
    found = re.search(r"http\S+/welcome/[\w-]+", shown)
    assert found, shown
    return found.group(0)


def take_the_invitation(visitor: Visitor, address: str) -> None:
    path = re.sub(r"^https?://[^/]+", "", address)
    page = visitor.open(path)
    heading(page, "Welcome, Olivia")
    page.get_by_text("Use this one:").click()
    button(page, "Save and sign in")
    heading(page, "Olivia")
    again = visitor.context.new_page()
    again.goto(visitor.site.url + path)
    heading(again, "")
    again.close()


def read_the_module(visitor: Visitor) -> None:
    page = visitor.open("/")
    expect(page.get_by_role("heading", level=2, name="Taking a call")).to_be_visible()
    page.get_by_role("link", name="Start", exact=True).click()
    button(page, "Start")
    heading(page, "Pick up within three rings")
    page.get_by_text("The shop, then my name").click()
    button(page, "Check my answer")
    expect(page.get_by_text("They know where they are.")).to_be_visible()
    assert not visitor.overflows()
    button(page, "Next: Let them finish")
    heading(page, "Let them finish")
    button(page, "Next: Say what happens next")
    heading(page, "Say what happens next")
    page.get_by_text("What happens", exact=True).click()
    page.get_by_text("By when", exact=True).click()
    button(page, "Check my answer")
    button(page, "Finish")


def pass_the_quiz(visitor: Visitor) -> None:
    page = visitor.open("/quizzes/calls-quiz")
    button(page, "Start")
    page.wait_for_load_state("networkidle")  # the script that saves is there
    for question, answers in (("first", ["The shop"]), ("note", ["The name", "The number"]), ("hold", ["True"])):
        for answer in answers:
            page.get_by_text(answer, exact=True).click()
        expect(page.get_by_text("Saved 09:00")).to_be_visible()
        assert not visitor.overflows(), question
        page.get_by_role("button", name="Save and go on").last.click()
        page.wait_for_load_state("networkidle")
    button(page, "Hand in")
    expect(page.get_by_text("100").first).to_be_visible()


def open_the_certificate(visitor: Visitor) -> str:
    """The number on the certificate."""
    page = visitor.open("/")
    page.get_by_role("link", name="On the telephone").first.click()
    heading(page, "Olivia Ó Dochartaigh")
    assert not visitor.overflows()
    return page.locator("code").first.inner_text()
