"""Due days that move: leave, extensions, calendar days; and ends with grace, or on a day of the year."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.evidence import CALLS, PROGRAMME, SOME_DAYS, START, YEAR, fact, withdrawn
from training.certification.rules import Evidence, Leave, Level, Programme, Requirement, Standing, State, Term, Why
from training.certification.rules_dates import Validity
from training.certification.rules_programme import Outcome, certify
from training.content.durations import Duration

DAY = timedelta(days=1)
PASSED_ON = date(2026, 3, 10)
FIRST = [fact(1, "module.done", date(2026, 3, 3)), fact(2, "quiz.passed", PASSED_ON, score=90)]
KIND = replace(CALLS, validity=Validity(months=12, window=60, grace=14))
HELD = Term(PASSED_ON, PASSED_ON, 1, date(2027, 3, 9))


def at(programme: Programme, today: date, *facts: Evidence, **other: object) -> Outcome:
    known: dict[str, object] = {"start": START, "targets": {}, "terms": ()}
    return certify(programme, facts, today=today, **(known | other))  # type: ignore[arg-type] # by name


def first(outcome: Outcome) -> Standing:
    return outcome.requirements[0]


def extended(number: int, on: date, until: date, target: int = PROGRAMME) -> Evidence:
    return Evidence(number, "extended", target, 1, on, datetime(on.year, on.month, on.day, 9, tzinfo=UTC), until=until)


def test_each_day_of_leave_that_was_taken_moves_a_due_day_by_one() -> None:
    week = Leave(date(2026, 3, 9), date(2026, 3, 15))
    for today, days in ((date(2026, 3, 8), 0), (date(2026, 3, 10), 2), (date(2026, 3, 20), 7)):
        standing = first(at(CALLS, today, leave=[week]))
        assert (standing.due_on, standing.reason.values["leave_days"]) == (date(2026, 3, 16) + days * DAY, days)
    assert at(CALLS, date(2026, 3, 10), leave=[week]).programme.changes_on == date(2026, 3, 11)


def test_leave_that_came_after_the_due_day_moves_nothing() -> None:
    later = Leave(date(2026, 3, 17), date(2026, 4, 15))
    assert first(at(CALLS, date(2026, 4, 1), leave=[later])).state is State.OVERDUE


def test_a_second_leave_counts_from_the_day_as_it_was_moved() -> None:
    leave = [Leave(date(2026, 3, 12), date(2026, 3, 14)), Leave(date(2026, 3, 18), date(2026, 3, 18))]
    assert first(at(CALLS, date(2026, 3, 18), leave=leave)).due_on == date(2026, 3, 20)


def test_days_that_two_leaves_share_count_once() -> None:
    leave = [Leave(date(2026, 3, 9), date(2026, 3, 12)), Leave(date(2026, 3, 11), date(2026, 3, 13))]
    assert first(at(CALLS, date(2026, 3, 13), leave=leave)).due_on == date(2026, 3, 21)


def test_nobody_is_late_while_away_until_further_notice() -> None:
    for today in (date(2026, 3, 11), date(2026, 4, 1), date(2027, 3, 1)):
        standing = first(at(CALLS, today, leave=[Leave(date(2026, 3, 10))]))
        assert (standing.state, standing.due_on) == (State.SOON, today + 7 * DAY)


def test_an_end_of_leave_that_is_told_later_changes_nothing_before_it() -> None:
    day = date(2026, 3, 30)
    ends = (None, date(2026, 4, 2), date(2026, 6, 1))
    assert len({first(at(CALLS, day, leave=[Leave(date(2026, 3, 10), end)])).due_on for end in ends}) == 1


def test_a_programme_may_let_time_run_during_leave() -> None:
    strict = replace(CALLS, leave_waits=False)
    standing = first(at(strict, date(2026, 3, 20), leave=[Leave(date(2026, 3, 5), date(2026, 4, 5))]))
    assert standing.state is State.OVERDUE


@given(SOME_DAYS, st.integers(0, 60), SOME_DAYS)
def test_leave_never_brings_a_due_day_forward(begins: date, days: int, today: date) -> None:
    moved = first(at(CALLS, today, leave=[Leave(begins, begins + days * DAY)])).due_on
    assert moved is not None
    assert date(2026, 3, 16) <= moved <= date(2026, 3, 16) + (days + 1) * DAY


def test_an_extension_moves_what_is_asked_from_the_day_it_was_given() -> None:
    given_on, until = date(2026, 3, 20), date(2026, 4, 30)
    facts = [extended(5, given_on, until)]
    assert first(at(CALLS, date(2026, 3, 19), *facts)).state is State.OVERDUE
    standing = first(at(CALLS, given_on, *facts))
    assert (standing.state, standing.due_on, standing.reason.values["extended_to"]) == (State.DUE, until, until)
    assert first(at(CALLS, until + DAY, *facts)).state is State.OVERDUE


def test_an_extension_of_one_requirement_leaves_the_others() -> None:
    outcome = at(CALLS, date(2026, 4, 5), extended(5, date(2026, 3, 10), date(2026, 5, 1), target=2))
    assert [one.state for one in outcome.requirements] == [State.OVERDUE, State.DUE]


def test_a_calendar_day_is_due_for_whoever_begins_before_it() -> None:
    campaign = Programme(YEAR, (Requirement("calls", "module", 1, Duration(30, "days"), due_on=date(2026, 3, 31)),))
    assert first(at(campaign, START)).due_on == date(2026, 3, 31)
    assert first(at(campaign, START)).reason.values["due"] is None
    late = first(at(campaign, date(2026, 4, 2), start=date(2026, 4, 1)))
    assert (late.due_on, late.reason.values["due"]) == (date(2026, 5, 1), Duration(30, "days"))


def test_in_the_days_of_grace_the_certificate_still_counts_and_says_so() -> None:
    outcome = at(KIND, date(2027, 3, 20), *FIRST, terms=[HELD])
    standing = first(outcome)
    assert (standing.state, standing.held, standing.due_on) == (State.SOON, True, date(2027, 3, 23))
    assert standing.reason.why is Why.GRACE
    assert (outcome.programme.level, outcome.programme.certified_on) == (Level.SOON, PASSED_ON)
    assert outcome.programme.until == date(2027, 3, 9)
    assert first(at(KIND, date(2027, 3, 23), *FIRST, terms=[HELD])).held
    after = at(KIND, date(2027, 3, 24), *FIRST, terms=[HELD])
    assert (after.programme.level, first(after).state) == (Level.EXPIRED, State.EXPIRED)


def test_renewing_in_the_days_of_grace_keeps_the_anniversary() -> None:
    again = [fact(3, "module.done", date(2027, 3, 12)), fact(4, "quiz.passed", date(2027, 3, 20))]
    (term,) = at(KIND, date(2027, 3, 20), *FIRST, *again, terms=[HELD]).earned
    assert (term.issued_on, term.anchor_on, term.until) == (date(2027, 3, 20), PASSED_ON, date(2028, 3, 9))


def test_renewing_after_them_begins_a_new_anniversary() -> None:
    again = [fact(3, "module.done", date(2027, 3, 12)), fact(4, "quiz.passed", date(2027, 4, 2))]
    (term,) = at(KIND, date(2027, 4, 2), *FIRST, *again, terms=[HELD]).earned
    assert term.anchor_on == date(2027, 4, 2)


def test_the_window_opens_as_many_days_before_as_the_programme_says() -> None:
    assert first(at(KIND, date(2027, 1, 7), *FIRST, terms=[HELD])).state is State.MET
    assert first(at(KIND, date(2027, 1, 8), *FIRST, terms=[HELD])).state is State.SOON


def test_an_extension_carries_a_certificate_over_its_end() -> None:
    facts = [*FIRST, extended(5, date(2027, 3, 15), date(2027, 4, 30))]
    assert at(CALLS, date(2027, 3, 14), *facts, terms=[HELD]).programme.level is Level.EXPIRED
    carried = at(CALLS, date(2027, 3, 15), *facts, terms=[HELD])
    assert (carried.programme.level, first(carried).due_on) == (Level.SOON, date(2027, 4, 30))
    assert at(CALLS, date(2027, 5, 1), *facts, terms=[HELD]).programme.level is Level.EXPIRED


def test_with_the_full_course_after_the_end_nothing_from_before_it_counts() -> None:
    middle = [*FIRST, fact(3, "quiz.passed", date(2026, 11, 1))]
    assert at(CALLS, date(2027, 4, 1), *middle, terms=[HELD]).requirements[1].held
    full = replace(CALLS, lapsed_full=True)
    assert not at(full, date(2027, 4, 1), *middle, terms=[HELD]).requirements[1].held


def test_what_was_taken_back_counts_again_once_it_is_reinstated() -> None:
    facts = [*FIRST, fact(3, "revoked", date(2026, 5, 1)), fact(4, "reinstated", date(2026, 5, 9))]
    assert first(at(CALLS, date(2026, 5, 8), *facts)).state is not State.MET
    assert first(at(CALLS, date(2026, 5, 9), *facts)).state is State.MET


def test_a_reinstated_certificate_counts_again_and_the_days_between_stay_without_it() -> None:
    given_back = replace(HELD, breaks=(withdrawn(date(2026, 6, 1), date(2026, 6, 20)),))
    levels = [
        at(CALLS, day, *FIRST, terms=[given_back]).programme.level
        for day in (date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 19), date(2026, 6, 20))
    ]
    assert levels == [Level.CERTIFIED, Level.EXPIRED, Level.EXPIRED, Level.CERTIFIED]


@pytest.mark.parametrize(
    ("issued", "ends"),
    [
        (date(2026, 4, 1), date(2027, 3, 31)),
        (date(2026, 9, 15), date(2027, 3, 31)),
        (date(2026, 3, 20), date(2027, 3, 31)),  # the nearer one could be renewed at once
        (date(2026, 1, 10), date(2026, 3, 31)),
    ],
)
def test_a_certificate_may_end_with_a_day_of_the_year(issued: date, ends: date) -> None:
    assert Validity(months=12, ends_on=(3, 31)).last_day(issued) == ends


@given(st.dates(date(2024, 1, 1), date(2035, 12, 31)), st.sampled_from([12, 24, 36]), st.sampled_from([None, 10, 60]))
def test_ends_on_a_day_of_the_year_stay_that_day_for_twenty_renewals(
    issued: date, months: int, window: int | None
) -> None:
    yearly = Validity(months=months, ends_on=(3, 31), window=window, grace=20)
    term = Term(issued, issued, 1, yearly.last_day(issued))
    for renewal in range(20):
        assert term.until is not None
        assert (term.until.month, term.until.day) == (3, 31)
        before = term.until
        term = term.renewed(yearly, before + timedelta(days=renewal % 30 - 10))
        assert term.until == before.replace(year=before.year + months // 12)
