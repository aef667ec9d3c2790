"""What an answer says about a memory, day by day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from training.practice.rules_memory import (
    LONGEST_INTERVAL,
    MOST_A_DAY,
    Memory,
    Rating,
    answered,
    counts,
    retrievability,
)

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # whole lives on busy machines
DAY = date(2026, 3, 12)
ratings = st.sampled_from(Rating)
histories = st.lists(st.tuples(st.integers(0, 400), ratings), min_size=1, max_size=30)


def learned(history: list[tuple[int, Rating]]) -> tuple[Memory, date]:
    """The memory after answers, each so many days after the one before; those that do not count are left out."""
    memory, day = None, DAY
    for days, rating in history:
        day += timedelta(days=days)
        if counts(memory, day):
            memory = answered(memory, rating, day)
    assert memory is not None
    return memory, day


@calm
@given(histories)
def test_a_card_that_was_remembered_is_not_due_again_on_that_day(history: list[tuple[int, Rating]]) -> None:
    memory, _day = learned(history)
    assert (memory.due_on > memory.last_on) == (not memory.failed or memory.tries == MOST_A_DAY)
    assert memory.due_on <= memory.last_on + timedelta(days=LONGEST_INTERVAL)


@calm
@given(histories, st.integers(0, 1000))
def test_chances_fall_with_each_day_and_are_chances(history: list[tuple[int, Rating]], days: int) -> None:
    memory, _day = learned(history)
    chances = [retrievability(memory, memory.last_on + timedelta(days=after)) for after in (0, days, days + 1)]
    assert chances[0] == 1
    assert all(0 < chance <= 1 for chance in chances)
    assert all(one >= other for one, other in pairwise(chances))


@calm
@given(histories)
def test_a_day_before_the_last_answer_is_as_the_day_of_it(history: list[tuple[int, Rating]]) -> None:
    memory, _day = learned(history)
    assert retrievability(memory, memory.last_on - timedelta(days=9)) == 1


@calm
@given(histories, ratings)
def test_a_second_answer_of_the_day_counts_only_after_a_failure(
    history: list[tuple[int, Rating]], rating: Rating
) -> None:
    memory, _day = learned(history)
    if memory.failed and memory.tries < MOST_A_DAY:
        assert answered(memory, rating, memory.last_on).tries == memory.tries + 1
    else:
        with pytest.raises(ValueError, match="answered"):
            answered(memory, rating, memory.last_on)


def test_nothing_counts_before_the_last_answer() -> None:
    memory = answered(None, Rating.GOOD, DAY)
    assert not counts(memory, DAY - timedelta(days=1))


def test_the_chance_is_nine_in_ten_when_a_card_falls_due() -> None:
    memory = answered(None, Rating.EASY, DAY)
    assert retrievability(memory, memory.due_on) == pytest.approx(0.9, abs=0.01)


def test_better_ratings_lead_to_later_days() -> None:
    first = answered(None, Rating.GOOD, DAY)
    due = [answered(first, rating, first.due_on).due_on for rating in Rating]
    assert due == sorted(due)
    assert len(set(due)) == len(due)


def test_a_card_that_is_not_remembered_may_come_twice_more_and_then_tomorrow() -> None:
    memory = answered(None, Rating.AGAIN, DAY)
    assert memory.due_on == DAY
    memory = answered(memory, Rating.AGAIN, DAY)
    assert memory.due_on == DAY
    memory = answered(memory, Rating.AGAIN, DAY)
    assert (memory.due_on, memory.lapses) == (DAY + timedelta(days=1), 0)


def test_only_answers_after_a_night_tell_how_well_the_model_fits() -> None:
    memory = answered(answered(None, Rating.AGAIN, DAY), Rating.GOOD, DAY)
    assert (memory.expected, memory.remembered) == (0, 0)
    memory = answered(memory, Rating.GOOD, DAY + timedelta(days=2))
    assert 0 < memory.expected < 1
    assert (memory.remembered, memory.information) == (1, memory.expected * (1 - memory.expected))
    memory = answered(memory, Rating.AGAIN, DAY + timedelta(days=9))
    assert (memory.remembered, memory.lapses) == (1, 1)
