from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from training.people.rules_leave import Away, kept

TODAY = date(2026, 3, 12)
DAY = timedelta(days=1)
PAST = Away(date(2025, 7, 1), date(2025, 7, 14))
RUNNING = Away(date(2026, 3, 1), date(2026, 3, 31))


def test_leave_that_is_over_stays() -> None:
    new = Away(date(2026, 6, 1), date(2026, 6, 14))
    assert kept([PAST], new, TODAY) == [PAST, new]
    assert kept([PAST], None, TODAY) == [PAST]


def test_other_days_for_the_same_leave_replace_the_old_ones() -> None:
    longer = Away(RUNNING.from_on, date(2026, 5, 31))
    assert kept([PAST, RUNNING], longer, TODAY) == [PAST, longer]


def test_leave_that_is_told_no_more_ended_yesterday() -> None:
    assert kept([RUNNING], None, TODAY) == [Away(RUNNING.from_on, TODAY - DAY)]
    assert kept([Away(date(2026, 3, 1), None)], None, TODAY) == [Away(date(2026, 3, 1), TODAY - DAY)]


def test_leave_that_was_to_come_and_is_told_no_more_never_was() -> None:
    assert kept([Away(date(2026, 6, 1), None)], None, TODAY) == []


def test_an_earlier_return_ends_a_leave_without_an_end() -> None:
    back = Away(date(2026, 3, 1), date(2026, 3, 9))
    assert kept([Away(date(2026, 3, 1), None)], back, TODAY) == [back]


days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
away = st.tuples(days, st.none() | st.integers(0, 90)).map(
    lambda drawn: Away(drawn[0], None if drawn[1] is None else drawn[0] + drawn[1] * DAY)
)


@given(st.lists(st.tuples(days, st.none() | away), max_size=8))
def test_whatever_is_told_no_day_is_leave_twice_and_the_last_word_counts(told: list[tuple[date, Away | None]]) -> None:
    known: list[Away] = []
    for today, said in sorted(told, key=lambda item: item[0]):
        known = kept(known, said, today)
        assert all(not one.touches(other) for one in known for other in known if one is not other)
        if said is not None:
            assert said in known
        else:
            assert all(one.until_on is not None and one.until_on < today for one in known)
