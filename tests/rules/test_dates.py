from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.certification.rules_dates import Validity
from training.content.durations import Duration

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2060, 12, 31))
validities = st.builds(Validity, months=st.integers(1, 60)) | st.builds(Validity, days=st.integers(1, 800))


@pytest.mark.parametrize(
    ("issued", "months", "last_day"),
    [
        (date(2026, 3, 2), 12, date(2027, 3, 1)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 28)),
        (date(2027, 2, 28), 12, date(2028, 2, 27)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 1, 30), 1, date(2027, 2, 28)),
        (date(2027, 1, 28), 1, date(2027, 2, 27)),
        (date(2027, 1, 31), 2, date(2027, 3, 30)),
        (date(2027, 1, 31), 3, date(2027, 4, 30)),
    ],
)
def test_a_term_of_months_ends_on_the_eve_of_its_anniversary(issued: date, months: int, last_day: date) -> None:
    assert Validity(months=months).last_day(issued) == last_day


def test_the_day_of_issue_is_the_first_of_a_term_of_days() -> None:
    assert Validity(days=30).last_day(date(2026, 3, 1)) == date(2026, 3, 30)
    assert Validity(days=1).last_day(date(2026, 3, 1)) == date(2026, 3, 1)


def test_without_a_validity_nothing_ends() -> None:
    assert Validity().last_day(date(2026, 3, 1), 20) is None
    assert not Validity().ends


def test_a_short_month_does_not_pull_the_next_anniversary_back() -> None:
    monthly = Validity(months=1)
    ends = [monthly.last_day(date(2027, 1, 31), periods) for periods in (1, 2, 3, 4)]
    assert ends == [date(2027, 2, 28), date(2027, 3, 30), date(2027, 4, 30), date(2027, 5, 30)]


@given(days)
def test_an_anniversary_stays_the_same_day_for_twenty_renewals(issued: date) -> None:
    yearly = Validity(months=12)
    for periods in range(1, 21):
        last_day = yearly.last_day(issued, periods)
        assert last_day is not None
        following = last_day + timedelta(days=1)
        leap_day_is_missing = (issued.month, issued.day) == (2, 29) and following == date(following.year, 3, 1)
        assert (following.month, following.day) == (issued.month, issued.day) or leap_day_is_missing
        assert following.year == issued.year + periods


@given(days, days, validities)
def test_who_is_issued_later_never_ends_earlier(one: date, other: date, validity: Validity) -> None:
    first, second = sorted((one, other))
    ends = validity.last_day(first), validity.last_day(second)
    assert ends[0] is not None
    assert ends[1] is not None
    assert ends[0] <= ends[1]


@given(days, validities, st.integers(1, 19))
def test_each_period_is_longer_than_the_last_and_none_is_empty(issued: date, validity: Validity, periods: int) -> None:
    last_day, next_last_day = validity.last_day(issued, periods), validity.last_day(issued, periods + 1)
    assert last_day is not None
    assert next_last_day is not None
    assert issued <= last_day < next_last_day


@given(validities)
def test_renewal_is_never_announced_in_more_than_the_last_third(validity: Validity) -> None:
    assert 0 <= validity.notice_days() <= 30
    assert validity.notice_days() * 3 <= (validity.days or validity.months * 30)


def test_a_validity_is_months_or_days_but_not_both() -> None:
    with pytest.raises(ValueError, match="months or a number of days"):
        Validity(months=1, days=1)
    with pytest.raises(ValueError, match="months or a number of days"):
        Validity(days=-1)


def test_weeks_and_years_of_a_file_become_days_and_months() -> None:
    assert Validity.of(Duration.parse("2 weeks")) == Validity(days=14)
    assert Validity.of(Duration.parse("1 year")) == Validity(months=12)
    assert Validity.of(Duration.parse("12 months")) == Validity(months=12)
    assert Validity.of(None) == Validity()
