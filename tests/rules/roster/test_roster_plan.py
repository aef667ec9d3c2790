"""What an import would do to the people who are there."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.rules.roster.reading import ANNA, HEADER, TODAY, plan_of, said
from training.people.roster.headers import Field
from training.people.roster.plan import Change, Plan, RoleStep
from training.people.roster.snapshot import Held, PersonNow, Snapshot, TeamNow

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
SINCE = date(2024, 5, 1)
SHOP = ("Company", "Shop")
BERG = PersonNow(
    employee_number="E1",
    given="Anna",
    family="Berg",
    team=SHOP,
    email="anna@example.com",
    hired_on=SINCE,
    held=Held("Counter staff", SINCE),
)


def site(*people: PersonNow, teams: tuple[TeamNow, ...] = (), roles: tuple[str, ...] = ("Counter staff",)) -> Snapshot:
    return Snapshot(people or (BERG,), teams or (TeamNow(("Company",)), TeamNow(SHOP)), roles)


def plan(rows: str, snapshot: Snapshot | None = None, header: str = HEADER, **options: Any) -> Plan:
    return plan_of(header + rows, snapshot or site(), **options)


def changes_of(found: Plan) -> dict[str, list[Change]]:
    return {changed.before.employee_number: list(changed.changes) for changed in found.changed}


def test_a_row_that_says_what_is_known_changes_nothing() -> None:
    found = plan(ANNA)
    assert found.is_empty
    assert found.unchanged == ("e1",)
    assert found.after == site()


def test_each_changed_field_is_shown_as_it_was_and_as_it_becomes() -> None:
    found = plan("E1,Anna,Dahl,,Company/Shop,Counter staff,,2024-05-02,,active\n")
    assert changes_of(found) == {
        "E1": [
            Change(Field.FAMILY, "Berg", "Dahl"),
            Change(Field.EMAIL, "anna@example.com", ""),
            Change(Field.HIRED, SINCE, date(2024, 5, 2)),
        ]
    }


def test_a_column_that_is_missing_changes_nothing_but_an_empty_cell_clears() -> None:
    known = replace(BERG, phone="555", manager="E2")
    boss = replace(BERG, employee_number="E2", email="")
    found = plan("E1,\nE2,\n", site(known, boss), "employee_id,phone\n")
    assert changes_of(found) == {"E1": [Change(Field.PHONE, "555", "")]}


def test_capitals_of_an_employee_number_do_not_matter() -> None:
    assert plan(ANNA.replace("E1", "e1")).is_empty


def test_a_new_person_brings_new_teams_and_a_new_role() -> None:
    found = plan(ANNA + "E2,Ben,Dahl,,Company/Depot/Night,Driver,E1,2026-01-07,,active\n")
    (ben,) = found.new
    assert (ben.team, ben.manager, ben.language) == (("Company", "Depot", "Night"), "E1", "en")
    assert found.teams == (("Company", "Depot"), ("Company", "Depot", "Night"))
    assert found.roles == ("Driver",)
    assert found.role_steps == (RoleStep("E2", None, None, Held("Driver", TODAY)),)


def test_a_future_starter_holds_the_role_from_the_first_day() -> None:
    found = plan(ANNA + f"E2,Ben,Dahl,,Company/Shop,Counter staff,E1,{TOMORROW},,active\n")
    assert found.role_steps[0].opened == Held("Counter staff", TOMORROW)


def test_a_new_role_ends_the_old_one_on_the_eve_of_the_effective_day() -> None:
    found = plan(ANNA.replace("Counter staff", "Team leader"), day=date(2026, 12, 1))
    assert changes_of(found) == {"E1": [Change(Field.ROLE, "Counter staff", "Team leader")]}
    assert found.role_steps == (
        RoleStep(
            "E1",
            Held("Counter staff", SINCE),
            Held("Counter staff", SINCE, date(2026, 11, 30)),
            Held("Team leader", date(2026, 12, 1)),
        ),
    )


def test_a_role_that_began_on_the_effective_day_is_replaced_because_it_never_came_into_force() -> None:
    begun_today = replace(BERG, held=Held("Team leader", TODAY))
    found = plan(ANNA, site(begun_today, roles=("Counter staff", "Team leader")))
    assert found.role_steps == (RoleStep("E1", Held("Team leader", TODAY), None, Held("Counter staff", TODAY)),)


def test_the_role_of_a_future_starter_moves_with_the_first_day() -> None:
    starter = replace(BERG, hired_on=TOMORROW, held=Held("Counter staff", TOMORROW))
    later = TOMORROW + timedelta(days=7)
    found = plan(ANNA.replace("2024-05-01", later.isoformat()), site(starter))
    assert found.role_steps == (RoleStep("E1", starter.held, None, Held("Counter staff", later)),)


def test_a_role_given_by_hand_is_not_touched_and_not_given_twice() -> None:
    trainer = replace(BERG, by_hand=("Trainer",))
    roles = ("Counter staff", "Trainer", "Team leader")
    found = plan(ANNA.replace("Counter staff", "Team leader"), site(trainer, roles=roles))
    assert found.role_steps[0].opened == Held("Team leader", TODAY)
    assert found.after.people[0].by_hand == ("Trainer",)
    found = plan(ANNA.replace("Counter staff", "Trainer"), site(trainer, roles=roles))
    assert found.role_steps == (RoleStep("E1", BERG.held, Held("Counter staff", SINCE, YESTERDAY), None),)
    assert plan(ANNA.replace("Counter staff", "Trainer"), found.after).is_empty


def test_a_last_day_ends_the_role_too() -> None:
    found = plan(ANNA.replace(",,active", f",{TOMORROW},active"))
    assert changes_of(found) == {"E1": [Change(Field.LEFT, None, TOMORROW)]}
    assert found.role_steps == (RoleStep("E1", BERG.held, Held("Counter staff", SINCE, TOMORROW), None),)


def test_somebody_who_left_without_a_last_day_left_yesterday_and_stays_left() -> None:
    found = plan(ANNA.replace("active", "left"))
    assert changes_of(found) == {"E1": [Change(Field.LEFT, None, YESTERDAY)]}
    assert said(found.problems) == ["warning 2: Anna Berg has left, but no last day is given."]
    again = plan(ANNA.replace("active", "left"), found.after, day=TOMORROW)
    assert again.is_empty
    assert again.problems == ()


def test_the_role_of_somebody_who_left_is_left_alone() -> None:
    gone = replace(BERG, left_on=YESTERDAY, held=Held("Counter staff", SINCE, YESTERDAY))
    assert plan(ANNA.replace(",,active", f",{YESTERDAY},left").replace("Counter", "Shelf"), site(gone)).is_empty


def test_somebody_who_comes_back_holds_a_role_again_from_the_effective_day() -> None:
    gone = replace(BERG, left_on=date(2025, 1, 31), held=Held("Counter staff", SINCE, date(2025, 1, 31)))
    found = plan(ANNA, site(gone))
    assert changes_of(found) == {
        "E1": [Change(Field.LEFT, date(2025, 1, 31), None), Change(Field.ROLE, "", "Counter staff")]
    }
    assert found.role_steps == (RoleStep("E1", gone.held, gone.held, Held("Counter staff", TODAY)),)


def test_a_leaver_nobody_knew_is_taken_as_a_person_who_has_left() -> None:
    found = plan(ANNA + "E2,Ben,Dahl,,Company/Shop,Counter staff,E1,2024-01-07,2026-10-15,left\n")
    (ben,) = found.new
    assert ben.left_on == date(2026, 10, 15)
    assert found.role_steps[0].opened == Held("Counter staff", date(2024, 1, 7), date(2026, 10, 15))
    assert found.problems == ()


def test_somebody_who_never_started_holds_no_role() -> None:
    found = plan(ANNA + "E2,Ben,Dahl,,Company/Shop,Counter staff,E1,2026-11-03,2026-10-15,left\n")
    assert (found.new[0].hired_on, found.role_steps) == (None, ())


@pytest.mark.parametrize(
    ("known", "status", "leave"),
    [
        (BERG, "on leave", (TODAY, None)),
        (replace(BERG, leave_from=SINCE), "on leave", (SINCE, None)),
        (replace(BERG, leave_from=SINCE), "active", (SINCE, YESTERDAY)),
        (replace(BERG, leave_from=TODAY), "active", (None, None)),
        (replace(BERG, leave_from=SINCE, leave_until=date(2025, 1, 1)), "active", (SINCE, date(2025, 1, 1))),
        (replace(BERG, leave_from=TOMORROW), "active", (TOMORROW, None)),
    ],
    ids=["begins", "goes on", "ends", "never began", "is over", "is ahead"],
)
def test_a_status_without_days_begins_and_ends_leave(known: PersonNow, status: str, leave: tuple[Any, Any]) -> None:
    found = plan(ANNA.replace("active", status), site(known))
    (person,) = found.after.people
    assert (person.leave_from, person.leave_until) == leave
    assert plan(ANNA.replace("active", status), found.after).is_empty


def test_whoever_is_missing_from_a_full_roster_is_gone_and_keeps_their_record() -> None:
    ben = replace(BERG, employee_number="E2", given="Ben", email="")
    left = replace(ben, employee_number="E3", left_on=YESTERDAY)
    found = plan(ANNA, site(BERG, ben, left))
    assert found.gone == (ben,)
    assert found.is_empty
    assert plan(ANNA, site(BERG, ben, left), is_full=False).gone == ()


def test_those_who_run_the_site_are_never_gone() -> None:
    owner = replace(BERG, employee_number="A1", email="")
    assert plan(ANNA, site(BERG, owner), staying=frozenset({"a1"})).gone == ()


def test_missing_people_are_marked_as_left_when_that_is_asked_for() -> None:
    ben = replace(BERG, employee_number="E2", given="Ben", email="")
    cleo = replace(ben, employee_number="E3", left_on=date(2026, 1, 1))
    starter = replace(ben, employee_number="E4", hired_on=TOMORROW, held=Held("Counter staff", TOMORROW))
    found = plan(ANNA, site(BERG, ben, cleo, starter), missing_left_on=YESTERDAY)
    assert changes_of(found) == {
        "E2": [Change(Field.LEFT, None, YESTERDAY)],
        "E4": [Change(Field.HIRED, TOMORROW, None), Change(Field.LEFT, None, YESTERDAY)],
    }
    assert [step.kept for step in found.role_steps] == [Held("Counter staff", SINCE, YESTERDAY), None]


def test_whoever_manages_others_in_a_team_or_just_below_it_leads_it() -> None:
    found = plan(
        "E1,Anna,Berg,,Company,Director,,,,\n"
        "E2,Ben,Dahl,,Company/Shop,Manager,E1,,,\n"
        "E3,Cleo,Ek,,Company/Shop/Counter,Leader,E2,,,\n"
        "E4,Dan,Fahl,,Company/Shop/Counter,Staff,E3,,,\n"
        "E5,Eva,Gran,,Company/Shop/Counter,Deputy,E3,,,\n"
        "E6,Finn,Holm,,Company/Shop/Counter,Staff,E5,,,\n",
        Snapshot(),
    )
    assert {change.team: change.after for change in found.leaders} == {
        ("Company",): ("E1",),
        ("Company", "Shop"): ("E2",),
        ("Company", "Shop", "Counter"): ("E3",),
    }


def test_a_leader_set_by_hand_stays_and_one_who_moves_away_goes() -> None:
    boss = replace(BERG, employee_number="E2", email="")
    staff = replace(BERG, manager="E2")
    teams = (
        TeamNow(("Company",)),
        TeamNow(SHOP, leaders=frozenset({"E2", "E9"}), by_hand=frozenset({"E9"})),
        TeamNow(("Company", "Depot")),
    )
    rows = ANNA.replace("staff,,", "staff,E2,") + "E2,Anna,Berg,,Company/Depot,Counter staff,,2024-05-01,,active\n"
    found = plan(rows, site(staff, boss, teams=teams))
    assert [(change.team, change.before, change.after) for change in found.leaders] == [(SHOP, ("E2", "E9"), ("E9",))]


def test_roles_and_teams_are_known_by_other_spellings() -> None:
    found = plan(ANNA.replace("Counter staff", "counter  STAFF").replace("Company/Shop", "company/SHOP"))
    assert found.is_empty
    assert said(found.problems) == [
        "warning 2: Role: “counter STAFF” is taken as “Counter staff”.",
        "warning 2: Team: “company/SHOP” is taken as “Company/Shop”.",
    ]


@pytest.mark.parametrize(
    ("said_path", "choice", "taken"),
    [
        ("Company/Shop", None, ("Vale", "Shop")),
        ("Vale/Shop", None, ("Vale", "Shop")),
        ("Shop", None, ("Vale", "Shop")),
        ("Company/Depot", None, ("Vale", "Company", "Depot")),
        ("Company/Depot", True, ("Vale", "Depot")),
        ("Company/Shop", False, ("Vale", "Company", "Shop")),
    ],
)
def test_the_top_of_the_files_paths_is_found_in_the_sites_team_tree(
    said_path: str, choice: bool | None, taken: tuple[str, ...]
) -> None:
    teams = (TeamNow(("Vale",)), TeamNow(("Vale", "Shop")))
    found = plan(ANNA.replace("Company/Shop", said_path), Snapshot(teams=teams), top_is_company=choice)
    assert found.new[0].team == taken


def test_new_people_without_a_team_column_belong_to_the_topmost_team() -> None:
    found = plan("E2,Ben,Dahl\n", header="employee_id,first_name,last_name\n")
    assert found.new[0].team == ("Company",)
    assert said(found.problems) == ["warning None: The file has no column for teams: new people belong to Company."]


def test_new_people_need_names() -> None:
    found = plan("E2,Company/Shop\n", header="employee_id,team\n")
    assert said(found.errors) == ["error 2: 1 person is new, but the file has no column for: Given name, Family name."]


def test_an_address_of_somebody_outside_the_file_cannot_be_taken() -> None:
    found = plan("E2,Ben,Dahl,ANNA@example.com,Company/Shop,Counter staff,E1,,,\n")
    assert said(found.errors) == [
        "error 2: The address anna@example.com belongs to Anna Berg (E1), who is not in this file."
    ]


def test_two_people_may_exchange_addresses() -> None:
    ben = replace(BERG, employee_number="E2", email="ben@example.com")
    found = plan(ANNA.replace("anna@", "ben@") + ANNA.replace("E1", "E2"), site(BERG, ben))
    assert found.errors == ()
    assert len(found.changed) == 2


def test_a_loop_may_run_through_people_who_are_not_in_the_file() -> None:
    ben = replace(BERG, employee_number="E2", given="Ben", email="", manager="E1")
    found = plan(ANNA.replace("staff,,", "staff,E2,"), site(BERG, ben))
    assert said(found.errors) == [
        "error 2: These people manage each other in a loop: Anna Berg (E1) → Ben Berg (E2) → Anna Berg (E1)."
    ]


def test_a_manager_who_has_left_is_doubted() -> None:
    ben = replace(BERG, employee_number="E2", given="Ben", email="", left_on=YESTERDAY)
    found = plan(ANNA.replace("staff,,", "staff,E2,"), site(BERG, ben))
    assert said(found.problems) == ["warning 2: Ben Berg, the manager of Anna Berg, has left."]


def test_the_fingerprint_of_a_plan_changes_with_what_it_would_do() -> None:
    one = plan(ANNA.replace("Berg", "Dahl"))
    same = plan(ANNA.replace("Berg", "Dahl"))
    other = plan(ANNA.replace("Berg", "Ek"))
    assert one.digest == same.digest != other.digest
