"""One's own reminders: when they come, what was told, and what somebody without an address sees."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select

from tests.house import House, actor
from tests.moment import NOW, TODAY
from tests.school import School
from training.core.mail import Mail
from training.core.permissions import PermissionSet
from training.people.models import Person
from training.reminders.actions import tell
from training.reminders.check import flaws
from training.reminders.models import ReminderDigest, ReminderLine, ReminderPreference
from training.reminders.panels import panel
from training.reminders.site import custom
from training.reminders.site import house as site_house

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DAY = timedelta(days=1)


@pytest.fixture
def nora(house: House) -> int:
    """Late with a module since yesterday."""
    school = School(house.app)
    school.open(at=NOW - 90 * DAY)
    person = house.person("Nora Brandt", email="nora@juniper.example", hired_on=TODAY - 15 * DAY)
    house.role(person, since=TODAY - 15 * DAY)
    for at in (NOW - 15 * DAY, NOW):
        school.follow(person, at=at)
    return person


def morning(house: House, person: int, day: int = 0) -> int:
    """How many digests one person gets on a morning."""
    with house.app.app_context(), house.database.writing() as db:
        now = datetime(2026, 3, 12, 8, 5, tzinfo=UTC) + day * DAY
        return len(tell(db, [person], custom(), site_house(), now=now))


def test_a_choice_is_kept_and_a_zone_that_does_not_exist_is_named(house: House, nora: int) -> None:
    browser = house.browser(nora)
    form = {"rhythm": "weekly", "weekday": "4", "hour": "15", "timezone": "Asia/Kolkata"}
    assert browser.post("/account/reminders", data=form).status_code == 303
    kept = house.get(ReminderPreference, nora)
    assert (kept.rhythm, kept.weekday, kept.hour, kept.timezone) == ("weekly", 4, 15, "Asia/Kolkata")
    wrong = browser.post("/account/reminders", data=form | {"timezone": "Atlantis/Centre"})
    assert wrong.status_code == 422
    assert "We do not know this time zone." in wrong.text
    at_night = browser.post("/account/reminders", data=form | {"hour": "3"})
    assert at_night.status_code == 422


def test_the_page_shows_what_would_go_out_now_and_afterwards_what_was_told(house: House, nora: int) -> None:
    browser = house.browser(nora)
    assert "Was due on Wednesday 11 March, for “Counter”." in browser.get("/account/reminders").text
    morning(house, nora)
    assert "There is nothing to tell you" in browser.get("/account/reminders").text
    told = browser.get("/reminders").text
    assert "Was due on Wednesday 11 March, for “Counter”." in told
    assert "By mail." in told


def test_the_first_page_has_a_panel_only_for_whom_no_mail_reaches(app: Flask, house: House, nora: int) -> None:
    def shown() -> str:
        with app.test_request_context(), house.database.reading() as db:
            return panel(db, actor(nora), TODAY)

    assert shown() == ""
    with house.database.writing() as db:
        db.get_one(Person, nora).email = None
    morning(house, nora)
    assert "Told on Thursday 12 March" in shown()
    assert 'href="/learn/calls"' in shown()


def test_whom_a_leader_reminded_hears_nothing_of_it_on_the_next_mornings(house: House, nora: int) -> None:
    leader = house.person("Grace Lindqvist")
    house.grant(leader, PermissionSet.ADMINISTRATOR)
    page = house.browser(leader).post("/board/remind", data={"who": [str(nora)]}, follow_redirects=True).text
    assert "1 reminder is on its way." in page
    assert [morning(house, nora, day) for day in range(8)] == [0, 0, 0, 0, 0, 0, 0, 1]
    mails = [house.get(Mail, number).subject for number in (1, 2)]
    assert mails == ["A reminder from Grace Lindqvist: what is open for you", "Your training: 1 thing is late"]


def test_a_digest_that_says_nothing_is_a_flaw(house: House, nora: int) -> None:
    morning(house, nora)
    with house.database.writing() as db:
        assert flaws(db) == []
        digest = db.scalars(select(ReminderDigest)).one()
        db.execute(delete(ReminderLine))
        assert flaws(db) == [f"Reminders: digest {digest.id} of {TODAY} says nothing."]
