"""What is asked follows teams, leave and practice by itself, and those who plan with it are told."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.house import House, actor
from tests.moment import NOW, TODAY
from tests.practising import SCRIPT, put_script
from tests.school import School
from tests.watching import SLUG, appointed, put_checklist
from training.certification import check
from training.certification.models import Assignment, CurrentStanding
from training.certification.rules_stored import StoredPart, parts_of
from training.core import ledger, web
from training.core.clock import FixedClock
from training.core.db import Database
from training.core.ledger import Entry
from training.core.permissions import Actor, PermissionSet
from training.people import actions as people
from training.people.models import LeavePeriod, Person
from training.practice.actions_answers import keep_answers
from training.practice.models import PracticeCard
from training.practice.queries import cards_for
from training.practice.rules_answers import Choose, Exercise, Gap, Order, Said, Say
from training.practice.rules_reviews import Sent

DAY = timedelta(days=1)
HARBOUR = """\
title: Harbour
summary: Safe by the water.
teams: [Harbour]
validity: none
requirements:
  - {id: calls, module: calls}
"""


@pytest.fixture
def school(app: Flask, house: House) -> School:
    return School(app)


def parts(database: Database, person: int) -> dict[str, StoredPart]:
    with database.reading() as db:
        rows = db.scalars(select(CurrentStanding.parts).where(CurrentStanding.person_id == person)).all()
    return {part.requirement_id: part for row in rows for part in parts_of(row)}


def edit(school: School, person_id: int, clock: FixedClock, **values: object) -> None:
    """Change facts about somebody as the page of a person does."""
    with school.app.test_request_context(), school.database.writing() as db:
        person = db.get_one(Person, person_id)
        known = {name: getattr(person, name) for name in people.PersonFacts.__dataclass_fields__}
        facts = people.PersonFacts(**(known | values))  # type: ignore[arg-type] # by name
        people.edit_person(db, Actor.house(), person_id, facts, now=clock.at, today=clock.at.date())


def flaws(school: School) -> list[str]:
    with school.app.test_request_context(), school.database.reading() as db:
        return check.flaws(db, now=web.clock().now(), zone=web.site().zone)


def test_a_programme_of_a_team_follows_people_into_it_and_out_again(
    school: School, house: House, database: Database, clock: FixedClock
) -> None:
    harbour = house.team("Harbour", house.root)
    quay = house.team("Quay", harbour)
    nora = house.person("Nora Brandt", hired_on=TODAY - 100 * DAY)
    school.module()
    school.publish("programme", "harbour", HARBOUR)
    school.work()
    assert parts(database, nora) == {}
    edit(school, nora, clock, team_id=quay)
    assert parts(database, nora)["calls"].due == TODAY + 30 * DAY
    assert flaws(school) == []
    clock.at += 5 * DAY
    edit(school, nora, clock, team_id=house.root)
    with database.reading() as db:
        told = db.execute(select(Assignment.because, Assignment.ended_on, Assignment.ended_because)).all()
    assert told == [("team", TODAY + 5 * DAY, "scope")]


def test_a_team_that_moves_takes_its_programmes_along(school: School, house: House, database: Database) -> None:
    harbour = house.team("Harbour", house.root)
    quay = house.team("Quay", house.root)
    nora = house.person("Nora Brandt", team=quay)
    school.module()
    school.publish("programme", "harbour", HARBOUR)
    school.work()
    with school.app.test_request_context(), database.writing() as db:
        people.edit_team(db, Actor.house(), quay, name="Quay", parent_id=harbour, leader_ids=set(), now=NOW)
    school.work()
    assert list(parts(database, nora)) == ["calls"]
    assert flaws(school) == []


def test_leave_moves_a_due_day_and_stays_known_after_the_return(
    school: School, house: House, database: Database, clock: FixedClock
) -> None:
    nora = house.person("Nora Brandt")
    house.role(nora, since=TODAY)
    school.open()
    school.follow(nora)
    assert parts(database, nora)["calls"].due == TODAY + 14 * DAY
    edit(school, nora, clock, leave_from=TODAY + 2 * DAY, leave_until=TODAY + 8 * DAY)
    clock.at += 3 * DAY
    with school.app.test_request_context(), database.writing() as db:
        school.app.extensions["jobs"].enqueue_rounds(db, now=clock.at, zone=web.site().zone)
    school.follow(nora, at=clock.at)
    assert parts(database, nora)["calls"].due == TODAY + 16 * DAY  # two days of leave were taken by then
    clock.at += 7 * DAY
    edit(school, nora, clock, leave_from=None, leave_until=None)
    with database.reading() as db:
        periods = db.execute(select(LeavePeriod.from_on, LeavePeriod.until_on)).all()
    assert periods == [(TODAY + 2 * DAY, TODAY + 8 * DAY)]
    assert parts(database, nora)["calls"].due == TODAY + 21 * DAY
    assert flaws(school) == []


def test_an_exemption_whose_end_was_erased_does_not_become_one_for_good(
    school: School, house: House, app: Flask, database: Database
) -> None:
    nora = house.person("Nora Brandt")
    house.role(nora, since=TODAY)
    school.open()
    school.follow(nora)
    school.fact("exempted", nora, at=NOW, reason="Trained elsewhere.", until=(TODAY + 9 * DAY).isoformat())
    assert parts(database, nora)["calls"].until == (TODAY + 9 * DAY).isoformat()
    with database.writing() as db:
        ledger.erase(db, nora)
    school.follow(nora)
    assert parts(database, nora)["calls"].state == "soon"


def test_who_is_to_be_seen_soonest_stands_first_for_the_observer(school: School, house: House, app: Flask) -> None:
    boss = house.someone_with(PermissionSet.TEAM_MANAGER, team=house.root)
    put_checklist(app)
    with school.database.writing() as db, app.test_request_context():
        appointed(db, boss)
    amal, zoe = house.person("Amal Aas"), house.person("Zoe Zander")
    for person, days in ((amal, 1), (zoe, 20)):
        house.role(person, since=TODAY - days * DAY)
    school.programme(requirements=f"  - {{id: seen, checklist: {SLUG}}}", at=NOW - 100 * DAY)
    school.follow(amal, zoe)
    page = house.browser(boss).get(f"/observe/{SLUG}").text
    assert page.index("Zoe Zander") < page.index("Amal Aas")
    assert "22 March 2026" in page  # thirty days after Zoe began


def test_a_level_of_practice_is_reached_by_practising(
    school: School, house: House, database: Database, clock: FixedClock
) -> None:
    nora = house.person("Nora Brandt")
    house.role(nora, since=TODAY - 5 * DAY)
    put_script(school.app, SCRIPT)
    school.programme(requirements="  - {id: level, practice: call-handling, mark: 80}", at=NOW - 5 * DAY)
    school.follow(nora)
    school.fact("script.rehearsed", nora, at=NOW - 4 * DAY, slug="picking-up", lines=["greet", "repeat"], shaky=[])
    assert parts(database, nora)["level"].state == "due"
    browser = house.browser(nora)
    with database.writing() as db:
        db.execute(update(PracticeCard).values(due_on=date(2026, 3, 1)))
    answer_all(school, nora, clock)
    assert parts(database, nora)["level"].state == "met"
    with database.reading() as db:
        (fact,) = db.scalars(select(Entry).where(Entry.kind == "skill.reached")).all()
    assert fact.facts["skill"] == "call-handling"
    assert fact.facts["score"] >= 80
    assert "Call handling" in browser.get("/record").text
    assert flaws(school) == []


def answer_all(school: School, person: int, clock: FixedClock) -> None:
    """Recall every card, on four days."""
    for day in range(4):
        clock.at = NOW + 4 * day * DAY
        with school.app.test_request_context(), school.database.writing() as db:
            ids = set(db.scalars(select(PracticeCard.id).where(PracticeCard.person_id == person)))
            cards = cards_for(db, actor(person), ids, today=clock.at.date())
            sent = [Sent(f"{day}-{card.id}", card.id, known(card.exercise), clock.at) for card in cards.values()]
            keep_answers(db, actor(person), sent, now=clock.at, zone=web.site().zone)


def known(exercise: Exercise) -> tuple[str, ...]:
    """What somebody says who knows it."""
    match exercise:
        case Say():
            return (Said.HAD,)
        case Gap():
            return (exercise.phrase,)
        case Choose() | Order():
            return exercise.right
    raise AssertionError(exercise)
