"""A plan carried out: rows on both kinds of database, facts in the ledger, and no change the second time."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.house import House, actor
from tests.moment import NOW, TODAY
from tests.rules.roster.reading import ANNA, DATA, HEADER
from training.core.db import Database
from training.core.ledger import Entry, flaws, seal
from training.core.permissions import Actor, PermissionSet
from training.core.problems import Problems
from training.core.web import NotFound
from training.people.models import Person, Role, RolePeriod, Team, TeamLeader
from training.people.roster.actions import apply_plan, hold_still
from training.people.roster.export import write_csv, write_xlsx
from training.people.roster.importing import ImportSettings, plan_for, read_file, read_people
from training.people.roster.plan import Plan
from training.people.roster.queries import snapshot_of

CLEAN = (DATA / "roster.csv").read_bytes()
MESSY = (DATA / "roster-messy.csv").read_bytes()


class Importer:
    """Imports rosters as somebody, each in a transaction of its own."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.database: Database = app.extensions["database"]

    def __call__(self, data: bytes | str, *, by: Actor | None = None, day: date = TODAY, **choices: Any) -> Plan:
        data, settings, by = (
            data.encode() if isinstance(data, str) else data,
            ImportSettings(**choices),
            by or Actor.house(),
        )
        _columns, roster = read_people(read_file(data, "people.csv", settings), settings, day)
        with self.app.app_context(), self.database.writing() as db:
            hold_still(db)
            plan = plan_for(db, by, roster, settings, day)
            apply_plan(db, by, plan, file_name="people.csv", now=NOW)
        return plan


@pytest.fixture
def import_roster(app: Flask, house: House) -> Importer:
    return Importer(app)


def person(db: Session, number: str) -> Person:
    return db.scalars(select(Person).where(Person.employee_number == number)).one()


def periods(db: Session, number: str) -> list[tuple[str, date, date | None]]:
    query = (
        select(Role.name, RolePeriod.from_on, RolePeriod.until_on)
        .join(RolePeriod.role)
        .join(Person, Person.id == RolePeriod.person_id)
        .where(Person.employee_number == number)
        .order_by(RolePeriod.from_on)
    )
    return [tuple(row) for row in db.execute(query)]  # type: ignore[misc] # rows of three


def facts(db: Session) -> Counter[str]:
    db.rollback()  # what was read before would still be seen as it was then
    return Counter(db.scalars(select(Entry.kind)))


def test_a_whole_roster_comes_in_and_the_same_file_again_changes_nothing(
    import_roster: Importer, db: Session, house: House
) -> None:
    plan = import_roster(CLEAN)
    assert (len(plan.new), len(plan.teams), len(plan.roles)) == (233, 16, 6)
    assert db.scalar(select(func.count()).select_from(Person)) == 233
    assert db.scalar(select(func.count()).select_from(Team)) == 17
    wolf = person(db, "E1006")
    assert (wolf.full_name, wolf.email, wolf.phone, wolf.hired_on) == (
        "Olivia Ó Dochartaigh",
        None,
        "+1 555 0106",
        date(2026, 6, 29),
    )
    assert wolf.team.name == "Counter"
    assert wolf.team.parent is not None
    assert wolf.team.path == f"{wolf.team.parent.path}{wolf.team.id}/"
    assert wolf.manager is not None
    assert wolf.manager.employee_number == "E1003"
    assert "olivia o dochartaigh" in wolf.search_text
    again = import_roster(CLEAN)
    assert again.is_empty
    assert again.gone == ()
    assert facts(db)["person.added"] == 233
    assert facts(db)["roster.imported"] == 1


def test_leaders_are_the_managers_of_their_teams(import_roster: Importer, db: Session) -> None:
    import_roster(CLEAN)
    led = select(TeamLeader).join(Person, Person.id == TeamLeader.person_id).where(Person.employee_number == "E1003")
    (leading,) = db.scalars(led).all()
    assert not leading.by_hand
    assert leading.team_id == person(db, "E1003").team_id


@pytest.mark.parametrize("write", [write_csv, write_xlsx], ids=["csv", "xlsx"])
def test_an_export_of_the_site_imports_back_as_no_change(
    import_roster: Importer, db: Session, write: Callable[..., bytes]
) -> None:
    import_roster(CLEAN)
    assert import_roster(write(snapshot_of(db, TODAY), TODAY)).is_empty


def test_nothing_at_all_is_imported_from_a_file_with_errors(import_roster: Importer, db: Session) -> None:
    with pytest.raises(Problems):
        import_roster(MESSY)
    assert db.scalar(select(func.count()).select_from(Person)) == 0
    assert facts(db) == Counter()


def test_each_change_leaves_a_fact_with_what_it_was_and_what_it_is(import_roster: Importer, db: Session) -> None:
    import_roster(HEADER + ANNA)
    import_roster(
        HEADER + ANNA.replace("Berg", "Dahl").replace("Counter staff", "Team leader"), day=TODAY + timedelta(5)
    )
    (entry,) = db.scalars(select(Entry).where(Entry.kind == "person.changed"))
    assert entry.subject_id == person(db, "E1").id
    assert entry.facts == {"changes": {"last_name": ["Berg", "Dahl"], "role": ["Counter staff", "Team leader"]}}
    assert periods(db, "E1") == [
        ("Counter staff", TODAY, TODAY + timedelta(4)),
        ("Team leader", TODAY + timedelta(5), None),
    ]
    assert "dahl" in person(db, "E1").search_text
    seal(db)
    assert flaws(db) == []


def test_leaving_and_coming_back_are_facts_of_their_own(import_roster: Importer, db: Session) -> None:
    import_roster(HEADER + ANNA)
    import_roster(HEADER + ANNA.replace(",,active", f",{TODAY},active"))
    assert person(db, "E1").left_on == TODAY
    assert periods(db, "E1") == [("Counter staff", TODAY, TODAY)]
    back = TODAY + timedelta(30)
    db.rollback()
    import_roster(HEADER + ANNA, day=back)
    assert periods(db, "E1") == [("Counter staff", TODAY, TODAY), ("Counter staff", back, None)]
    assert facts(db)["person.left"] == facts(db)["person.returned"] == 1


def test_whoever_is_missing_is_marked_as_left_only_when_asked_and_never_deleted(
    import_roster: Importer, db: Session
) -> None:
    ben = ANNA.replace("E1", "E2").replace("anna@", "ben@")
    import_roster(HEADER + ANNA + ben)
    assert [person.employee_number for person in import_roster(HEADER + ANNA).gone] == ["E2"]
    assert person(db, "E2").left_on is None
    db.rollback()
    import_roster(HEADER + ANNA, missing_left_on=TODAY)
    assert person(db, "E2").left_on == TODAY


def test_the_importer_and_the_administrators_are_not_missing_from_a_roster(
    import_roster: Importer, house: House
) -> None:
    house.someone_with(PermissionSet.ADMINISTRATOR)
    clerk = house.person("Ida Clerk")
    house.person("Otto Other", employee_number="X9")
    plan = import_roster(HEADER + ANNA, by=actor(clerk), missing_left_on=TODAY)
    assert [gone.employee_number for gone in plan.gone] == ["X9"]


def test_two_people_exchange_their_addresses(import_roster: Importer, db: Session) -> None:
    ben = ANNA.replace("E1", "E2").replace("anna@", "ben@")
    import_roster(HEADER + ANNA + ben)
    import_roster(HEADER + ANNA.replace("anna@", "ben@") + ben.replace("ben@", "anna@"))
    assert (person(db, "E1").email, person(db, "E2").email) == ("ben@example.com", "anna@example.com")


def test_of_two_people_whose_numbers_differ_in_capitals_only_one_is_meant(
    import_roster: Importer, db: Session, house: House
) -> None:
    house.person("Anna Berg", employee_number="E1")
    house.person("Ben Dahl", employee_number="e1")
    import_roster(HEADER + ANNA.replace("Anna", "Bea"))
    assert sorted(db.scalars(select(Person.given_name))) == ["Anna", "Bea"]


def test_roles_given_by_hand_stay_until_the_person_leaves(import_roster: Importer, db: Session, house: House) -> None:
    import_roster(HEADER + ANNA)
    house.role(person(db, "E1").id, "Trainer", since=TODAY)
    with house.database.writing() as writing:
        trainer = writing.scalars(select(RolePeriod).join(Role).where(Role.name == "Trainer")).one()
        trainer.by_hand = True
    db.rollback()
    assert import_roster(HEADER + ANNA).is_empty
    import_roster(HEADER + ANNA.replace("Counter staff", "Team leader"), day=TODAY + timedelta(1))
    assert [name for name, _from, until in periods(db, "E1") if until is None] == ["Trainer", "Team leader"]
    db.rollback()
    import_roster(HEADER + ANNA.replace(",,active", f",{TODAY + timedelta(2)},active"), day=TODAY + timedelta(2))
    assert [name for name, _from, until in periods(db, "E1") if until is None] == []


def test_a_role_is_known_by_the_name_it_had_first(import_roster: Importer, db: Session, house: House) -> None:
    import_roster(HEADER + ANNA)
    with house.database.writing() as writing:
        writing.scalars(select(Role)).one().name = "Front desk"
    assert import_roster(HEADER + ANNA).is_empty
    assert [role.slug for role in db.scalars(select(Role))] == ["counter-staff"]


def test_only_those_who_may_act_on_the_whole_site_import(import_roster: Importer, house: House, db: Session) -> None:
    shop = house.team("Shop", house.root)
    path = db.scalars(select(Team.path).where(Team.id == shop)).one()
    clerk = house.person("Ida Clerk")
    db.rollback()
    with pytest.raises(NotFound):
        import_roster(HEADER + ANNA, by=actor(clerk, path=path))
    top = db.scalars(select(Team.path).where(Team.id == house.root)).one()
    db.rollback()
    assert import_roster(HEADER + ANNA, by=actor(clerk, path=top)).new


def test_the_snapshot_takes_as_many_queries_for_many_people_as_for_few(
    import_roster: Importer, db: Session, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    import_roster(CLEAN)
    with statements() as seen:
        assert len(snapshot_of(db, TODAY).people) == 233
    assert len(seen) == 5
