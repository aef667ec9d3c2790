"""Days: what is read as which day, and what is asked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.roster.reading import roster_of, said
from training.people.roster.dates import FIRST_YEAR, DateOrder, order_of, read_day, undecided
from training.people.roster.records import BadCell

DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(2098, 12, 31))
HIRED = "employee_id,first_name,last_name,hired_on,left_on\n"


@pytest.mark.parametrize(
    "text",
    [
        *("2026-03-04", "2026/3/4", "2026.03.04", "20260304", "2026-03-04 00:00:00", "2026-03-04T08:00:00Z"),
        *("4.3.2026", "04.03.2026", "4 Mar 2026", "04-MAR-2026", "4 March 2026"),
    ],
)
def test_one_day_in_the_ways_that_leave_no_doubt(text: str) -> None:
    assert read_day(text, None) == date(2026, 3, 4)


@pytest.mark.parametrize("text", ["", "  ", "-", "9999-12-31", "31.12.9999"])
def test_a_blank_and_the_end_of_time_mean_no_day(text: str) -> None:
    assert read_day(text, None) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31/02/2026", "There is no such day"),
        ("2026-13-01", "There is no such day"),
        ("00/00/2026", "There is no such day"),
        ("3/4/26", "has a year of two digits"),
        ("46085", "the number by which a spreadsheet counts days"),
        ("0026-03-04", "The year of"),
        ("soon", "is not a date"),
        ("4 Foo 2026", "is not a date"),
        ("2026-03", "is not a date"),
        ("03/04/2026", "can be read with the day or the month first"),
    ],
)
def test_what_is_no_day_is_refused_with_the_reason(text: str, words: str) -> None:
    with pytest.raises(BadCell, match=words):
        read_day(text, None)


@given(DAYS)
def test_a_day_survives_being_written_with_the_day_or_the_month_first(day: date) -> None:
    assert read_day(f"{day:%d/%m/%Y}", DateOrder.DAY_FIRST) == day
    assert read_day(f"{day:%m-%d-%Y}", DateOrder.MONTH_FIRST) == day
    assert read_day(day.isoformat(), DateOrder.MONTH_FIRST) == day


@given(DAYS)
def test_a_date_is_undecided_exactly_when_the_two_orders_disagree(day: date) -> None:
    text = f"{day:%d/%m/%Y}"
    try:
        other = read_day(text, DateOrder.MONTH_FIRST)
    except BadCell:
        other = day
    assert undecided(text) == (other != day)


def test_one_date_that_can_be_read_in_one_way_only_decides_its_column() -> None:
    assert order_of(["03/04/2026", "13/04/2026"]) is DateOrder.DAY_FIRST
    assert order_of(["03/04/2026", "04/13/2026", "2026-01-31"]) is DateOrder.MONTH_FIRST
    assert order_of(["03/04/2026", "31.12.2025"]) is None
    assert order_of(["13/04/2026", "04/13/2026"]) is None


def test_a_column_that_proves_nothing_follows_the_other_one() -> None:
    roster = roster_of(HIRED + "1,Anna,Berg,03/04/2024,\n2,Ben,Dahl,05/06/2024,25/10/2026\n")
    assert [row.hired_on for row in roster.rows] == [date(2024, 4, 3), date(2024, 6, 5)]
    assert roster.problems == ()


def test_a_date_against_the_order_of_its_column_is_an_impossible_one() -> None:
    roster = roster_of(HIRED + "1,A,Berg,13/04/2024,\n2,B,Dahl,14/04/2024,\n3,C,Ek,04/15/2024,\n")
    assert said(roster.problems) == ["error 4: First day: There is no such day as “04/15/2024”."]


def test_a_file_that_proves_no_order_asks_once_and_takes_the_answer() -> None:
    rows = HIRED + "1,Anna,Berg,03/04/2024,\n2,Ben,Dahl,05/06/2024,\n3,Cleo,Ek,05/05/2024,\n"
    roster = roster_of(rows)
    (question,) = roster.problems
    assert (question.line, question.message) == (
        2,
        "“03/04/2024” can be read with the day or the month first. The same is true of 1 more date.",
    )
    assert [row.employee_number for row in roster.good_rows] == ["3"]
    answered = roster_of(rows, order=DateOrder.MONTH_FIRST)
    assert [row.hired_on for row in answered.rows] == [date(2024, 3, 4), date(2024, 5, 6), date(2024, 5, 5)]
    assert answered.problems == ()
