"""One row at a time: what is taken, what is doubted, what is refused."""

from datetime import date

import pytest

from tests.rules.roster.reading import HEADER, roster_of, row_of, said
from training.core.problems import Problem
from training.people.roster.cells import read_team, written_team
from training.people.roster.snapshot import Status


def person(**cells: str) -> str:
    """A row below HEADER: a person in order, but for these cells."""
    sound = {
        "employee_id": "E1",
        "first_name": "Anna",
        "last_name": "Berg",
        "email": "anna@example.com",
        "team": "Company/Shop",
        "role": "Counter staff",
        "manager_id": "",
        "hired_on": "2024-05-01",
        "left_on": "",
        "status": "active",
    }
    return ",".join(f'"{value}"' for value in (sound | cells).values()) + "\n"


def refused(**cells: str) -> str:
    """The one message about a row with these cells."""
    _row, problems = row_of(person(**cells))
    (problem,) = problems
    assert (problem.line, problem.severity) == (2, "error")
    assert problem.remedy
    return problem.message


def taken(**cells: str) -> tuple[Problem, ...]:
    _row, problems = row_of(person(**cells))
    assert all(problem.severity == "warning" for problem in problems), problems
    return problems


def test_a_sound_row_is_read_whole() -> None:
    row, problems = row_of(person())
    assert problems == ()
    assert (row.employee_number, row.given, row.family, row.team) == ("E1", "Anna", "Berg", ("Company", "Shop"))
    assert (row.email, row.role, row.hired_on, row.left_on, row.status) == (
        "anna@example.com",
        "Counter staff",
        date(2024, 5, 1),
        None,
        Status.ACTIVE,
    )


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"first_name": " "}, "Given name: The name is blank."),
        ({"first_name": "–", "last_name": "-"}, "Given name: Nobody is without any name."),
        ({"first_name": "=1+1"}, "Given name: “=1+1” starts like a formula."),
        ({"last_name": "@SUM(A1)"}, "Family name: “@SUM(A1)” starts like a formula."),
        ({"last_name": "-2+3"}, "Family name: “-2+3” starts like a formula."),
        ({"last_name": "\t=A1"}, "Family name: “=A1” starts like a formula."),
        ({"last_name": "Be\x07rg"}, "Family name: “Be·rg” holds signs that cannot be seen."),
        ({"last_name": "Be\u202erg"}, "Family name: “Be·rg” holds signs that cannot be seen."),
        ({"last_name": "x" * 201}, f"Family name: “{'x' * 59}…” has more than 200 signs."),
        ({"last_name": "#N/A"}, "Family name: “#N/A” is an error of the spreadsheet."),
        ({"email": "not an address"}, "E-mail: “not an address” is not an e-mail address."),
        ({"email": "anna@example"}, "E-mail: “anna@example” is not an e-mail address."),
        ({"email": "a@b@example.com"}, "E-mail: “a@b@example.com” is not an e-mail address."),
        ({"team": ""}, "Team: The team is empty."),
        ({"team": " / / "}, "Team: The team is empty."),
        ({"role": "=cmd|' /C calc'!A0"}, "Role: “=cmd|' /C calc'!A0” starts like a formula."),
        ({"hired_on": "31/02/2026"}, "First day: There is no such day as “31/02/2026”."),
        ({"left_on": "soon"}, "Last day: “soon” is not a date."),
        ({"status": "sleeping"}, "Status: “sleeping” is not a status we know."),
        (
            {"left_on": "2024-04-30"},
            "The last day of Anna Berg, 30 April 2024, is before the first, 1 May 2024.",
        ),
        ({"left_on": "2026-11-21"}, "Anna Berg is “active”, but left on 21 November 2026."),
        ({"status": "future", "hired_on": ""}, "Anna Berg is “future”, but has no first day."),
    ],
)
def test_a_bad_cell_is_reported_with_its_field_and_reason(cells: dict[str, str], words: str) -> None:
    assert refused(**cells).startswith(words)


@pytest.mark.parametrize(
    ("number", "words"),
    [("", "The employee number is blank."), ("E" * 61, f"“{'E' * 59}…” has more than 50 signs.")],
)
def test_a_row_without_a_readable_number_is_nobody(number: str, words: str) -> None:
    roster = roster_of(HEADER + person(employee_id=number))
    assert roster.rows == ()
    assert said(roster.problems) == [f"error 2: Employee number: {words}"]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"left_on": "2026-12-24", "status": "left"}, "Anna Berg is “left”, but the last day, 24 December 2026, is"),
        ({"status": "future"}, "Anna Berg is “future”, but began on 1 May 2024."),
        ({"role": ""}, "Role: Anna Berg has none."),
        ({"last_name": "V?tols"}, "Family name: letters seem to be lost in “V?tols”."),
        ({"first_name": "????"}, "Given name: letters seem to be lost in “????”."),
        ({"last_name": "V\ufffdtols"}, "Family name: letters seem to be lost in “V\ufffdtols”."),
        ({"last_name": "MÃ¼ller"}, "Family name: letters seem to be lost in “MÃ¼ller”."),
    ],
)
def test_a_doubtful_cell_is_taken_with_a_warning(cells: dict[str, str], words: str) -> None:
    (problem,) = taken(**cells)
    assert problem.message.startswith(words)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("淑惠", "淑惠"),
        ("Žydrūnas-Algirdas", "Žydrūnas-Algirdas"),
        ("O’Súilleabháin", "O’Súilleabháin"),
        ("  van   der\u00a0Berg ", "van der Berg"),
        ("Zoe\u0308", "Zoë"),
        ("\u200bBerg\ufeff", "Berg"),
        ("Berg\nDahl", "Berg Dahl"),
        ("محمد", "محمد"),
        ("می‌خواهم", "می‌خواهم"),
        ("–", ""),
        ("'=Berg", "=Berg"),
        ("''=Berg", "'=Berg"),
        ("'t Hooft", "'t Hooft"),
        ("Who", "Who"),
    ],
)
def test_names_in_any_alphabet_are_taken_and_tidied(name: str, read: str) -> None:
    row, problems = row_of(person(last_name=name))
    assert problems == ()
    assert row.family == read


def test_a_person_who_left_before_the_first_day_never_started() -> None:
    row, problems = row_of(person(left_on="2024-04-30", status="left"))
    (problem,) = problems
    assert problem.severity == "warning"
    assert "never started" in problem.remedy
    assert (row.hired_on, row.left_on) == (None, date(2024, 4, 30))


def test_the_last_day_is_a_working_day() -> None:
    assert taken(left_on="2026-11-22", status="active") == ()
    assert taken(left_on="2026-11-22", status="left") == ()


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Active", Status.ACTIVE),
        ("ON LEAVE", Status.LEAVE),
        ("urlop", Status.LEAVE),
        ("ausgeschieden", Status.LEFT),
        ("Pre-hire", Status.FUTURE),
        ("", None),
    ],
)
def test_the_status_is_understood_in_several_languages(word: str, status: Status | None) -> None:
    row, _problems = row_of(person(status=word, hired_on="2027-01-01"))
    assert row.status is status


@pytest.mark.parametrize(
    ("cell", "code"),
    [("en", "en"), ("PL", "pl"), ("pt-br", "pt_BR"), ("polski", "pl"), ("Spanish", "es"), ("deu", "de"), ("", "")],
)
def test_a_language_is_understood_by_code_and_by_name(cell: str, code: str) -> None:
    row, problems = row_of(f"E1,{cell}\n", "employee_id,language\n")
    assert (row.language, problems) == (code, ())


def test_an_unknown_language_is_refused() -> None:
    _row, problems = row_of("E1,Klingon\n", "employee_id,language\n")
    assert said(problems) == ["error 2: Language: “Klingon” is not a language we know."]


@pytest.mark.parametrize(("cell", "phone"), [("+1 555 0104", "+1 555 0104"), ("'+1 555", "+1 555"), ("-", "")])
def test_a_phone_number_may_start_with_a_plus(cell: str, phone: str) -> None:
    row, problems = row_of(f"E1,{cell}\n", "employee_id,phone\n")
    assert (row.phone, problems) == (phone, ())


@pytest.mark.parametrize("cell", ["none", "=1+1"])
def test_what_cannot_be_dialled_is_no_phone_number(cell: str) -> None:
    _row, problems = row_of(f"E1,{cell}\n", "employee_id,phone\n")
    assert said(problems) == [f"error 2: Phone: “{cell}” is not a phone number."]


@pytest.mark.parametrize(
    ("leave", "words"),
    [
        (",2026-12-01", "error 2: Leave has an end but no beginning."),
        ("2026-12-02,2026-12-01", "error 2: Leave ends before it begins."),
        ("2026-11-01,2026-12-01", "warning 2: E1 is “active”, but not by the days of leave."),
    ],
)
def test_days_of_leave_have_to_agree(leave: str, words: str) -> None:
    _row, problems = row_of(f"E1,active,{leave}\n", "employee_id,status,leave_from,leave_until\n")
    assert said(problems) == [words]


def test_a_team_may_have_a_slash_in_its_name() -> None:
    assert read_team("Company / Shop\\/Café/ Counter") == ("Company", "Shop/Café", "Counter")
    assert written_team(("Company", "Shop/Café")) == "Company/Shop\\/Café"


def test_every_problem_of_a_row_is_reported_at_once() -> None:
    _row, problems = row_of(person(email="x", hired_on="y", team="", first_name=""))
    assert len(problems) == 4
    assert HEADER.count(",") == person().count(",")
