"""What people are told, and what never: by example, and day by day over invented half-years."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.certification.rules import Level, State
from training.core.notices import Waiting
from training.reminders.rules import Asked, Digest, Duty, History, Kind, Topic
from training.reminders.rules_chain import Chain, Member
from training.reminders.rules_own import digest_for, everything
from training.reminders.rules_team import digest_of_team, matters_of
from training.reminders.rules_when import Rhythm, Tells, Wish

DAY = timedelta(days=1)
START = date(2026, 1, 5)  # a Monday


def duty(
    state: State, *, due: date | None = None, until: date | None = None, since: date = START, **more: object
) -> Duty:
    return Duty("calls", 7, state, since, until, due, **more)  # type: ignore[arg-type] # as it comes


def asked(*duties: Duty, level: Level = Level.TRAINING, until: date | None = None, started: date = START) -> Asked:
    return Asked(1, 2, started, level, until, duties)


class Diary:
    """Tells one person day by day and keeps what was told."""

    def __init__(self) -> None:
        self.days: dict[str, date] = {}
        self.digests: dict[date, Digest] = {}

    def tell(self, one: Asked, today: date, **more: object) -> Digest | None:
        rested = not self.digests or (today - max(self.digests)).days >= 3
        found = digest_for(
            [one],
            History(self.days),
            today=today,
            tells=Tells.EVERYTHING,
            rested=rested,
            **more,  # type: ignore[arg-type] # by name
        )
        if found is not None:
            assert self.days.keys().isdisjoint(topic.key for topic in found.topics), "told twice"
            self.days |= {topic.key: today for topic in found.topics}
            self.digests[today] = found
        return found

    def kinds(self) -> dict[date, list[Kind]]:
        return {day: [line.kind for line in digest.lines] for day, digest in self.digests.items()}


def state_on(day: date, due: date, done: date | None) -> Duty:
    if done is not None and day >= done:
        return duty(State.MET, since=done)
    if day > due:
        return duty(State.OVERDUE, due=due, since=due + DAY)
    soon = max(due - 14 * DAY, START)
    return duty(State.SOON, due=due, since=soon) if day >= soon else duty(State.DUE, due=due)


def test_a_month_of_somebody_who_does_nothing_is_calm() -> None:
    diary, due = Diary(), START + 30 * DAY
    for number in range(75):
        today = START + number * DAY
        diary.tell(asked(state_on(today, due, None)), today)
    told = {(day - START).days: kinds for day, kinds in diary.kinds().items()}
    assert told == {
        0: [Kind.ASSIGNED],
        16: [Kind.SOON],
        30: [Kind.DUE],
        33: [Kind.OVERDUE],
        40: [Kind.OVERDUE],
        54: [Kind.OVERDUE],
        68: [Kind.OVERDUE],
    }


def test_what_is_due_within_days_of_its_beginning_is_not_named_twice_at_once() -> None:
    diary, due = Diary(), START + 7 * DAY
    for number in range(11):
        diary.tell(asked(state_on(START + number * DAY, due, None)), START + number * DAY)
    assert {(day - START).days: kinds for day, kinds in diary.kinds().items()} == {
        0: [Kind.ASSIGNED],
        7: [Kind.DUE],
        10: [Kind.OVERDUE],
    }


def test_what_falls_due_on_a_day_of_rest_is_named_before_it() -> None:
    friday, sunday = START + 4 * DAY, START + 6 * DAY
    one = asked(duty(State.SOON, due=sunday), started=START - 90 * DAY)
    wish = Wish(zone=None, rhythm=Rhythm.WORKDAYS)  # type: ignore[arg-type] # not asked for here
    diary = Diary()
    diary.tell(asked(duty(State.SOON, due=sunday), started=START - 90 * DAY), START)
    found = diary.tell(one, friday, days_to_next=wish.days_to_next(friday))
    assert found is not None
    assert [line.kind for line in found.lines] == [Kind.DUE]


def test_a_certificate_that_ends_is_one_line_when_it_can_be_renewed_and_one_a_week_before() -> None:
    diary, until = Diary(), START + 30 * DAY
    for number in range(31):
        both = [Duty(name, name, State.SOON, START, until, until) for name in ("calls", "returns")]
        diary.tell(asked(*both, level=Level.SOON, until=until, started=START - 335 * DAY), START + number * DAY)
    assert {
        (day - START).days: [(line.kind, line.count) for line in digest.lines] for day, digest in diary.digests.items()
    } == {
        0: [(Kind.RENEW, 2)],
        23: [(Kind.ENDING, 2)],
    }


def test_in_grace_it_is_said_once_until_when_renewing_keeps_the_date() -> None:
    diary, until = Diary(), START - DAY
    for number in range(14):
        held = duty(State.SOON, until=until, due=until + 14 * DAY)
        diary.tell(asked(held, level=Level.SOON, until=until, started=START - 365 * DAY), START + number * DAY)
    assert list(diary.kinds().values()) == [[Kind.GRACE]]
    assert diary.digests[START].lines[0].on == until + 14 * DAY


def test_what_waits_for_something_else_is_not_asked_for() -> None:
    one = asked(duty(State.OVERDUE, due=START - DAY, blocked=True), started=START - 60 * DAY)
    assert Diary().tell(one, START) is None


def test_a_document_that_changed_is_named_and_once_more_when_its_day_is_near() -> None:
    diary, due = Diary(), START + 30 * DAY
    for number in range(31):
        diary.tell(asked(duty(State.CHANGED, due=due), started=START - 200 * DAY), START + number * DAY)
    assert {(day - START).days: kinds for day, kinds in diary.kinds().items()} == {
        0: [Kind.CHANGED],
        16: [Kind.SOON],
        30: [Kind.DUE],
    }


def test_what_two_programmes_ask_for_is_one_line_and_counts_as_told_for_both() -> None:
    later = Asked(2, 3, START - 60 * DAY, Level.TRAINING, None, (duty(State.SOON, due=START + 5 * DAY),))
    sooner = asked(duty(State.OVERDUE, due=START - DAY), started=START - 60 * DAY)
    found = digest_for([later, sooner], History({}), today=START, tells=Tells.EVERYTHING)
    assert found is not None
    assert [line.kind for line in found.lines] == [Kind.OVERDUE]
    assert len(found.topics) == 2


def test_after_a_leave_everything_open_is_named_once_and_then_the_usual_goes_on() -> None:
    diary, back = Diary(), START + 40 * DAY
    one = asked(state_on(back, START + 30 * DAY, None), started=START - 60 * DAY)
    welcome = diary.tell(one, back, back_on=back)
    assert welcome is not None
    assert welcome.occasion is Kind.BACK
    days = [number for number in range(1, 30) if diary.tell(one, back + number * DAY, back_on=back)]
    assert days == [7, 21]


def test_whoever_is_reminded_by_hand_does_not_hear_the_same_on_the_next_morning() -> None:
    diary = Diary()
    two = asked(
        duty(State.OVERDUE, due=START - DAY),
        Duty("returns", 8, State.SOON, START, None, START + 14 * DAY),
        started=START - 60 * DAY,
    )
    found = everything([two], History({}), today=START, occasion=Kind.ASKED, mark=Topic(Kind.ASKED, "", START))
    assert found is not None
    assert [line.kind for line in found.lines] == [Kind.OVERDUE, Kind.SOON]
    diary.days = {topic.key: START for topic in found.topics}
    heard = [number for number in range(1, 14) if diary.tell(two, START + number * DAY)]
    assert heard == [7]


def test_a_reminder_by_hand_begins_the_pause_of_what_is_late_anew() -> None:
    diary, late = Diary(), asked(duty(State.OVERDUE, due=START - DAY), started=START - 60 * DAY)
    diary.tell(late, START)
    by_hand = START + 6 * DAY
    found = everything(
        [late], History(diary.days), today=by_hand, occasion=Kind.ASKED, mark=Topic(Kind.ASKED, "", by_hand)
    )
    assert found is not None
    diary.days |= {topic.key: by_hand for topic in found.topics}
    assert [number for number in range(7, 24) if diary.tell(late, START + number * DAY)] == [20]


def test_what_is_due_within_the_days_of_rest_goes_along_with_what_goes_out_anyway() -> None:
    diary = Diary()
    two = asked(
        duty(State.OVERDUE, due=START - DAY),
        Duty("returns", 8, State.SOON, START, None, START + 2 * DAY),
        started=START - 60 * DAY,
    )
    for number in range(3):
        diary.tell(two, START + number * DAY)
    assert list(diary.kinds().items()) == [(START, [Kind.OVERDUE, Kind.DUE])]


def test_a_weekly_digest_lets_only_what_is_urgent_come_sooner() -> None:
    soon = asked(duty(State.SOON, due=START + 10 * DAY), started=START - 60 * DAY)
    late = asked(duty(State.OVERDUE, due=START - DAY), started=START - 60 * DAY)
    assert digest_for([soon], History({}), today=START, tells=Tells.URGENT) is None
    assert digest_for([late], History({}), today=START, tells=Tells.URGENT) is not None


@st.composite
def stories(draw: st.DrawFn) -> list[tuple[int, int | None]]:
    """For each of some duties when it is due and on which day it is done, in days from the start."""
    one = st.tuples(st.integers(3, 90), st.none() | st.integers(1, 150))
    return draw(st.lists(one, min_size=1, max_size=6))


@given(
    stories(),
    st.sampled_from(Rhythm),
    st.integers(0, 6),
    st.lists(st.tuples(st.integers(0, 150), st.integers(7, 40)), max_size=2),
)
def test_over_half_a_year_nothing_is_told_twice_nor_about_what_is_held_nor_too_often(
    story: list[tuple[int, int | None]], rhythm: Rhythm, weekday: int, leaves: list[tuple[int, int]]
) -> None:
    wish = Wish(zone=None, rhythm=rhythm, weekday=weekday)  # type: ignore[arg-type] # not asked for here
    known: dict[str, date] = {}
    spoken: dict[str, list[date]] = {}
    last: date | None = None
    first_late: dict[str, date] = {}
    for number in range(180):
        today = START + number * DAY
        duties = [
            Duty(f"d{place}", place, found.state, found.since, found.until, found.due_on)
            for place, (due, done) in enumerate(story)
            for found in [state_on(today, START + due * DAY, None if done is None else START + done * DAY)]
        ]
        away = any(first <= number < first + length for first, length in leaves)
        if away:
            continue
        back = next((first + length for first, length in leaves if 0 <= number - first - length < 7), None)
        one = asked(*duties)
        digest = digest_for(
            [one],
            History(known),
            today=today,
            tells=wish.tells(today),
            days_to_next=wish.days_to_next(today),
            back_on=None if back is None else START + back * DAY,
            rested=last is None or (today - last).days >= 3,
        )
        if digest is None:
            continue
        assert digest.lines
        assert (
            digest.occasion
            or last is None
            or (today - last).days >= 3
            or {line.kind for line in digest.lines}
            & {
                Kind.DUE,
                Kind.ASSIGNED,
            }
        ), "no rest"
        last = today
        keys = [topic.key for topic in digest.topics]
        assert known.keys().isdisjoint(keys)
        assert len(set(keys)) == len(keys)
        for line in digest.lines:
            assert line.topics
            if line.target is None:
                assert not all(part.held for part in duties)
                continue
            (about,) = [part for part in duties if part.target == line.target]
            assert not about.held
            if line.kind is Kind.OVERDUE:
                spoken.setdefault(about.requirement_id, []).append(today)
                first_late.setdefault(about.requirement_id, today)
        known |= dict.fromkeys(keys, today)
        if digest.occasion is None:
            for days in spoken.values():
                assert all(later - earlier >= 7 * DAY for earlier, later in pairwise(days)) or leaves
    if not leaves:
        for place, (due, done) in enumerate(story):
            if (done is None or done > due + 6) and due + 6 < 180:
                assert first_late[f"d{place}"] - (START + due * DAY) <= 6 * DAY, "nobody said that it is late"


def test_a_manager_hears_of_a_late_person_once_then_in_a_calm_rhythm() -> None:
    late = asked(duty(State.OVERDUE, due=START - DAY), started=START - 60 * DAY, level=Level.OVERDUE)
    days, known = [], {}
    for number in range(40):
        today = START + number * DAY
        matters = list(matters_of(5, [late], today=today))
        found = digest_of_team(matters, (), (), History(known), today=today, tells=Tells.EVERYTHING)
        if found is not None:
            days.append(number)
            known |= {topic.key: today for topic in found.topics}
    assert days == [0, 7, 21, 35]


def test_whoever_looks_after_the_manager_hears_of_it_after_the_set_time_and_only_once() -> None:
    late = asked(duty(State.OVERDUE, due=START - DAY), started=START - 60 * DAY, level=Level.OVERDUE)
    known: dict[str, date] = {}
    days = []
    for number in range(40):
        today = START + number * DAY
        matters = list(matters_of(5, [late], today=today))
        found = digest_of_team((), matters, (), History(known), today=today, tells=Tells.URGENT)
        if found is not None or (
            found := digest_of_team((), matters, (), History(known), today=today, tells=Tells.EVERYTHING)
        ):
            days.append(number)
            known |= {topic.key: today for topic in found.topics}
    assert days == [13]  # 14 days after the last day that was in time


def test_what_waits_for_somebody_is_told_until_it_is_done() -> None:
    waits = [Waiting(5, "credential:17", "A certificate to check", "/credentials/17", START)]
    found = digest_of_team((), (), waits, History({}), today=START, tells=Tells.EVERYTHING)
    assert found is not None
    known = History({topic.key: START for topic in found.topics})
    assert digest_of_team((), (), waits, known, today=START + 6 * DAY, tells=Tells.EVERYTHING) is None
    assert digest_of_team((), (), waits, known, today=START + 7 * DAY, tells=Tells.EVERYTHING) is not None


def member(manager: int | None = None, teams: tuple[int, ...] = (), status: str = "active") -> Member:
    return Member(manager, teams, status)


def test_the_named_manager_comes_before_whoever_leads_the_team() -> None:
    members = {1: member(2, (10,)), 2: member(None, (10,)), 3: member(None, (10,)), 4: member(None, (9,))}
    assert Chain(members, {10: [3]}).above(1) == {2}
    assert Chain(members, {10: [3]}).above(2) == {3}
    assert Chain(members, {10: [3], 9: [4]}).above(3) == frozenset()


def test_a_team_without_a_leader_is_looked_after_from_above_and_nobody_looks_after_themselves() -> None:
    members = {1: member(None, (11, 10)), 3: member(None, (10, 9)), 4: member(None, (9,))}
    chain = Chain(members, {10: [3], 9: [4]})
    assert chain.above(1) == {3}
    assert chain.above(3) == {4}
    assert chain.people_below(4) == {1}


@pytest.mark.parametrize(("stand_ins", "expected"), [({2: [5]}, {5}), ({}, {4}), ({2: [6]}, {4})])
def test_for_a_manager_on_leave_the_stand_in_hears_it_or_whoever_looks_after_that_manager(
    stand_ins: dict[int, list[int]], expected: set[int]
) -> None:
    members = {1: member(2), 2: member(4, status="leave"), 4: member(), 5: member(), 6: member(status="leave")}
    assert Chain(members, {}, stand_ins).above(1) == expected


@given(st.lists(st.tuples(st.none() | st.integers(0, 7), st.sampled_from(["active", "leave", "future"])), max_size=8))
def test_whoever_manages_whom_the_way_up_ends_and_leads_to_people_at_work(rows: list[tuple[int | None, str]]) -> None:
    members = {key: member(manager, (), status) for key, (manager, status) in enumerate(rows)}
    chain = Chain(members, {})
    for key in members:
        assert key not in chain.above(key)
        assert all(members[one].status == "active" for one in chain.above(key))
        assert key not in chain.people_below(key)
