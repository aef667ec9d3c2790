"""Clocks of the house: due times and time passed by opening hours, holidays, zones and changes of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.content.limits import Limit
from training.standards import files_hours
from training.standards.files_hours import Closed, Hours, Opening
from training.standards.rules_clock import FAR, due_at, elapsed

DUBLIN = ZoneInfo("Europe/Dublin")
SHOPS = files_hours.parse(
    """\
title: Shops
summary: When the shops are open.
open:
  - {days: [mon, tue, wed, thu, fri], opens: "09:00", closes: "13:00"}
  - {days: [mon, tue, wed, thu, fri], opens: "14:00", closes: "18:00"}
  - {days: [sat], opens: "10:00", closes: "16:00"}
closed:
  - {on: 2026-12-25, why: Christmas Day}
""",
    "content/hours/shops.yaml",
)


def at(text: str) -> datetime:
    """A moment in Dublin."""
    return datetime.fromisoformat(text).replace(tzinfo=DUBLIN)


def due(start: str, limit: str, hours: Hours | None = SHOPS) -> str:
    return f"{due_at(at(start), Limit.parse(limit), hours, DUBLIN).astimezone(DUBLIN):%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    ("start", "limit", "then"),
    [
        ("2026-12-21 17:59:50", "20 seconds", "2026-12-21 18:00:10"),  # seconds do not ask whether anybody is there
        ("2026-12-21 12:30", "2 opening hours", "2026-12-21 15:30:00"),  # the break at noon does not count
        ("2026-12-24 17:30", "1 opening hour", "2026-12-26 10:30:00"),  # nor does Christmas Day
        ("2026-12-27 11:00", "1 opening hour", "2026-12-28 10:00:00"),  # a Sunday starts on Monday
        ("2026-12-21 17:00", "1 opening hour", "2026-12-21 18:00:00"),  # just before closing, not the next morning
        ("2026-12-21 09:00", "same working day", "2026-12-21 18:00:00"),
        ("2026-12-21 18:00", "same working day", "2026-12-21 18:00:00"),
        ("2026-12-21 18:30", "same working day", "2026-12-22 18:00:00"),  # after closing it is the next day's matter
        ("2026-12-26 15:00", "same working day", "2026-12-26 16:00:00"),
        ("2026-12-23 10:00", "2 working days", "2026-12-26 16:00:00"),
        ("2026-12-25 10:00", "1 working day", "2026-12-28 18:00:00"),  # as if it had come in on the 26th
        ("2026-03-28 15:00", "1 day", "2026-03-29 16:00:00"),  # the night has an hour less
    ],
)
def test_something_is_due_when_people_of_the_house_would_say(start: str, limit: str, then: str) -> None:
    assert due(start, limit) == then


def test_without_hours_an_opening_hour_is_an_hour_and_a_working_day_ends_at_six() -> None:
    assert due("2026-12-27 23:00", "2 opening hours", None) == "2026-12-28 01:00:00"
    assert due("2026-12-26 10:00", "same working day", None) == "2026-12-28 18:00:00"
    assert due("2026-12-18 10:00", "5 working days", None) == "2026-12-25 18:00:00"


def test_a_house_that_opens_through_the_night_of_the_change_counts_true_hours() -> None:
    nights = Hours(title="N", summary="N", open=(Opening(days=("sun",), opens=time(0), closes=time(6)),))
    assert elapsed(at("2026-03-29 00:00"), at("2026-03-29 06:00"), nights, DUBLIN) == timedelta(hours=5)
    assert elapsed(at("2026-10-25 00:00"), at("2026-10-25 06:00"), nights, DUBLIN) == timedelta(hours=7)


def test_openings_that_meet_in_a_skipped_hour_are_not_counted_twice() -> None:
    early = Opening(days=("sun",), opens=time(0, 30), closes=time(1, 45))  # the clock jumps from 1:00 to 2:00
    late = Opening(days=("sun",), opens=time(2), closes=time(3))
    nights = Hours(title="N", summary="N", open=(early, late))
    assert elapsed(at("2026-03-29 00:00"), at("2026-03-29 06:00"), nights, DUBLIN) == timedelta(minutes=90)


def test_a_house_that_never_opens_has_no_clock() -> None:
    shut = Hours.model_construct(open=(), closed=())
    with pytest.raises(ValueError, match="never opens"):
        due_at(at("2026-03-29 00:00"), Limit(1, "opening hour"), shut, DUBLIN)


@pytest.mark.parametrize("limit", [Limit(9_999, "opening hour"), Limit(9_999, "working day")])
def test_a_house_that_hardly_ever_opens_keeps_nobody_counting(limit: Limit) -> None:
    rare = Hours(title="N", summary="N", open=(Opening(days=("sun",), opens=time(9), closes=time(9, 1)),))
    assert due_at(at("2026-03-29 00:00"), limit, rare, DUBLIN) == at("2026-03-29 00:00").astimezone(UTC) + FAR


ZONES = st.sampled_from([DUBLIN, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("America/St_Johns"), ZoneInfo("UTC")])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 -- strategies take plain bounds
LIMITS = st.builds(
    Limit,
    st.integers(1, 60),
    st.sampled_from(["second", "minute", "hour", "day", "week", "opening hour", "working day"]),
) | st.just(Limit(0, "working day"))


@st.composite
def houses(draw: st.DrawFn) -> Hours:
    """A week of up to two openings a day, some of them at night, and some days on which it stays closed."""
    week = []
    for weekday in draw(st.sets(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), min_size=1)):
        minutes = sorted(draw(st.sets(st.integers(0, 24 * 12 - 1), min_size=2, max_size=4)))
        for opens, closes in zip(minutes[::2], minutes[1::2], strict=False):
            times = (time(opens // 12, opens % 12 * 5), time(closes // 12, closes % 12 * 5))
            week.append(Opening(days=(weekday,), opens=times[0], closes=times[1]))
    days = draw(st.sets(st.dates(date(2026, 1, 1), date(2028, 1, 1)), max_size=20))
    return Hours(title="H", summary="H", open=tuple(week), closed=tuple(Closed(on=day) for day in sorted(days)))


@settings(max_examples=150)
@given(MOMENTS, LIMITS, st.none() | houses(), ZONES)
def test_nothing_is_due_before_it_starts(start: datetime, limit: Limit, hours: Hours | None, zone: ZoneInfo) -> None:
    assert due_at(start, limit, hours, zone) >= start


@settings(max_examples=150)
@given(MOMENTS, st.integers(1, 60), st.none() | houses(), ZONES)
def test_until_it_is_due_exactly_the_limit_passes(
    start: datetime, count: int, hours: Hours | None, zone: ZoneInfo
) -> None:
    then = due_at(start, Limit(count, "opening hour"), hours, zone)
    assert elapsed(start, then, hours, zone) == timedelta(hours=count)
    assert elapsed(start, then - timedelta(seconds=1), hours, zone) < timedelta(hours=count)


@settings(max_examples=100)
@given(MOMENTS, MOMENTS, MOMENTS, houses(), ZONES)
def test_time_that_passed_adds_up(a: datetime, b: datetime, c: datetime, hours: Hours, zone: ZoneInfo) -> None:
    a, b, c = sorted((a, b, c))
    assert elapsed(a, b, hours, zone) + elapsed(b, c, hours, zone) == elapsed(a, c, hours, zone)


@settings(max_examples=100)
@given(MOMENTS, st.integers(0, 20), houses(), ZONES)
def test_a_working_day_ends_at_a_closing_time_of_a_day_that_counts(
    start: datetime, count: int, hours: Hours, zone: ZoneInfo
) -> None:
    then = due_at(start, Limit(count, "working day"), hours, zone)
    local = then.astimezone(zone)
    # A time that the change of the clock skips is shown an hour on, so it is asked of the true moment.
    closes = {datetime.combine(local.date(), hours.on(local.weekday())[-1][1], zone).astimezone(UTC)}
    assert then in closes
    assert local.date() not in hours.days_closed
    later = due_at(start, Limit(count + 1, "working day"), hours, zone)
    assert later.astimezone(zone).date() > local.date()


@settings(max_examples=50)
@given(houses(), st.data(), ZONES)
def test_no_time_passes_on_a_day_on_which_the_house_stays_closed(
    hours: Hours, data: st.DataObject, zone: ZoneInfo
) -> None:
    day = data.draw(st.dates(date(2026, 1, 2), date(2027, 12, 30)))
    shut = hours.model_copy(update={"closed": (Closed(on=day),)})
    midnight = datetime.combine(day, time(0), zone)
    assert elapsed(midnight, datetime.combine(day + timedelta(days=1), time(0), zone), shut, zone) == timedelta()
