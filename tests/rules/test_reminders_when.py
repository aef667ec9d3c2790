"""When reminders go out: on the reader's own clock, also on the days on which the clock jumps."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.reminders.rules_when import Hours, Rhythm, Tells, Wish, day_to_tell, span

OFFICE = Hours(8, 18)
NIGHT = Hours(0, 24)
ZONES = (
    "Europe/Dublin",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "UTC",
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "hour", "begins"),
    [
        ("Europe/Dublin", "2026-03-28", 8, "2026-03-28 08:00"),
        ("Europe/Dublin", "2026-03-29", 8, "2026-03-29 07:00"),  # summer time since the night
        ("Europe/Dublin", "2026-03-29", 1, "2026-03-29 01:00"),  # the hour is skipped; its moment is 02:00
        ("Europe/Dublin", "2026-10-25", 1, "2026-10-25 00:00"),  # the hour comes twice; it is the first
        ("Europe/Dublin", "2026-10-25", 8, "2026-10-25 08:00"),
        ("America/New_York", "2026-03-08", 2, "2026-03-08 07:00"),
        ("America/New_York", "2026-03-09", 8, "2026-03-09 12:00"),
        ("Asia/Kolkata", "2026-03-12", 8, "2026-03-12 02:30"),
        ("Pacific/Apia", "2026-03-12", 8, "2026-03-11 19:00"),  # tomorrow there
    ],
)
def test_an_hour_of_the_readers_clock_is_this_moment(zone: str, day: str, hour: int, begins: str) -> None:
    wish = Wish(ZoneInfo(zone), hour)
    assert span(date.fromisoformat(day), NIGHT, wish)[0] == utc(begins)
    assert day_to_tell(utc(begins), NIGHT, wish) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-03-12 07:59", None),
        ("2026-03-12 08:00", "2026-03-12"),
        ("2026-03-12 17:59", "2026-03-12"),
        ("2026-03-12 18:00", None),
        ("2026-03-29 06:59", None),
        ("2026-03-29 07:00", "2026-03-29"),
        ("2026-03-29 16:59", "2026-03-29"),
        ("2026-03-29 17:00", None),
        ("2026-10-25 17:30", "2026-10-25"),
    ],
)
def test_in_dublin_it_is_time_from_eight_to_six(now: str, day: str | None) -> None:
    found = day_to_tell(utc(now), OFFICE, Wish(ZoneInfo("Europe/Dublin")))
    assert found == (date.fromisoformat(day) if day else None)


def test_where_the_clock_skips_the_only_hour_the_moment_after_it_stands_for_it() -> None:
    begins, ends = span(date(2026, 3, 29), Hours(1, 2), Wish(ZoneInfo("Europe/Dublin")))
    assert (begins, ends) == (utc("2026-03-29 01:00"), utc("2026-03-29 02:00"))


def test_an_hour_outside_of_the_sites_hours_is_moved_into_them() -> None:
    assert [OFFICE.nearest(wish) for wish in (None, 3, 8, 12, 17, 18, 23)] == [8, 8, 8, 12, 17, 17, 17]


@pytest.mark.parametrize("wrong", [(8, 8), (18, 8), (-1, 5), (8, 25)])
def test_hours_that_are_none_are_refused(wrong: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="Hours"):
        Hours(*wrong)


@given(
    st.sampled_from(ZONES),
    st.integers(0, 23),
    st.integers(1, 24),
    st.none() | st.integers(0, 23),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
def test_each_day_has_its_time_and_a_job_each_quarter_of_an_hour_meets_it(
    zone: str, first: int, length: int, hour: int | None, day: date
) -> None:
    hours = Hours(first, min(24, first + length))
    wish = Wish(ZoneInfo(zone), hour)
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=16)
    moments = [start + number * timedelta(minutes=15) for number in range(56 * 4)]
    found = {at: day_to_tell(at, hours, wish) for at in moments}
    here = [at for at, told in found.items() if told == day]
    assert here
    assert [here[0] + number * timedelta(minutes=15) for number in range(len(here))] == here, "one stretch a day"
    for at in here:
        local = at.astimezone(wish.zone)
        assert local.date() == day
        # Only where the clock jumps may it be an hour beyond.
        assert hours.nearest(hour) <= local.hour <= hours.last


@pytest.mark.parametrize(
    ("rhythm", "told"),
    [
        (Rhythm.DAILY, "EEEEEEE"),
        (Rhythm.WORKDAYS, "EEEEE--"),
        (Rhythm.WEEKLY, "UUEUU--"),
    ],
)
def test_the_days_of_each_rhythm(rhythm: Rhythm, told: str) -> None:
    wish = Wish(ZoneInfo("UTC"), rhythm=rhythm, weekday=2)
    signs = {Tells.EVERYTHING: "E", Tells.URGENT: "U", Tells.NOTHING: "-"}
    monday = date(2026, 1, 5)
    assert "".join(signs[wish.tells(monday + timedelta(days=number))] for number in range(7)) == told
    friday = monday + timedelta(days=4)
    assert wish.days_to_next(friday) == (1 if rhythm is Rhythm.DAILY else 3)
