"""Which cards are asked today: never twice without need, never more than three minutes, whatever was before."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from training.practice.rules_memory import MOST_A_DAY, Memory, Rating, answered
from training.practice.rules_queue import (
    MOST_ASKED,
    MOST_CARDS,
    MOST_NEW,
    MOST_SECONDS,
    Waiting,
    minutes,
    sitting,
)

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # whole lives on busy machines
DAY = date(2026, 3, 12)
ONE = timedelta(days=1)
SECONDS = (20, 25, 40)


def new(number: int, *, source: int | None = None, due_on: date = DAY, seconds: int = 20) -> Waiting:
    return Waiting(number, frozenset([(1, str(number if source is None else source))]), due_on, seconds)


def known(number: int, *ratings: Rating, since: date = DAY - 90 * ONE) -> Waiting:
    """A card that was answered whenever it was due."""
    memory: Memory | None = None
    day = since
    for rating in ratings or (Rating.GOOD,):
        memory = answered(memory, rating, day)
        day = max(memory.due_on, day + ONE)
    assert memory is not None
    return Waiting(number, frozenset([(1, str(number))]), memory.due_on, 20, memory, memory.last_on)


def after(card: Waiting, rating: Rating, day: date) -> Waiting:
    memory = answered(card.memory, rating, day)
    return replace(card, memory=memory, due_on=memory.due_on, asked_on=day)


def practise(cards: dict[int, Waiting], day: date, random: Random, *, sittings: int = 1) -> list[tuple[int, bool]]:
    """Answer until it stops; returns what was asked, and whether it was remembered."""
    asked: list[tuple[int, bool]] = []
    while True:
        found = sitting(list(cards.values()), today=day, sittings=sittings)
        if found.is_over:
            return asked
        chosen = found.asked_next[0]
        rating = random.choice([Rating.AGAIN, Rating.AGAIN, *Rating])
        cards[chosen] = after(cards[chosen], rating, day)
        asked.append((chosen, rating != Rating.AGAIN))
        assert len(asked) < 1000, "it does not stop"


decks = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(SECONDS), st.integers(0, 60)), min_size=0, max_size=60
).map(
    lambda rows: {
        number: new(number, source=source, seconds=seconds, due_on=DAY - days * ONE)
        for number, (source, seconds, days) in enumerate(rows)
    }
)
pauses = st.lists(st.integers(0, 200), min_size=1, max_size=25)


@calm
@given(decks, pauses, st.randoms(use_true_random=False))
def test_a_card_is_never_asked_twice_a_day_unless_it_was_not_remembered(
    cards: dict[int, Waiting], days: list[int], random: Random
) -> None:
    day = DAY
    earlier: list[tuple[int, bool]] = []
    for pause in days:
        earlier = [] if pause else earlier
        day += pause * ONE
        earlier += practise(cards, day, random, sittings=2)
        for number in cards:
            told = [remembered for asked, remembered in earlier if asked == number]
            assert not any(told[:-1])
            assert len(told) <= MOST_A_DAY


@calm
@given(decks, pauses, st.randoms(use_true_random=False))
def test_a_sitting_stops_and_is_no_longer_after_any_pause(
    cards: dict[int, Waiting], days: list[int], random: Random
) -> None:
    day = DAY
    for pause in days:
        day += (pause + 1) * ONE
        fresh = {number for number, card in cards.items() if card.is_new}
        asked = practise(cards, day, random)
        different = {number for number, _remembered in asked}
        assert len(asked) <= MOST_ASKED
        assert len(different) <= MOST_CARDS
        assert len(different & fresh) <= MOST_NEW
        assert sum(cards[number].seconds for number in different) <= MOST_SECONDS


@calm
@given(decks, st.randoms(use_true_random=False))
def test_of_cards_that_give_each_other_away_one_is_asked_a_day(cards: dict[int, Waiting], random: Random) -> None:
    asked = {number for number, _remembered in practise(cards, DAY, random, sittings=9)}
    sources = [source for number in asked for source in cards[number].sources]
    assert len(sources) == len(set(sources))


@calm
@given(decks, st.randoms(use_true_random=False), st.integers(1, 500))
def test_days_off_change_nothing_but_the_order(cards: dict[int, Waiting], random: Random, days: int) -> None:
    practise(cards, DAY, random)
    before = {number: card.memory for number, card in cards.items()}
    found = sitting(list(cards.values()), today=DAY + days * ONE)
    assert len(found.asked_next) <= MOST_CARDS
    assert {number: card.memory for number, card in cards.items()} == before


def test_a_card_that_shows_several_others_is_not_asked_beside_any_of_them() -> None:
    line, other = known(1), known(2)
    order = replace(known(3), due_on=DAY, sources=line.sources | frozenset([(1, "9")]))
    assert set(sitting([order, line, other], today=DAY).cards) == {1, 2}
    assert set(sitting([order, other], today=DAY).cards) == {2, 3}


def test_what_is_most_likely_forgotten_comes_first() -> None:
    weak, strong = known(1, Rating.AGAIN, Rating.HARD), known(2, Rating.GOOD, Rating.GOOD)
    day = strong.due_on + ONE
    assert sitting([strong, weak], today=day).cards == (1, 2)


def test_what_was_not_remembered_elsewhere_today_comes_before_all_others() -> None:
    missed = replace(after(known(9), Rating.AGAIN, DAY), asked_on=None)
    assert sitting([known(1), known(2), missed], today=DAY).cards[0] == 9


def test_new_cards_stand_between_known_ones_and_find_room_beside_a_backlog() -> None:
    backlog = [known(number) for number in range(1, 30)]
    fresh = [new(number) for number in range(100, 120)]
    cards = sitting([*backlog, *fresh], today=DAY).cards
    assert len(cards) == MOST_CARDS
    assert [number >= 100 for number in cards] == [False, False, True, False, False, False, False, False]
    few = sitting([*backlog[:4], *fresh], today=DAY).cards
    assert [number >= 100 for number in few] == [False, False, True, False, False, True, True]


def test_a_card_that_was_not_remembered_waits_until_the_others_were_asked() -> None:
    cards = {number: known(number) for number in range(1, 4)}
    first = sitting(list(cards.values()), today=DAY).cards[0]
    cards[first] = after(cards[first], Rating.AGAIN, DAY)
    found = sitting(list(cards.values()), today=DAY)
    assert first not in found.cards
    assert found.again == (first,)
    assert found.done == 1


def test_another_sitting_has_room_of_its_own() -> None:
    cards = {number: known(number) for number in range(20)}
    for number in sitting(list(cards.values()), today=DAY).cards:
        cards[number] = after(cards[number], Rating.GOOD, DAY)
    over = sitting(list(cards.values()), today=DAY)
    assert (over.is_over, over.done, over.more) == (True, 8, True)
    assert len(sitting(list(cards.values()), today=DAY, sittings=2).cards) == 8


def test_a_card_that_waits_behind_another_one_stays_due_though_no_sitting_has_it_today() -> None:
    line = after(known(1), Rating.GOOD, DAY)
    gap = replace(known(2), sources=line.sources)
    found = sitting([line, gap], today=DAY)
    assert (found.is_over, found.more, found.left) == (True, False, 1)


def test_long_cards_make_fewer() -> None:
    assert len(sitting([replace(known(number), seconds=40) for number in range(9)], today=DAY).cards) == 5


def test_minutes_are_whole_and_never_none() -> None:
    assert [minutes(seconds) for seconds in (0, 20, 89, 91, 200)] == [1, 1, 1, 2, 3]
