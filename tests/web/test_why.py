import html
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text, update

from tests.house import House
from tests.moment import NOW
from tests.school import School
from training.certification.models import Assignment
from training.content.release import Change
from training.core import ledger
from training.core.clock import FixedClock
from training.core.ledger import Entry
from training.people.models import LeavePeriod

DAY = timedelta(days=1)


@pytest.fixture
def school(app: Flask) -> School:
    return School(app)


@pytest.fixture
def nora(house: House, school: School) -> Iterator[int]:
    """Counter staff since 2 March, where a programme has been live since January."""
    school.open(at=datetime(2026, 1, 5, 9, tzinfo=UTC))
    person = house.person()
    house.role(person)
    school.follow(person)
    return person


def why(client: FlaskClient, school: School, person: int, what: str = "calls", *, on: str = "") -> str:
    with school.database.reading() as db:
        assignment = db.scalars(select(Assignment.id).where(Assignment.person_id == person)).one()
    answer = client.get(f"/record/{person}/why/{assignment}/{what}" + (f"?on={on}" if on else ""))
    assert answer.status_code == 200
    page = answer.get_data(as_text=True).partition("<h1>")[2]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def test_the_chain_has_every_fact_in_order_with_its_place_in_the_ledger(
    nora: int, house: House, school: School
) -> None:
    failed = school.fact("quiz.failed", nora, at=NOW - 2 * DAY, score=60)
    passed = school.passed(nora, at=NOW - DAY)
    with school.database.writing() as db:
        ledger.seal(db)
        position = db.get_one(Entry, passed).position
    page = why(house.browser(nora), school, nora, "calls-quiz")
    steps = (
        "5 January 2026 The programme “Counter” as it stands in version 1",
        "2 March 2026 “Counter” began, because of the role Counter staff",
        f"10 March 2026 Did not pass “Calls, the quiz”: 60\u00a0% Version 1 Ledger {failed}, sealed".replace(
            "\u00a0", " "
        ),
        f"Passed “Calls, the quiz” with 90 % Counts Version 1 Ledger {passed}, sealed at place {position}",
        "For the role Counter staff, from 2 March 2026 on.",
        "12 months from 11 March 2026, so until 10 March 2027.",
    )
    places = [page.find(step) for step in steps]
    assert -1 not in places, [step for step in steps if step not in page]
    assert places == sorted(places)


def test_a_past_day_knows_only_what_was_there_and_says_so(
    nora: int, house: House, school: School, clock: FixedClock
) -> None:
    clock.at = NOW + 30 * DAY
    school.done(nora, at=NOW)
    before = why(house.browser(nora), school, nora, on="2026-03-11")
    after = why(house.browser(nora), school, nora, on="2026-03-12")
    assert "14 days from 2 March 2026, so until 16 March 2026." in before
    assert "Finished" not in before
    assert "As it stood at the end of 11 March 2026" in before
    assert "Finished “Calls” Counts" in after
    assert why(house.browser(nora), school, nora, on="2026-03-11") == before


def test_a_certificate_explains_its_end_and_a_change_explains_what_it_asks(
    nora: int, house: House, school: School, clock: FixedClock
) -> None:
    school.done(nora, at=NOW - 3 * DAY)
    school.passed(nora, at=NOW)
    page = why(house.browser(nora), school, nora)
    assert "12 months from 12 March 2026, so until 11 March 2027." in page
    assert "The certificate of 12 March 2026 ends then, and what it was issued for ends with it." in page
    clock.at = NOW + 2 * DAY
    school.module(at=clock.at, text="Pick up at once.", change=Change.BEHAVIOUR)
    school.work()
    page = why(house.browser(nora), school, nora)
    assert "14 March 2026 Version 2 of “Calls” changed what people do" in page
    assert "Version 2 changed what people do; what was proven before it does not cover that." in page
    assert "14 days from 14 March 2026, so until 28 March 2026." in page


def test_leave_decisions_and_withdrawals_are_part_of_the_reason(nora: int, house: House, school: School) -> None:
    house.lead(house.root, ruth := house.person("Ruth Adeyemi"))
    with school.database.writing() as db:
        assignment = db.scalars(select(Assignment.id)).one()
        db.add(LeavePeriod(person_id=nora, from_on=date(2026, 3, 4), until_on=date(2026, 3, 8)))
    school.follow(nora)
    page = why(house.browser(nora), school, nora)
    assert "4 March 2026 Went on leave 9 March 2026 Came back from leave" in page
    assert "5 days of leave moved the last day." in page
    assert "Due on 21 March 2026, asked for since 2 March 2026. Moved by 5 days of leave." in page
    where = f"/record/{nora}/decide/{assignment}/calls/extend"
    sent = {"reason": "Stocktaking.", "until": "2026-04-02", "seen": "0", "step": "decide"}
    assert house.browser(ruth).post(where, data=sent).status_code == 303
    page = why(house.browser(nora), school, nora)
    assert "More time was given for “Calls”, until 2 April 2026 Counts Ruth Adeyemi: “Stocktaking.”" in page
    assert "More time was given, until 2 April 2026." in page
    school.done(nora, at=NOW)
    where = where.replace("extend", "revoke")
    sent = {"reason": "Not her.", "seen": house_seen(school, nora), "step": "decide"}
    assert house.browser(ruth).post(where, data=sent).status_code == 303
    page = why(house.browser(nora), school, nora)
    assert "What was proven up to 12 March 2026 does not count, and the time begins anew." in page
    assert "What was proven in “Calls” was taken back Counts Ruth Adeyemi: “Not her.”" in page


def house_seen(school: School, person: int) -> str:
    with school.database.reading() as db:
        newest = select(Entry.id).where(Entry.subject_id == person, Entry.kind == "extended").order_by(Entry.id.desc())
        return str(db.scalars(newest).first())


def test_a_fact_that_was_changed_in_the_database_shows(nora: int, house: House, school: School) -> None:
    passed = school.passed(nora, at=NOW - DAY)
    with school.database.writing() as db:
        ledger.seal(db)
    with school.database.writing() as db:
        db.execute(update(Entry).where(Entry.id == passed).values(payload='{"score":100}'))
    page = why(house.browser(nora), school, nora, "calls-quiz")
    assert f"Ledger {passed}: its seal does not fit, so it may have been changed" in page


def test_why_is_for_those_who_may_see_the_record(nora: int, house: House, school: School) -> None:
    with school.database.reading() as db:
        assignment = db.scalars(text("SELECT id FROM assignment")).one()
    for person, status in ((nora, 200), (house.person("Omar Haddad"), 404)):
        assert house.browser(person).get(f"/record/{nora}/why/{assignment}/calls").status_code == status
    own = house.browser(nora)
    assert own.get(f"/record/{nora}/why/{assignment}/no-such").status_code == 404
    assert own.get(f"/record/{nora}/why/{assignment}/calls?on=2026-03-01").status_code == 404
    assert own.get(f"/record/{nora}/why/{assignment}/calls?on=2026-03-13").status_code == 422
