"""Which column is which: recognised in several languages, or said."""

import pytest

from training.core.problems import Problems
from training.people.roster.columns import IGNORE, Columns, map_columns
from training.people.roster.headers import LABELS, Field, field_named, field_of
from training.people.roster.records import Record, Table


def columns_of(*header: str, **wishes: str) -> Columns:
    return map_columns(Table("x.csv", Record(1, header), ()), wishes)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("employee_id", Field.NUMBER),
        ("Employee number", Field.NUMBER),
        ("Personalnummer", Field.NUMBER),
        ("EmployeeID", Field.NUMBER),
        ("Vorname", Field.GIVEN),
        ("Prénom", Field.GIVEN),
        ("Imię", Field.GIVEN),
        ("Apellidos", Field.FAMILY),
        ("E-Mail-Adresse", Field.EMAIL),
        ("Manager ID", Field.MANAGER),
        ("Führungskraft", Field.MANAGER),
        ("Eintrittsdatum", Field.HIRED),
        ("Date de sortie", Field.LEFT),
        ("Stanowisko", Field.ROLE),
        ("Favourite colour", None),
        ("", None),
    ],
)
def test_headers_are_recognised_in_the_languages_of_hr_systems(header: str, field: Field | None) -> None:
    assert field_of(header) is field


def test_every_field_is_recognised_by_its_own_header_and_named_by_its_label() -> None:
    for field in Field:
        assert field_of(field.value) is field
        assert field_named(str(LABELS[field])) is field


def test_columns_that_nobody_asked_for_are_listed_as_ignored() -> None:
    columns = columns_of("Employee ID", "Shoe size", "First name", "")
    assert columns.places == {Field.NUMBER: 0, Field.GIVEN: 2}
    assert columns.ignored == ("Shoe size", "Column 4")


def test_a_wish_goes_before_what_is_recognised() -> None:
    columns = columns_of("id", "email", "private mail", **{"private mail": "E-mail", "Email": IGNORE})
    assert columns.places == {Field.NUMBER: 0, Field.EMAIL: 2}


def test_a_field_that_was_given_to_another_column_is_not_recognised_a_second_time() -> None:
    assert columns_of("id", "email", "private mail", **{"private mail": "email"}).places[Field.EMAIL] == 2


def refused(*header: str, **wishes: str) -> list[str]:
    with pytest.raises(Problems) as caught:
        columns_of(*header, **wishes)
    return [problem.message for problem in caught.value.problems]


def test_two_columns_for_one_field_are_a_problem() -> None:
    assert refused("employee_id", "Personalnummer", "Vorname") == [
        "Two columns hold the same: “employee_id” and “Personalnummer” (Employee number)."
    ]


def test_a_file_without_employee_numbers_is_refused() -> None:
    assert refused("first_name", "last_name") == ["No column was recognised as “Employee number”."]


def test_wishes_that_fit_nothing_are_all_reported() -> None:
    assert refused("id", Colour="team", id="shoe size") == [
        "There is no column “Colour”.",
        "“shoe size” is not something a roster can say.",
    ]
