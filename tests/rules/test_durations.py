from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.content.durations import Duration


@pytest.mark.parametrize(
    ("written", "duration"),
    [
        ("30 days", Duration(30, "days")),
        ("1 day", Duration(1, "days")),
        ("2 weeks", Duration(2, "weeks")),
        ("12 months", Duration(12, "months")),
        ("1  year", Duration(1, "years")),
    ],
)
def test_a_span_is_read_as_people_write_it(written: str, duration: Duration) -> None:
    assert Duration.parse(written) == duration
    assert Duration.parse(str(duration)) == duration


@pytest.mark.parametrize(
    "written", ["", "days", "0 days", "-1 days", "1.5 days", "30", "30d", "12 Months", "12 month s"]
)
def test_anything_else_is_no_span(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Duration.parse(written)


@pytest.mark.parametrize(
    ("written", "after"),
    [("1 month", date(2028, 2, 29)), ("13 months", date(2029, 2, 28)), ("1 year", date(2029, 1, 31)),
     ("2 weeks", date(2028, 2, 14)), ("29 days", date(2028, 2, 29)), ("4 years", date(2032, 1, 31))],
)  # fmt: skip
def test_a_day_that_a_month_does_not_have_becomes_its_last(written: str, after: date) -> None:
    assert Duration.parse(written).after(date(2028, 1, 31)) == after


@given(st.dates(max_value=date(2200, 1, 1)), st.integers(1, 600), st.sampled_from(["days", "weeks", "months", "years"]))
def test_time_goes_forward(day: date, count: int, unit: str) -> None:
    assert Duration.parse(f"{count} {unit}").after(day) > day


def test_the_calendar_ends() -> None:
    with pytest.raises(OverflowError):
        Duration(9999, "years").after(date(2026, 1, 1))
