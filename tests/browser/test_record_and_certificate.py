"""A record, a certificate and its check, on a phone."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.moment import NOW
from tests.school import School


def certified(visitor: Visitor) -> int:
    """Nora, who holds a certificate."""
    school = School(visitor.site.app)
    school.open(at=datetime(2026, 1, 5, 9, tzinfo=UTC))
    nora = visitor.site.house.person()
    visitor.site.house.role(nora)
    school.follow(nora)
    school.fact("quiz.failed", nora, at=NOW - timedelta(days=2), score=60)
    school.done(nora, at=NOW - timedelta(days=1))
    school.passed(nora, at=NOW)
    return nora


def test_somebody_shows_their_certificate_and_an_outsider_checks_it(visitor: Visitor) -> None:
    nora = certified(visitor)
    visitor.sign_in_as(nora)
    page = visitor.open("/record")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your record")
    assert not visitor.overflows()
    page.get_by_role("link", name="See the certificate").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nora Brandt")
    expect(page.locator("svg.qr")).to_be_visible()
    assert not visitor.overflows()
    number = page.locator("code").inner_text()
    visitor.context.clear_cookies()
    page = visitor.open("/verify")
    page.get_by_label("Number of the certificate").fill("4F7K")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("Number of the certificate").fill(number.lower().replace("-", " "))
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("This certificate is genuine and valid today.")).to_be_visible()
    assert not visitor.overflows()


def test_a_manager_looks_back_at_a_past_day(visitor: Visitor) -> None:
    nora = certified(visitor)
    house = visitor.site.house
    house.lead(house.root, ruth := house.person("Ruth Adeyemi"))
    visitor.sign_in_as(ruth)
    page = visitor.open(f"/people/{nora}")
    page.get_by_role("link", name="The whole record, with reasons").click()
    page.get_by_text("As of another day").click()
    page.get_by_label("On which day?").fill("2026-03-11")
    page.get_by_role("button", name="Show that day").click()
    expect(page.get_by_text("As it stood at the end of 11 March 2026")).to_be_visible()
    expect(page.get_by_text("1 of 2 met.")).to_be_visible()
    assert not visitor.overflows()
    page.get_by_role("link", name="See it as of today").click()
    expect(page.get_by_text("Certified on 12 March 2026")).to_be_visible()
