"""Who is told of an observation: whoever has to sign it, and whoever is to look again, in mails, on the first page, in
calendars."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.house import House, actor
from tests.moment import NOW, TODAY
from tests.waiting import what_waits
from tests.watching import ALONE, CHECKLIST, NOT_YET, appointed, observed, put_checklist
from training.checklists.notices import NOTICES, calendar_days
from training.core.db import Database

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def people(house: House) -> dict[str, int]:
    """Priya leads the counter with Nora in it, Omar leads everybody; both were appointed. Sam leads another team."""
    counter = house.team("Counter", house.root)
    found = {
        "priya": house.person("Priya Raman", team=counter),
        "omar": house.person("Omar Haddad"),
        "sam": house.person("Sam Whitlock"),
        "nora": house.person("Nora Brandt", team=counter),
    }
    house.lead(counter, found["priya"])
    house.lead(house.root, found["omar"])
    house.lead(house.team("Elsewhere", house.root), found["sam"])
    house.role(found["nora"])
    house.role(house.person("Lena Fox"), "Team leader")
    return found


def observe(app: Flask, database: Database, people: dict[str, int], levels: dict[str, str | None], **more: bool) -> int:
    with app.test_request_context(), database.writing() as db:
        for name in ("priya", "omar", "sam"):
            appointed(db, people[name])
        return observed(db, actor(people["priya"]), people["nora"], levels, **more)


def told(app: Flask, database: Database, people: dict[str, int]) -> list[tuple[str, str]]:
    names = {number: name for name, number in people.items()}
    with app.test_request_context(), database.reading() as db:
        return [(names[one.person_id], one.key) for one in what_waits(NOTICES, db, list(names), TODAY)]


def test_what_was_not_signed_waits_for_whoever_filled_it_in(
    app: Flask, database: Database, people: dict[str, int], house: House
) -> None:
    put_checklist(app)
    number = observe(app, database, people, ALONE, signs=False)
    assert told(app, database, people) == [("priya", f"observation:{number}")]
    page = house.browser(people["priya"]).get("/").text
    assert "What you saw of Nora Brandt waits for your signature" in page
    assert f'href="/observations/{number}"' in page


def test_a_second_signature_waits_for_those_who_may_give_it(
    app: Flask, database: Database, people: dict[str, int], house: House
) -> None:
    put_checklist(app, CHECKLIST.replace("criteria:", "second_observer: true\ncriteria:"))
    number = observe(app, database, people, ALONE)
    assert told(app, database, people) == [("omar", f"observation-second:{number}")]
    omar: FlaskClient = house.browser(people["omar"])
    assert "waits for a second observer" in omar.get("/").text
    assert omar.get(f"/observations/{number}").status_code == 200


def test_the_day_to_look_again_stands_in_both_calendars_and_names_nobody(
    app: Flask, database: Database, people: dict[str, int]
) -> None:
    put_checklist(app)
    observe(app, database, people, NOT_YET)
    assert told(app, database, people) == []
    with app.test_request_context(), database.reading() as db:
        found = {name: list(calendar_days(db, people[name], TODAY)) for name in people}
    assert {name: [one.on for one in days] for name, days in found.items() if days} == {
        "priya": [NOW.date() + timedelta(days=14)],
        "nora": [NOW.date() + timedelta(days=14)],
    }
    assert all("Nora" not in str(one.words) for days in found.values() for one in days)
