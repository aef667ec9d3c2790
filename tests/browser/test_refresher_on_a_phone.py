"""A whole refresher on a phone: from the first look at it to the renewed certificate."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.moment import NOW
from tests.refreshing import ASKED, MODULE, OWN, Refreshing
from training.content.actions import Publication, publish
from training.content.queries import live
from training.content.release import Change
from training.core.permissions import Actor


def ready(visitor: Visitor) -> Refreshing:
    """Nora has ten days of her certificate left, remembers all of it, and one part has changed since."""
    nora = Refreshing(visitor.site.app, visitor.site.house)
    nora.remembers(*OWN, *ASKED)
    text = MODULE.replace("To the end.", "To the end, and write it down.")
    with nora.app.app_context(), nora.database.writing() as db:
        before = live(db, "module", "calls")
        assert before is not None
        changes = {"hear": Change.BEHAVIOUR}
        wanted = Publication("module", "calls", text, before.id, changes=changes)
        publish(db, Actor.house(), wanted, now=NOW - timedelta(days=9))
    nora.school.work()
    visitor.sign_in_as(nora.nora)
    return nora


def answer_all(page: Page, visitor: Visitor) -> None:
    """Each question of a test-out, up to its result."""
    first = page.get_by_text("Question 1 of ")
    expect(first).to_be_visible()
    total = int(first.inner_text().split()[-1])
    for number in range(1, total + 1):
        expect(page.get_by_text(f"Question {number} of {total}")).to_be_visible()
        page.get_by_label("True").check()
        expect(page.get_by_text("Saved 09:41")).to_be_visible()
        assert not visitor.overflows()
        page.get_by_role("main").get_by_role("button", name="Hand in" if number == total else "Save and go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You still know it")
    page.get_by_role("link", name="Go on").click()


def test_a_certificate_is_renewed_in_a_few_minutes(visitor: Visitor) -> None:
    ready(visitor)
    page = visitor.open("/refresh")
    expect(page.get_by_text("Your certificate holds until 31 March 2026.")).to_be_visible()
    assert not visitor.overflows()
    page.get_by_role("button", name="See the plan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("instead of 25")
    expect(page.get_by_text("Changed on 3 March 2026.")).to_be_visible()
    page.get_by_text("2 parts that you do not read again").click()
    expect(page.get_by_text("Pick up", exact=True)).to_be_visible()
    assert not visitor.overflows()
    page.get_by_role("link", name="Begin").click()
    expect(page.get_by_text("To the end, and write it down.")).to_be_visible()
    page.get_by_label("True").check()
    page.get_by_role("button", name="Check my answer").click()
    expect(page.get_by_text("Right.")).to_be_visible()
    assert not visitor.overflows()
    page.get_by_role("button", name="Go on").click()
    answer_all(page, visitor)
    answer_all(page, visitor)
    expect(page.get_by_role("heading", level=1)).to_have_text("Renewed until 31 March 2027")
    assert not visitor.overflows()
