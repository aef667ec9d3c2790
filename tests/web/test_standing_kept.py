from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.house import House
from tests.moment import NOW, TODAY
from tests.school import CALLS, School
from training.certification import check
from training.certification.models import Assignment, Award, CurrentStanding
from training.certification.rules_number import read_number
from training.content.queries import document_named
from training.content.release import Change
from training.core.clock import FixedClock
from training.core.jobs import enqueue
from training.core.ledger import Entry, Fact, record_all
from training.core.permissions import Actor
from training.core.site import SiteCache
from training.core.worker import Worker
from training.people import actions as people

DAY = timedelta(days=1)


@pytest.fixture
def school(app: Flask) -> School:
    return School(app)


@pytest.fixture
def learn(house: House, school: School) -> Iterator[int]:
    """Nora, counter staff since 2 March, where a programme has been live since January."""
    school.open(at=datetime(2026, 1, 5, 9, tzinfo=UTC))
    nora = house.person()
    house.role(nora)
    school.follow(nora)
    yield nora
    assert flaws(school) == []


def zone_of(school: School) -> ZoneInfo:
    cache: SiteCache = school.app.extensions["site"]
    with school.database.reading() as db:
        return cache.get(db).zone


def flaws(school: School) -> list[str]:
    zone = zone_of(school)
    with school.app.app_context(), school.database.reading() as db:
        return check.flaws(db, now=school.app.extensions["clock"].now(), zone=zone)


def standing(school: School, person: int) -> CurrentStanding:
    with school.database.reading() as db:
        return db.scalars(select(CurrentStanding).where(CurrentStanding.person_id == person)).one()


def awards(school: School, person: int) -> list[Award]:
    with school.database.reading() as db:
        return list(db.scalars(select(Award).where(Award.person_id == person).order_by(Award.issued_on)))


def test_a_role_brings_its_programme_from_its_first_day(learn: int, school: School, db: Session) -> None:
    assignment = db.scalars(select(Assignment)).one()
    assert (assignment.person_id, assignment.start_on, assignment.ended_on) == (learn, date(2026, 3, 2), None)
    row = standing(school, learn)
    assert (row.level, row.held, row.total, row.next_requirement) == ("soon", 0, 2, "calls")
    assert row.next_due == date(2026, 3, 16)
    assert [part[:2] for part in row.parts] == [["calls", "soon"], ["calls-quiz", "due"]]


def test_what_is_done_counts_in_the_same_transaction(learn: int, school: School) -> None:
    entry = school.done(learn, at=NOW)
    row = standing(school, learn)
    assert (row.held, row.next_requirement) == (1, "calls-quiz")
    assert row.parts[0][:6] == ["calls", "met", "2026-03-12", "2027-03-11", None, entry]


def test_fulfilling_everything_issues_a_certificate_once(learn: int, school: School, db: Session) -> None:
    school.done(learn, at=NOW)
    school.passed(learn, at=NOW)
    school.passed(learn, at=NOW + timedelta(minutes=5))
    (award,) = awards(school, learn)
    assert (award.name, award.title) == ("Nora Brandt", "Counter")
    assert (award.issued_on, award.until, award.periods) == (date(2026, 3, 12), date(2027, 3, 11), 1)
    assert read_number(award.public_id) == award.public_id
    said = db.scalars(select(Entry).where(Entry.kind == "award.issued")).one()
    assert (said.subject_id, said.facts["number"]) == (learn, award.public_id)
    assert standing(school, learn).level == "certified"


def test_a_person_added_with_a_role_is_followed_at_once(school: School, house: House) -> None:
    school.open(at=NOW - 30 * DAY)
    person = house.person("Omar Haddad", hired_on=date(2026, 3, 12))
    role = house.role(house.person("Nobody Here"), since=date(2027, 1, 1))
    with school.app.app_context(), school.database.writing() as db:
        people.give_role(db, Actor.house(), person, role, from_on=date(2026, 3, 12), until_on=None, now=NOW)
    assert standing(school, person).total == 2


def test_a_new_hire_has_their_programme_the_moment_they_are_added(school: School, house: House) -> None:
    school.open(at=NOW - 30 * DAY)
    role = house.role(house.person("Nobody Here"), since=date(2027, 1, 1))
    facts = people.PersonFacts(
        given_name="Omar",
        family_name="Haddad",
        preferred_name="",
        employee_number="H1",
        email=None,
        phone="",
        language="en",
        team_id=house.root,
        manager_id=None,
        hired_on=NOW.date(),
        leave_from=None,
        leave_until=None,
    )
    with school.app.app_context(), school.database.writing() as db:
        omar = people.add_person(db, Actor.house(), facts, role_id=role, now=NOW, today=NOW.date()).id
    assert standing(school, omar).next_due == NOW.date() + 14 * DAY


@pytest.mark.parametrize("most", [500, 1])
def test_an_import_is_followed_at_once_or_when_it_is_large_by_the_worker(
    school: School, house: House, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr("training.certification.listeners.CHUNK", most)
    school.open(at=NOW - 30 * DAY)
    hires = [house.person(name) for name in ("Omar Haddad", "Grace Lindqvist")]
    for person in hires:
        house.role(person)
    with school.app.app_context(), school.database.writing() as db:
        record_all(db, [Fact("person.added", person) for person in hires], at=NOW, actor_id=None)
    if most == 1:
        school.work()
    assert [standing(school, person).total for person in hires] == [2, 2]


def test_two_proofs_at_once_still_make_one_certificate(learn: int, school: School) -> None:
    other = Thread(target=school.passed, args=[learn], kwargs={"at": NOW})
    with school.app.app_context(), school.database.writing() as db:
        school.write(db, "module.done", learn, at=NOW)
        other.start()
        other.join(timeout=0.5)  # it must wait for this transaction, or neither sees the other
    other.join(timeout=30)
    assert len(awards(school, learn)) == 1
    assert standing(school, learn).level == "certified"


def test_leaving_ends_what_was_asked_and_keeps_what_was_proven(
    learn: int, school: School, clock: FixedClock, db: Session
) -> None:
    school.done(learn, at=NOW)
    school.passed(learn, at=NOW)
    with school.app.app_context(), school.database.writing() as writing:
        people.end_employment(writing, Actor.house(), learn, last_day=date(2026, 3, 13), now=NOW, today=TODAY)
    assert standing(school, learn).level == "certified"
    clock.at = NOW + 3 * DAY
    nightly(school)
    assert db.scalars(select(CurrentStanding)).all() == []
    assert db.scalars(select(Assignment.ended_on)).all() == [date(2026, 3, 14)]
    assert len(awards(school, learn)) == 1


def nightly(school: School) -> None:
    worker = Worker(school.app)
    with school.app.app_context(), school.database.writing() as db:
        enqueue(db, "standing.nightly", now=school.app.extensions["clock"].now())
    worker.run_due()


def test_the_night_turns_what_the_date_has_moved(learn: int, school: School, clock: FixedClock) -> None:
    clock.at = NOW + 5 * DAY
    assert flaws(school) == []
    nightly(school)
    assert standing(school, learn).level == "overdue"


def test_a_role_that_begins_later_is_noticed_by_the_night(school: School, house: House, clock: FixedClock) -> None:
    school.open()
    person = house.person("Omar Haddad")
    house.role(person, since=date(2026, 4, 1))
    school.follow(person)
    clock.at = datetime(2026, 4, 1, 0, 5, tzinfo=UTC)
    nightly(school)
    assert standing(school, person).next_due == date(2026, 4, 15)
    assert flaws(school) == []


def test_a_change_of_what_people_do_asks_those_again_who_had_met_it(
    learn: int, school: School, clock: FixedClock
) -> None:
    school.done(learn, at=NOW)
    school.passed(learn, at=NOW)
    school.module(text="Let it ring once.", at=NOW + DAY, change=Change.EDITORIAL)
    clock.at = NOW + DAY
    school.work()
    assert standing(school, learn).level == "certified"
    school.module(text="Never pick up.", at=NOW + DAY, change=Change.BEHAVIOUR)
    school.work()
    row = standing(school, learn)
    assert (row.level, row.certified_on, row.next_requirement) == ("soon", date(2026, 3, 12), "calls")
    assert (row.parts[0][1], row.parts[0][4]) == ("changed", "2026-03-27")


def test_a_requirement_that_joins_gets_its_own_time(learn: int, school: School, clock: FixedClock) -> None:
    clock.at = NOW + 40 * DAY
    school.module("tills", at=clock.at)
    school.programme(requirements=f"{CALLS}\n  - {{id: tills, module: tills}}", at=clock.at, change=Change.BEHAVIOUR)
    school.work()
    row = standing(school, learn)
    assert row.total == 3
    assert row.parts[2][4] == (clock.at.date() + 30 * DAY).isoformat()


def test_four_years_of_renewals_keeps_every_certificate(learn: int, school: School, clock: FixedClock) -> None:
    for year in range(4):
        clock.at = datetime(2026 + year, 3, 12 - 2 * year, 12, tzinfo=UTC)
        school.done(learn, at=clock.at)
        school.passed(learn, at=clock.at)
    assert [award.until for award in awards(school, learn)] == [date(2027 + year, 3, 11) for year in range(4)]
    assert [award.periods for award in awards(school, learn)] == [1, 2, 3, 4]


def test_the_check_names_a_row_that_does_not_fit_the_facts(learn: int, school: School) -> None:
    with school.database.writing() as db:
        db.execute(update(CurrentStanding).values(level="certified"))
    assert flaws(school) == ["Standings: level of assignment 1 is certified; the facts say soon."]
    school.follow(learn)


def test_the_check_names_an_assignment_that_was_forgotten(learn: int, school: School, house: House) -> None:
    omar = house.person("Omar Haddad")
    house.role(omar)
    assert flaws(school) == [f"Standings: person {omar} should have been assigned “Counter” by their role."]
    school.follow(omar)


def test_the_check_names_a_certificate_that_the_ledger_does_not_know(learn: int, school: School) -> None:
    school.done(learn, at=NOW)
    school.passed(learn, at=NOW)
    (award,) = awards(school, learn)
    with school.database.writing() as db:
        db.execute(update(Award).values(public_id="0000-0000-0000"))
    assert flaws(school) == [f"Certificates: 0000-0000-0000 is kept where the ledger says {award.public_id}."]
    with school.database.writing() as db:
        db.execute(update(Award).values(public_id=award.public_id))


def test_an_author_learns_whom_a_change_would_ask_again(learn: int, school: School, house: House) -> None:
    house.role(house.person("Nobody Here"), "Shop manager", since=date(2027, 1, 1))
    school.programme("tills", roles="shop-manager", requirements="  - {id: calls, module: calls}")
    school.work()
    library = school.app.extensions["library"]

    def relearners(kind: str, slug: str) -> int:
        with school.app.app_context(), school.database.reading() as db:
            found = document_named(db, kind, slug)
            assert found is not None
            count: int = library.count_relearners(db, found.id, kind, slug)
            return count

    assert (relearners("module", "calls"), relearners("programme", "counter")) == (0, 0)
    school.done(learn, at=NOW)
    assert (relearners("module", "calls"), relearners("quiz", "calls")) == (1, 0)
    assert relearners("bank", "calls") == 0


def test_a_persons_page_shows_where_they_stand(learn: int, school: School, house: House) -> None:
    school.done(learn, at=NOW)
    page = house.administrator().get(f"/people/{learn}").get_data(as_text=True)
    assert "1 of 2 met, next by 1 April 2026" in page
    assert f'href="/record/{learn}"' in page
