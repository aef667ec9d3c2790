"""The clock of a turn: who has how long, and when silence is what was said."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.moment import NOW
from training.scenarios.rules_clock import GRACE, Countdown, Pace, allowed, countdown

seconds = st.integers(1, 3600)
waits = st.floats(-10, 8000, allow_nan=False).map(lambda waited: NOW + timedelta(seconds=waited))


@pytest.mark.parametrize(("pace", "granted"), [(Pace.AS_SET, 20), (Pace.TWICE, 40), (Pace.NO_CLOCK, None)])
def test_a_pace_gives_the_time_that_it_names(pace: Pace, granted: int | None) -> None:
    assert allowed(20, pace) == granted
    assert allowed(None, pace) is None


def test_a_turn_that_is_not_shown_has_no_clock() -> None:
    assert countdown(None, 20, Pace.AS_SET) is None
    assert countdown(NOW, None, Pace.AS_SET) is None
    assert countdown(NOW, 20, Pace.NO_CLOCK) is None
    assert countdown(NOW, 20, Pace.TWICE) == Countdown(NOW, 40)


def test_what_comes_a_little_late_is_still_heard() -> None:
    running = Countdown(NOW, 20)
    assert running.left(NOW + timedelta(seconds=5)) == 15
    assert not running.is_over(NOW + timedelta(seconds=20) + GRACE)
    assert running.is_over(NOW + timedelta(seconds=20, milliseconds=1) + GRACE)


def test_nobody_is_taken_to_be_silent_before_their_time_is_up() -> None:
    running = Countdown(NOW, 20)
    assert not running.may_pass(NOW + timedelta(seconds=18))
    assert running.may_pass(NOW + timedelta(seconds=20))


@given(seconds, waits, waits)
def test_time_only_runs_out(granted: int, one: datetime, other: datetime) -> None:
    running = Countdown(NOW, granted)
    earlier, later = sorted((one, other))
    assert granted >= running.left(earlier) >= running.left(later) >= 0
    assert running.is_over(later) or not running.is_over(earlier)
    assert running.may_pass(later) or not running.may_pass(earlier)
    assert running.may_pass(later) or not running.is_over(later)


@given(seconds, waits)
def test_who_has_twice_the_time_is_never_silent_sooner(granted: int, moment: datetime) -> None:
    as_set, twice = countdown(NOW, granted, Pace.AS_SET), countdown(NOW, granted, Pace.TWICE)
    assert as_set is not None
    assert twice is not None
    assert as_set.is_over(moment) or not twice.is_over(moment)
