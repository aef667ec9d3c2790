"""A roster as HR really sends it: each fault is named with its row, in these words."""

from tests.rules.roster.reading import DATA, plan_of, roster_of
from training.people.roster.snapshot import Snapshot, TeamNow
from training.people.roster.tables import read_table

MESSY = (DATA / "roster-messy.csv").read_bytes()
CLEAN = (DATA / "roster.csv").read_bytes()

ERRORS = [
    (5, "These people manage each other in a loop: "
        "Leon Kowalski (E1004) → Lina Wagner (E1005) → Leon Kowalski (E1004)."),
    (7, "E-mail: “not an address” is not an e-mail address."),
    (9, "First day: There is no such day as “31/02/2026”."),
    (11, "Nobody has the employee number E9999 of the manager."),
    (12, "The employee number E1011 is used more than once: in row 13 too."),
    (13, "The employee number E1011 is used more than once: in row 12 too."),
    (15, "Team: The team is empty."),
    (17, "Given name: “=HYPERLINK(\"x\")” starts like a formula."),
    (19, "Leon Müller (E1018) is entered as their own manager."),
    (20, "More than one person has the address same@example.com: in row 21 too."),
    (21, "More than one person has the address same@example.com: in row 20 too."),
    (23, "Family name: The name is blank."),
]  # fmt: skip

WARNINGS = [
    (3, "Family name: letters seem to be lost in “V?tols”."),
    (22, "Family name: letters seem to be lost in “Koz?owski”."),
    (22, "Given name: letters seem to be lost in “Miko?aj”."),
    (25, "Role: “counter STAFF” is taken as “Counter staff”."),
    (31, "Family name: letters seem to be lost in “Wo?niak”."),
    (34, "Family name: letters seem to be lost in “??????”."),
    (34, "Given name: letters seem to be lost in “???????????”."),
    (39, "Family name: letters seem to be lost in “Zieli?ski”."),
]


def test_the_file_is_recognised_as_it_was_saved() -> None:
    table = read_table(MESSY, "roster-messy.csv")
    assert (table.encoding, table.delimiter, len(table.records)) == ("Windows-1252", ";", 40)
    assert table.records[2].cells[1:3] == ("Oisín", "Ó Mórdha")


def test_each_bad_row_is_reported_with_its_number_and_its_reason_and_nothing_else_is() -> None:
    plan = plan_of(MESSY)
    assert [(problem.line, problem.message) for problem in plan.errors] == ERRORS
    assert [(problem.line, problem.message) for problem in plan.warnings] == WARNINGS
    assert all(problem.remedy for problem in plan.problems)


def test_bad_rows_are_left_out_of_the_plan_and_their_people_do_not_count_as_gone() -> None:
    site = plan_of(CLEAN).after
    plan = plan_of(MESSY, site)
    assert plan.new == ()
    assert {person.employee_number for person in plan.gone}.isdisjoint({"E1005", "E1006", "E1014", "E1020"})
    assert "E1012" in {person.employee_number for person in plan.gone}  # its row carries another number


def test_letters_that_were_lost_do_not_spoil_names_that_are_known() -> None:
    plan = plan_of(MESSY, plan_of(CLEAN).after)
    assert [(change.before.employee_number, [one.field for one in change.changes]) for change in plan.changed] == []


def test_the_clean_roster_is_imported_whole_with_one_doubt() -> None:
    plan = plan_of(CLEAN, Snapshot(teams=(TeamNow(("Juniper & Vale",)),)))
    assert plan.errors == ()
    assert [(problem.line, problem.message) for problem in plan.warnings] == [
        (None, "“Company” is taken as the whole of Juniper & Vale."),
        (210, "The last day of Richard Johnson, 15 October 2026, is before the first, 3 November 2026."),
    ]
    assert (len(plan.new), len(plan.teams), len(plan.roles), len(plan.leaders)) == (233, 16, 6, 17)
    assert len(roster_of(CLEAN).rows) == 233
