"""The list of people, a person, and what can be done to them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.house import House
from tests.moment import TODAY
from training.core.db import Database
from training.core.ledger import Entry
from training.core.permissions import PermissionSet
from training.people.models import Person, RolePeriod, Team
from training.people.queries_teams import names_apart


def new_person(house: House, **changes: str) -> dict[str, str]:
    return {
        "given_name": "Łukasz",
        "family_name": "Zieliński",
        "employee_number": "E77",
        "language": "en",
        "team_id": str(house.root),
        "role_id": "0",
        "hired_on": "2026-03-09",
        **changes,
    }


def test_a_person_is_added_with_a_fact_in_the_ledger(house: House, db: Session) -> None:
    answer = house.administrator().post("/people/new", data=new_person(house, email="Lukasz@Example.com"))
    assert answer.status_code == 303
    added = db.scalars(select(Person).where(Person.employee_number == "E77")).one()
    assert (added.full_name, added.email, added.hired_on) == (
        "Łukasz Zieliński",
        "lukasz@example.com",
        date(2026, 3, 9),
    )
    fact = db.scalars(select(Entry).where(Entry.kind == "person.added")).one()
    assert fact.subject_id == added.id
    assert fact.facts["family_name"] == "Zieliński"


def test_a_new_person_can_begin_in_a_role_from_the_first_working_day(house: House, db: Session) -> None:
    role = house.role(house.person("Sam Whitlock"))
    house.administrator().post("/people/new", data=new_person(house, role_id=str(role)))
    added = db.scalars(select(Person).where(Person.employee_number == "E77")).one()
    period = db.scalars(select(RolePeriod).where(RolePeriod.person_id == added.id)).one()
    assert period.from_on == date(2026, 3, 9)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"family_name": "  "}, "Enter the family name."),
        ({"email": "not an address"}, "This is not an e-mail address."),
        ({"employee_number": "T001"}, "has this number already."),
        ({"manager": "E999"}, "Nobody has this employee number."),
        ({"hired_on": "31/02/2026"}, "There is no such day."),
        ({"given_name": "A\x07"}, "a sign that cannot be shown"),
        ({"leave_until": "2026-04-01"}, "Leave has an end but no beginning."),
    ],
)
def test_a_wrong_field_is_named_and_the_typed_text_is_kept(house: House, db: Session, changes, words: str) -> None:
    house.person("Sam Whitlock", employee_number="T001")
    answer = house.administrator().post("/people/new", data=new_person(house, phone="+353 1 555", **changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert "+353 1 555" in answer.text
    assert db.scalars(select(Person).where(Person.given_name == "Łukasz")).first() is None


def test_a_circle_of_managers_is_refused_and_named(house: House) -> None:
    upper = house.person("Grace Lindqvist", employee_number="G1")
    lower = house.person("Jonas Okafor", employee_number="J1", manager_id=upper)
    form = new_person(house, employee_number="G1", given_name="Grace", family_name="Lindqvist", manager="J1")
    answer = house.administrator().post(f"/people/{upper}/edit", data=form)
    assert answer.status_code == 422
    assert "Grace Lindqvist → Jonas Okafor → Grace Lindqvist" in answer.text
    assert house.get(Person, lower).manager_id == upper


def test_editing_tells_the_ledger_what_changed_and_nothing_else(house: House, db: Session) -> None:
    person = house.person("Sam Whitlock", employee_number="S1", hired_on=date(2026, 3, 9))
    form = new_person(house, employee_number="S1", given_name="Sam", family_name="Whitlock", phone="555 0199")
    assert house.administrator().post(f"/people/{person}/edit", data=form).status_code == 303
    fact = db.scalars(select(Entry).where(Entry.kind == "person.changed")).one()
    assert fact.facts["changes"] == {"phone": ["", "555 0199"]}


def test_ending_employment_keeps_the_person_and_closes_the_role(house: House, db: Session) -> None:
    person = house.person("Sam Whitlock")
    house.role(person)
    answer = house.administrator().post(f"/people/{person}/end", data={"last_day": "2026-03-20"})
    assert answer.status_code == 303
    assert db.get(Person, person).left_on == date(2026, 3, 20)
    assert db.scalars(select(RolePeriod)).one().until_on == date(2026, 3, 20)


def test_a_last_day_before_the_first_is_refused(house: House) -> None:
    person = house.person("Sam Whitlock")
    answer = house.administrator().post(f"/people/{person}/end", data={"last_day": "2026-01-01"})
    assert answer.status_code == 422
    assert "The last day is before the first one." in answer.text


def test_a_manager_sees_the_own_subtree_and_nobody_else(house: House) -> None:
    shop = house.team("Canal Side", house.root)
    counter = house.team("Counter", shop)
    other = house.team("Fennel Street", house.root)
    leader = house.person("Grace Lindqvist", team=shop)
    house.lead(shop, leader)
    below = house.person("Nora Brandt", team=counter)
    stranger = house.person("Omar Haddad", team=other)
    browser = house.browser(leader)
    listed = browser.get("/people").text
    assert "Nora Brandt" in listed
    assert "Omar Haddad" not in listed
    assert browser.get(f"/people/{below}").status_code == 200
    assert browser.get(f"/people/{stranger}").status_code == 404
    assert "Fennel Street" not in browser.get("/teams").text


def test_a_manager_named_in_hr_data_sees_the_own_reports_in_other_teams(house: House) -> None:
    other = house.team("Fennel Street", house.root)
    boss = house.person("Grace Lindqvist")
    report = house.person("Omar Haddad", team=other, manager_id=boss)
    colleague = house.person("Mina Rahimi", team=other)
    browser = house.browser(boss)
    assert browser.get(f"/people/{report}").status_code == 200
    assert browser.get(f"/people/{colleague}").status_code == 404


@pytest.mark.parametrize("typed", ["lukasz", "ZIELIŃSKI łu", "zielinski", "E77"])
def test_a_search_needs_neither_accents_nor_capitals(house: House, typed: str) -> None:
    browser = house.administrator()
    browser.post("/people/new", data=new_person(house))
    assert "Łukasz" in browser.get("/people", query_string={"q": typed}).text
    assert "Nobody matches" in browser.get("/people", query_string={"q": f"{typed} x"}).text


def test_filters_narrow_by_team_role_and_status(house: House) -> None:
    counter = house.team("Counter", house.root)
    here = house.person("Nora Brandt", team=counter)
    role = house.role(here)
    house.person("Sam Whitlock", leave_from=TODAY)
    house.person("Omar Haddad", left_on=TODAY - timedelta(days=1))
    house.person("Mina Rahimi", hired_on=TODAY + timedelta(days=3))
    browser = house.administrator()

    def listed(**query: object) -> set[str]:
        text = browser.get("/people", query_string=query).text
        return {name for name in ("Nora", "Sam", "Omar", "Mina") if f">{name} " in text}

    assert listed() == {"Nora", "Sam", "Mina"}
    assert listed(status="all") == {"Nora", "Sam", "Mina", "Omar"}
    assert listed(status="leave") == {"Sam"}
    assert listed(status="future") == {"Mina"}
    assert listed(status="left") == {"Omar"}
    assert listed(team=counter) == {"Nora"}
    assert listed(role=role) == {"Nora"}


def test_the_list_of_people_asks_the_database_few_questions(house: House, statements) -> None:
    for number in range(60):
        house.person(f"Person{number} Family")
    browser = house.administrator()
    browser.get("/people")
    with statements() as seen:
        assert "Person1 " in browser.get("/people").text
    assert len(seen) <= 8


def test_roles_may_overlap_but_the_same_role_may_not(house: House) -> None:
    person = house.person("Sam Whitlock")
    role = house.role(person, since=date(2026, 3, 2))
    browser = house.administrator()
    again = {"role_id": str(role), "from_on": "2026-05-01"}
    answer = browser.post(f"/people/{person}/roles", data=again)
    assert answer.status_code == 422
    assert "They hold this role in that time already." in answer.text
    other = house.role(house.person("Grace Lindqvist"), "Team leader")
    assert browser.post(f"/people/{person}/roles", data={**again, "role_id": str(other)}).status_code == 303


def test_a_team_moves_with_everything_below_it(house: House) -> None:
    shop = house.team("Canal Side", house.root)
    counter = house.team("Counter", shop)
    desk = house.team("Desk", counter)
    other = house.team("Fennel Street", house.root)
    browser = house.administrator()
    answer = browser.post(f"/teams/{counter}", data={"name": "Counter", "parent_id": str(other), "leaders": ""})
    assert answer.status_code == 303
    assert house.get(Team, desk).path == f"/{house.root}/{other}/{counter}/{desk}/"
    below_itself = browser.post(
        f"/teams/{other}", data={"name": "Fennel Street", "parent_id": str(desk), "leaders": ""}
    )
    assert below_itself.status_code == 422


def test_a_team_with_people_cannot_be_removed(house: House) -> None:
    counter = house.team("Counter", house.root)
    house.person("Nora Brandt", team=counter)
    answer = house.administrator().post(f"/teams/{counter}/remove", follow_redirects=True)
    assert "People belong to this team." in answer.text


def test_a_team_that_other_rows_speak_of_cannot_be_removed(house: House) -> None:
    quiet = house.team("Quiet", house.root)
    house.grant(house.person("Tom Adler"), PermissionSet.AUDITOR, team=quiet)
    answer = house.administrator().post(f"/teams/{quiet}/remove", follow_redirects=True)
    assert "permissions name this team" in answer.text
    assert house.get(Team, quiet) is not None


def test_nobody_changes_how_somebody_signs_in_who_may_do_more(house: House) -> None:
    shop = house.team("Canal Side", house.root)
    chief = house.person("Grace Lindqvist", team=shop, email="grace@example.com", employee_number="G1")
    house.grant(chief, PermissionSet.ADMINISTRATOR)
    local = house.person("Omar Haddad", team=shop)
    house.grant(local, PermissionSet.ADMINISTRATOR, team=shop)
    form = new_person(house, employee_number="G1", given_name="Grace", family_name="Lindqvist", team_id=str(shop))
    taken_over = house.browser(local).post(f"/people/{chief}/edit", data={**form, "email": "omar@example.com"})
    assert taken_over.status_code == 422
    assert "may do more here than you" in taken_over.text
    assert house.get(Person, chief).email == "grace@example.com"
    ended = house.browser(local).post(f"/people/{chief}/end", data={"last_day": "2026-04-01"})
    assert ended.status_code == 422
    assert "may do more here than you" in ended.text
    renamed = {**form, "email": "grace@example.com", "phone": "555 0100"}
    assert house.browser(local).post(f"/people/{chief}/edit", data=renamed).status_code == 303


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_teams_of_one_name_say_whose_they_are(database: Database, house: House) -> None:
    shops = [house.team(name) for name in ("Harbour Street", "Station")]
    phones = [house.team("Phones", parent=shop) for shop in shops]
    desk = house.team("Desk", parent=shops[0])
    with database.reading() as db:
        assert names_apart(db, [*phones, desk]) == {
            phones[0]: "Phones, Harbour Street",
            phones[1]: "Phones, Station",
            desk: "Desk",
        }
        assert names_apart(db, phones[:1]) == {phones[0]: "Phones"}
        assert names_apart(db, []) == {}
