from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from training.certification.rules_assignment import (
    Because,
    Begin,
    Employment,
    End,
    Ended,
    Offer,
    Open,
    RoleHeld,
    reconcile,
    shortest,
)
from training.content.durations import Duration

DAY = timedelta(days=1)
TODAY = date(2026, 3, 12)
COUNTER, PHONE = RoleHeld(1, "counter-staff", date(2026, 3, 2)), RoleHeld(2, "phone-agent", date(2026, 3, 9))
CALLS = Offer(10, date(2026, 1, 5), frozenset({"counter-staff", "phone-agent"}), Duration(30, "days"))
TILLS = Offer(11, date(2026, 1, 5), frozenset({"counter-staff"}), None)


def changes(roles: list[RoleHeld], assignments: list[Open], *offers: Offer, **other: Any) -> list[Begin | End]:
    place = {name: other.pop(name) for name in ("team", "hired_on", "last_day") if name in other}
    known: dict[str, Any] = {"employment": Employment(**place), "today": TODAY}
    return reconcile(roles, assignments, {offer.document_id: offer for offer in offers}, **(known | other))


def test_a_role_begins_its_programmes_on_its_first_day() -> None:
    assert changes([COUNTER], [], CALLS, TILLS) == [Begin(10, 1, date(2026, 3, 2)), Begin(11, 1, date(2026, 3, 2))]


def test_a_role_that_has_not_begun_asks_for_nothing_yet() -> None:
    assert changes([RoleHeld(1, "counter-staff", TODAY + DAY)], [], CALLS) == []


def test_two_roles_ask_for_the_same_programme_once() -> None:
    assert changes([PHONE, COUNTER], [], CALLS) == [Begin(10, 1, date(2026, 3, 2))]


def test_a_programme_counts_from_its_publication_for_those_who_were_there_before() -> None:
    new = Offer(10, date(2026, 3, 10), CALLS.roles, CALLS.shortest)
    assert changes([COUNTER], [], new) == [Begin(10, 1, date(2026, 3, 10))]


def test_nobody_is_late_on_the_day_they_are_first_asked() -> None:
    veteran = RoleHeld(1, "counter-staff", date(2019, 4, 1))
    assert changes([veteran], [], CALLS) == [Begin(10, 1, TODAY)]
    assert changes([veteran], [], TILLS) == [Begin(11, 1, TILLS.published_on)]


HARBOUR = Offer(12, date(2026, 1, 5), frozenset(), None, places=frozenset({"/1/4/"}), of_teams=True)
HOUSE = Offer(13, date(2026, 1, 5), frozenset(), Duration(30, "days"), everybody=True)


def test_a_programme_of_a_team_is_asked_of_all_who_work_in_it_or_below() -> None:
    begun = [Begin(12, None, date(2026, 2, 1), Because.TEAM)]
    assert changes([], [], HARBOUR, team="/1/4/7/", hired_on=date(2026, 2, 1)) == begun
    assert changes([], [], HARBOUR, team="/1/5/", hired_on=date(2026, 2, 1)) == []


def test_of_roles_and_teams_both_have_to_fit() -> None:
    there = replace(CALLS, places=frozenset({"/1/4/"}), of_teams=True)
    assert changes([COUNTER], [], there, team="/1/4/") == [Begin(10, 1, COUNTER.from_on)]
    assert changes([COUNTER], [], there, team="/1/5/") == []
    assert changes([], [], there, team="/1/4/") == []


def test_a_team_that_nobody_knows_asks_nobody() -> None:
    assert changes([COUNTER], [], replace(HARBOUR, places=frozenset()), team="/1/4/") == []


def test_everybody_is_asked_from_their_first_day_on() -> None:
    assert changes([], [], HOUSE, hired_on=TODAY) == [Begin(13, None, TODAY, Because.EVERYBODY)]
    assert changes([], [], HOUSE, hired_on=TODAY + DAY) == []
    assert changes([], [], HOUSE, hired_on=date(2019, 1, 1)) == [Begin(13, None, TODAY, Because.EVERYBODY)]


def test_a_campaign_begins_within_its_days_and_goes_on_for_those_it_was_asked_of() -> None:
    campaign = replace(HOUSE, asked_from=date(2026, 3, 10), asked_until=date(2026, 3, 20))
    asked = Open(5, 13, date(2026, 3, 12), by_hand=False)
    assert changes([], [], campaign, today=date(2026, 3, 9)) == []
    begun = Begin(13, None, date(2026, 3, 10), Because.EVERYBODY)
    assert changes([], [], campaign, today=date(2026, 3, 20)) == [begun]
    assert changes([], [], campaign, today=date(2026, 3, 21)) == []
    assert changes([], [asked], campaign, today=date(2026, 5, 1)) == []


def test_who_moves_to_another_team_is_asked_no_more() -> None:
    asked = Open(5, 12, date(2026, 2, 1), by_hand=False)
    assert changes([], [asked], HARBOUR, team="/1/5/") == [End(5, TODAY)]


def test_an_assignment_ends_the_day_after_its_role() -> None:
    over = RoleHeld(1, "counter-staff", date(2026, 3, 2), date(2026, 3, 10))
    assert changes([over], [Open(5, 10, date(2026, 3, 2), by_hand=False)], CALLS) == [End(5, date(2026, 3, 11))]


def test_another_role_with_the_same_programme_carries_it_on() -> None:
    over = RoleHeld(1, "counter-staff", date(2026, 3, 2), date(2026, 3, 10))
    assert changes([over, PHONE], [Open(5, 10, date(2026, 3, 2), by_hand=False)], CALLS) == []


def test_a_role_taken_back_ends_it_today() -> None:
    assert changes([], [Open(5, 10, date(2026, 3, 2), by_hand=False)], CALLS) == [End(5, TODAY)]


def test_an_older_time_in_the_role_does_not_date_the_end() -> None:
    earlier = RoleHeld(1, "counter-staff", date(2024, 3, 2), date(2024, 9, 1))
    assert changes([earlier], [Open(5, 10, date(2026, 3, 2), by_hand=False)], CALLS) == [End(5, TODAY)]


def test_what_was_assigned_by_hand_stays_without_a_role() -> None:
    assert changes([], [Open(5, 10, date(2026, 3, 2), by_hand=True)], CALLS) == []
    assert changes([COUNTER], [Open(5, 10, date(2026, 3, 2), by_hand=True)], CALLS) == []


def test_leaving_ends_everything_after_the_last_day_of_work() -> None:
    last = TODAY - DAY
    assert changes([COUNTER], [Open(5, 10, date(2026, 3, 2), by_hand=True)], CALLS, last_day=last) == [
        End(5, TODAY, Ended.LEFT)
    ]
    assert changes([COUNTER], [Open(5, 10, date(2026, 3, 2), by_hand=True)], CALLS, last_day=TODAY) == []


def test_a_programme_that_is_gone_ends() -> None:
    assert changes([COUNTER], [Open(5, 10, date(2026, 3, 2), by_hand=True)]) == [End(5, TODAY, Ended.RETIRED)]


def test_the_shortest_time_is_the_one_that_runs_out_first() -> None:
    times = [Duration(5, "weeks"), None, Duration(1, "months"), Duration(33, "days")]
    assert shortest(times, TODAY) == Duration(1, "months")
    assert shortest([None], TODAY) is None


PERIODS = st.tuples(
    st.integers(0, 40), st.none() | st.integers(0, 40), st.sampled_from(["counter-staff", "phone-agent"])
)


@given(st.lists(PERIODS, max_size=4), st.integers(0, 60), st.none() | st.integers(0, 60))
def test_once_reconciled_nothing_is_left_to_do(
    periods: list[tuple[int, int | None, str]], day: int, last: int | None
) -> None:
    first = date(2026, 2, 1)
    roles = [
        RoleHeld(number, slug, first + begin * DAY, None if length is None else first + (begin + length) * DAY)
        for number, (begin, length, slug) in enumerate(periods)
    ]
    known: dict[str, Any] = {
        "last_day": None if last is None else first + last * DAY,
        "today": first + day * DAY,
    }
    begun = [change for change in changes(roles, [], CALLS, TILLS, **known) if isinstance(change, Begin)]
    opened = [Open(place, begin.document_id, begin.start_on, by_hand=False) for place, begin in enumerate(begun)]
    assert changes(roles, opened, CALLS, TILLS, **known) == []
    for later in range(0, 100, 7):
        for change in changes(roles, opened, CALLS, TILLS, **(known | {"today": first + (day + later) * DAY})):
            if isinstance(change, End):
                assert opened[change.assignment_id].start_on <= change.ended_on <= first + (day + later) * DAY
