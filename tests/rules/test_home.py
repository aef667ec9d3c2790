"""The first page decides what comes next."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.home.rules import REFRESHER, Task, days_late, gathered, part_of_day, to_do

TODAY = date(2026, 3, 12)
DAY = timedelta(days=1)


def task(number: int, state: str = "due", **values: object) -> Task:
    return Task(number, "module", f"Task {number}", "/", state, 5, number, **values)  # type: ignore[arg-type] # by name


days = st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1))
tasks = st.lists(
    st.builds(
        Task,
        target=st.integers(1, 6),
        kind=st.just("module"),
        title=st.just("Title"),
        url=st.just("/"),
        state=st.sampled_from(["met", "soon", "due", "changed", "overdue", "expired"]),
        minutes=st.integers(1, 9),
        place=st.integers(0, 9),
        due_on=days,
        until=days,
        begun=st.booleans(),
    )
)


def test_what_is_late_comes_before_what_is_begun_and_that_before_what_is_due() -> None:
    due = task(1, due_on=date(2026, 3, 20))
    begun = task(2, due_on=date(2026, 4, 20), begun=True)
    late = task(3, "overdue", due_on=date(2026, 3, 10))
    assert to_do([due, begun, late]) == [late, begun, due]


def test_of_two_late_things_the_begun_one_comes_first() -> None:
    late = task(1, "overdue", due_on=date(2026, 3, 1))
    begun = task(2, "expired", due_on=date(2026, 3, 10), begun=True)
    assert to_do([late, begun])[0] is begun


def test_things_due_on_one_day_keep_the_order_of_the_programme() -> None:
    one, two = task(1, due_on=TODAY), task(2, due_on=TODAY)
    assert to_do([two, one]) == [one, two]


def test_what_still_holds_and_ends_soon_comes_last() -> None:
    ending = task(1, "soon", due_on=date(2026, 3, 14), until=date(2026, 3, 14), begun=True)
    far = task(2, due_on=date(2026, 6, 1))
    assert to_do([ending, far]) == [far, ending]


def test_a_document_asked_for_twice_is_there_once_as_the_more_urgent() -> None:
    calm, urgent = task(1, due_on=date(2026, 6, 1)), task(1, "overdue", due_on=date(2026, 3, 1))
    assert to_do([calm, urgent]) == [urgent]


@given(tasks)
def test_everything_that_is_not_met_is_there_exactly_once(found: list[Task]) -> None:
    wanted = {one.target for one in found if one.state != "met"}
    listed = [one.target for one in to_do(found)]
    assert len(listed) == len(set(listed))
    assert set(listed) == wanted


@given(tasks, st.randoms())
def test_the_order_in_which_programmes_are_read_does_not_matter(found: list[Task], random: object) -> None:
    distinct = list({(one.target, one.place): one for one in found}.values())
    unambiguous = list({one.place: one for one in distinct}.values())
    shuffled = list(unambiguous)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis gives a Random
    assert to_do(unambiguous) == to_do(shuffled)


@pytest.mark.parametrize(
    ("hour", "part"),
    [(4, "morning"), (11, "morning"), (12, "afternoon"), (17, "afternoon"), (18, "evening"), (3, "evening")],
)
def test_the_greeting_follows_the_hour(hour: int, part: str) -> None:
    assert part_of_day(datetime(2026, 3, 12, hour, 59)) == part  # noqa: DTZ001 -- a clock on the wall


def test_the_first_day_after_the_last_in_time_is_one_day_late() -> None:
    assert days_late(date(2026, 3, 11), TODAY) == 1
    assert days_late(TODAY, TODAY) == 1


def test_one_refresher_stands_for_all_that_it_renews() -> None:
    ending = [task(number, "soon", until=TODAY + number * DAY, due_on=TODAY + number * DAY) for number in (1, 2, 3)]
    changed = task(4, "changed")
    refresher = Task("refresher 7", REFRESHER, "Refresher", "/refresh", "soon", 0, 0)
    found = gathered(to_do([*ending, changed]), [(refresher, {1, 3, 4})])
    assert [one.title for one in found] == ["Task 4", "Refresher", "Task 2"]
    assert (found[1].due_on, found[1].held) == (TODAY + DAY, True)


def test_what_is_begun_goes_on_beside_a_refresher() -> None:
    begun = task(1, "expired", begun=True)
    refresher = Task("refresher 7", REFRESHER, "Refresher", "/refresh", "soon", 0, 0)
    assert gathered([begun], [(refresher, {1})]) == [begun]
