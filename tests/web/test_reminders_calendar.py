"""Somebody's calendar under its secret address, as calendar programs read it."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar, Event

from tests.house import House
from tests.moment import NOW, TODAY
from tests.school import MODULE, School
from training.core.clock import FixedClock
from training.core.notices import CalendarDay
from training.people.models import Person
from training.reminders.actions_own import make_address

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DAY = timedelta(days=1)


@pytest.fixture
def school(house: House) -> School:
    found = School(house.app)
    found.open(at=NOW - 90 * DAY)
    return found


@pytest.fixture
def nora(house: House, school: School) -> int:
    """Due on the 16th of March: a module; on the 1st of April: its quiz."""
    person = house.person("Nora Brandt", email="nora@juniper.example", hired_on=TODAY - 10 * DAY)
    house.role(person, since=TODAY - 10 * DAY)
    school.follow(person, at=NOW)
    return person


@pytest.fixture
def address(house: House, nora: int) -> str:
    with house.database.writing() as db:
        return f"/calendar/{make_address(db, nora, now=NOW)}.ics"


def events(text: str) -> dict[str, Event]:
    """By the title of each."""
    return {str(event["summary"]): event for event in Calendar.from_ical(text).walk("VEVENT")}


def test_due_days_are_all_day_events_without_names_of_people(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    found = events(answer.text)
    assert {title: event.decoded("dtstart") for title, event in found.items()} == {
        "Due: Calls": date(2026, 3, 16),
        "Due: Calls, the quiz": date(2026, 4, 1),
    }
    assert "Nora" not in answer.text
    assert "DTSTART;VALUE=DATE:20260316\r\nDTEND;VALUE=DATE:20260317\r\n" in answer.text
    assert "METHOD" not in answer.text
    assert {event["sequence"] for event in found.values()} == {0}


def test_the_same_bytes_come_until_something_changes(client: FlaskClient, address: str, clock: FixedClock) -> None:
    first = client.get(address)
    clock.at = NOW + timedelta(hours=5)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(address).data == first.data


def test_what_is_done_is_cancelled_and_what_moves_counts_up(
    school: School, nora: int, client: FlaskClient, address: str, clock: FixedClock
) -> None:
    before = events(client.get(address).text)["Due: Calls"]
    clock.at = NOW + timedelta(hours=1)
    school.done(nora, at=clock.at)
    after = events(client.get(address).text)["Due: Calls"]
    assert (after["uid"], after["status"], after["sequence"]) == (before["uid"], "CANCELLED", 1)
    assert after.decoded("dtstamp") == clock.at
    clock.at = NOW + timedelta(hours=2)
    school.passed(nora, at=clock.at)
    certified = events(client.get(address).text)
    assert certified["Last day of “Counter”"].decoded("dtstart") == date(2027, 3, 11)
    clock.at = NOW + 100 * DAY
    assert set(events(client.get(address).text)) == {"Last day of “Counter”"}


def test_a_wrong_a_renewed_and_a_leavers_address_lead_nowhere(
    house: House, nora: int, client: FlaskClient, address: str
) -> None:
    assert client.get("/calendar/no-such-secret.ics").status_code == 404
    with house.database.writing() as db:
        renewed = f"/calendar/{make_address(db, nora, now=NOW)}.ics"
    assert client.get(address).status_code == 404
    assert client.get(renewed).status_code == 200
    with house.database.writing() as db:
        db.get_one(Person, nora).left_on = TODAY - DAY
    assert client.get(renewed).status_code == 404


def test_too_many_readings_are_put_off(client: FlaskClient, address: str) -> None:
    codes = [client.get(address).status_code for _time in range(62)]
    assert (codes[:60], codes[61]) == ([200] * 60, 429)


def test_other_domains_add_their_days(house: House, client: FlaskClient, address: str) -> None:
    visit = CalendarDay("observation-3", TODAY + 5 * DAY, "At the counter, once more", "/observe/at-the-counter")
    house.app.extensions["calendar_days"].append(lambda _db, _person, _today: [visit])
    found = events(client.get(address).text)["At the counter, once more"]
    assert found["url"] == "http://localhost:8000/observe/at-the-counter"


def test_the_address_is_shown_once_and_can_be_closed(house: House, nora: int, client: FlaskClient) -> None:
    browser = house.browser(nora)
    page = browser.post("/account/reminders/calendar").text
    secret = page.split("/calendar/")[1].split(".ics")[0]
    assert client.get(f"/calendar/{secret}.ics").status_code == 200
    assert secret not in browser.get("/account/reminders").text
    browser.post("/account/reminders/calendar/close")
    assert client.get(f"/calendar/{secret}.ics").status_code == 404


def test_titles_in_any_alphabet_with_any_sign_arrive_whole_on_short_lines(
    house: House, school: School, nora: int, client: FlaskClient, address: str
) -> None:
    title = "Ąęłóż, Звонки; 電話の応対 مكالمات \\ and a title that is long enough for several lines of the file"
    school.publish("module", "calls", MODULE.format(title=f"'{title}'", text="Pick up."), at=NOW)
    text = client.get(address).data
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert f"Due: {title}" in events(text.decode())
