"""Where somebody was on a past day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from training.reports.rules_past import TeamFact, TeamThen, Turn, team_on, was_away

DAY = date(2026, 3, 3)
BEFORE, AFTER = DAY - timedelta(days=9), DAY + timedelta(days=9)


def test_a_later_move_is_taken_back() -> None:
    facts = [TeamFact(BEFORE), TeamFact(AFTER, "counter"), TeamFact(AFTER + timedelta(days=9), "phones")]
    assert team_on(DAY, facts, "office") == TeamThen("counter", known=True)


def test_without_a_later_move_today_is_then() -> None:
    assert team_on(DAY, [TeamFact(BEFORE, "phones")], "counter") == TeamThen("counter", known=True)


def test_of_whom_nothing_was_written_down_by_then_only_today_is_known() -> None:
    assert team_on(DAY, [], "counter") == TeamThen("counter", known=False)
    assert team_on(DAY, [TeamFact(AFTER)], "counter") == TeamThen("counter", known=False)


def test_what_was_erased_tells_nothing() -> None:
    erased = [TeamFact(BEFORE, readable=False), TeamFact(AFTER, readable=False), TeamFact(AFTER, "phones")]
    assert team_on(DAY, erased, "office") == TeamThen("office", known=False)


@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from("abc")), max_size=8), st.integers(0, 60))
def test_the_facts_lead_to_the_same_team_forwards_and_backwards(moves: list[tuple[int, str]], asked: int) -> None:
    start = date(2026, 1, 1)
    team, facts, then = "start", [TeamFact(start)], "start"
    for after, target in sorted(moves, key=lambda move: move[0]):
        facts.append(TeamFact(start + timedelta(days=after), team))
        team = target
        if after <= asked:
            then = target
    assert team_on(start + timedelta(days=asked), facts, team) == TeamThen(then, known=True)


def test_between_leaving_and_coming_back_somebody_is_away() -> None:
    turns = [Turn(BEFORE, BEFORE), Turn(AFTER, None)]
    assert not was_away(BEFORE, turns)
    assert was_away(DAY, turns)
    assert not was_away(AFTER, turns)


def test_a_last_day_that_was_taken_back_in_time_was_no_absence() -> None:
    assert not was_away(DAY, [Turn(BEFORE, AFTER), Turn(DAY, None)])
