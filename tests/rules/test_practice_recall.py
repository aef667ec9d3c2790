"""How much is remembered, and how honest the interval is: tried on learners whose memory is known."""

from dataclasses import replace
from datetime import date, timedelta
from math import exp, log
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from training.practice.rules_memory import Memory, Rating, answered, retrievability
from training.practice.rules_recall import (
    ENOUGH,
    SPREAD,
    Level,
    Recall,
    Remembered,
    forgotten,
    recall_by_skill,
    recall_of,
)

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # whole lives on busy machines
DAY = date(2026, 3, 12)
TEST_DAY = DAY + timedelta(days=140)
RUNS = 400


def learn(random: Random, cards: int, shift: float) -> list[Memory]:
    """Memories after some weeks of practice, of somebody who remembers as FSRS says, shifted in log odds."""
    memories = []
    for _card in range(cards):
        day = DAY + timedelta(days=random.randrange(30))
        memory = answered(None, random.choice([Rating.AGAIN, Rating.GOOD, Rating.GOOD, Rating.EASY]), day)
        while memory.due_on < DAY + timedelta(days=100):
            day = max(memory.due_on, memory.last_on + timedelta(days=1)) + timedelta(days=random.randrange(8))
            right = random.random() < true_chance(memory, day, shift)
            memory = answered(memory, Rating.GOOD if right else Rating.AGAIN, day)
        memories.append(memory)
    return memories


def true_chance(memory: Memory, day: date, shift: float) -> float:
    chance = min(1 - 1e-9, retrievability(memory, day))
    return 1 / (1 + exp(-(log(chance / (1 - chance)) + shift)))


def coverage(cards: int, *, spread: float, seed: int) -> float:
    """How often the number remembered on a test day lies in the interval."""
    random, covered = Random(seed), 0  # noqa: S311 -- a learner's luck, the same each time
    for _run in range(RUNS):
        shift = random.gauss(0, spread)
        memories = learn(random, cards, shift)
        found = recall_of("calls", memories, TEST_DAY)
        remembered = sum(random.random() < true_chance(memory, TEST_DAY, shift) for memory in memories)
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= remembered <= found.high
    return covered / RUNS


@pytest.mark.parametrize("cards", [20, 40])
def test_the_interval_covers_nine_of_ten_for_a_memory_that_follows_the_model(cards: int) -> None:
    assert 0.85 <= coverage(cards, spread=0.0, seed=cards) <= 0.95


@pytest.mark.parametrize("cards", [20, 40])
def test_the_interval_covers_nine_of_ten_for_people_who_differ_from_it(cards: int) -> None:
    assert 0.85 <= coverage(cards, spread=SPREAD, seed=cards) <= 0.95


chances = st.lists(st.floats(0, 1), max_size=40)


@calm
@given(chances)
def test_the_numbers_forgotten_are_a_distribution_with_the_right_mean(some: list[float]) -> None:
    weights = forgotten(some)
    assert sum(weights) == pytest.approx(1, abs=1e-6)
    assert sum(number * weight for number, weight in enumerate(weights)) == pytest.approx(
        sum(1 - chance for chance in some), abs=1e-5
    )


def memories(count: int, **values: float | int) -> list[Memory]:
    memory = answered(None, Rating.GOOD, DAY)
    return [replace(memory, **values) for _card in range(count)]  # type: ignore[arg-type] # fields of a memory


def test_with_few_cards_nothing_is_said() -> None:
    found = recall_of("calls", [*memories(ENOUGH - 1), None, None], DAY)
    assert found == Recall("calls", 4, 2)
    assert found.level == Level.UNKNOWN


@calm
@given(st.integers(ENOUGH, 30), st.integers(0, 900))
def test_the_expected_number_lies_in_its_interval_and_falls_with_time(count: int, days: int) -> None:
    now = recall_of("calls", memories(count), DAY + timedelta(days=days))
    later = recall_of("calls", memories(count), DAY + timedelta(days=days + 30))
    assert now.low is not None
    assert now.high is not None
    assert now.expected is not None
    assert later.expected is not None
    assert 0 <= now.low <= round(now.expected) <= now.high <= count
    assert later.expected <= now.expected + 1e-9


def test_many_answers_make_it_surer() -> None:
    day = DAY + timedelta(days=30)
    few = recall_of("calls", memories(30), day)
    many = recall_of("calls", memories(30, expected=9.0, information=0.9, remembered=9), day)
    assert width(many) < width(few)


def test_answers_that_were_worse_than_expected_lower_it() -> None:
    day = DAY + timedelta(days=30)
    as_expected = recall_of("calls", memories(9, expected=4.5, information=0.45, remembered=4), day)
    worse = recall_of("calls", memories(9, expected=4.5, information=0.45, remembered=2), day)
    assert as_expected.expected is not None
    assert worse.expected is not None
    assert worse.expected < as_expected.expected - 1


def width(found: Recall) -> int:
    assert found.low is not None
    assert found.high is not None
    return found.high - found.low


def test_a_card_counts_for_each_of_its_skills() -> None:
    memory = answered(None, Rating.GOOD, DAY)
    cards = [Remembered(("calls", "returns"), memory)] * 3 + [Remembered(("calls",), None)]
    found = recall_by_skill(cards, DAY)
    assert [(one.skill, one.cards, one.answered) for one in found] == [("calls", 4, 3), ("returns", 3, 3)]


@pytest.mark.parametrize(
    ("expected", "level"),
    [(10.0, Level.FRESH), (9.0, Level.FRESH), (8.9, Level.MOSTLY), (7.4, Level.FADING), (4.9, Level.FADED)],
)
def test_the_share_has_a_word(expected: float, level: Level) -> None:
    assert Recall("calls", 10, 10, expected, 0, 10).level == level
