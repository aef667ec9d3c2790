"""When an answer counts that arrives late, whatever the device's clock says."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.moment import NOW
from training.practice.rules_reviews import LONGEST_WAIT, Sent, believed, day_of, in_order

DUBLIN = ZoneInfo("Europe/Dublin")
moments = st.integers(0, 4 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(moments)
def test_no_answer_was_given_in_the_future_or_longer_ago_than_a_device_may_wait(at: datetime) -> None:
    assert NOW - LONGEST_WAIT <= believed(at, now=NOW) <= NOW
    assert believed(at, now=NOW) == at or not NOW - LONGEST_WAIT <= at <= NOW


@given(moments, st.dates(date(2026, 1, 1)), st.none() | st.dates(date(2026, 1, 1)))
def test_no_answer_counts_before_its_card_was_there_or_was_last_answered(
    at: datetime, met_on: date, last_on: date | None
) -> None:
    day = day_of(at, zone=DUBLIN, met_on=met_on, last_on=last_on)
    assert day >= met_on
    assert last_on is None or day >= last_on
    assert day in {at.astimezone(DUBLIN).date(), met_on, last_on}


def test_late_in_the_evening_it_is_still_the_day_of_the_site() -> None:
    evening = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert day_of(evening, zone=DUBLIN, met_on=date(2026, 1, 1), last_on=None) == date(2026, 7, 2)


def test_answers_are_taken_as_they_were_given_and_each_name_once() -> None:
    later, earlier = Sent("b", 1, ("x",), NOW), Sent("a", 1, ("x",), NOW - timedelta(hours=1))
    again = Sent("b", 1, ("y",), NOW - timedelta(hours=2))
    assert in_order([later, earlier, again]) == [earlier, later]
