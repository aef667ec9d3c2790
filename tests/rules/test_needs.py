"""The life of a need, and the gate before its training."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.needs.rules import IllegalMove, Move, State, allows, asks_again, is_started, moved
from training.needs.rules_gate import Advice, Source, advice, may_learn

ENDS = {State.DISMISSED, State.JUDGED}


@given(st.lists(st.sampled_from(Move), max_size=12))
def test_whatever_is_tried_nobody_is_trained_unconfirmed_and_no_end_is_left(moves: list[Move]) -> None:
    state, path = State.OPEN, [State.OPEN]
    for move in moves:
        if allows(state, move):
            state = moved(state, move)
            path.append(state)
        else:
            with pytest.raises(IllegalMove):
                moved(state, move)
    for before, after in pairwise(path):
        assert before not in ENDS
        assert after is not State.ASSIGNED or before in {State.CONFIRMED, State.TRAINED}
        assert after is not State.JUDGED or before is State.TRAINED
    if State.TRAINED in path:
        assert path.index(State.OPEN) < path.index(State.CONFIRMED) < path.index(State.ASSIGNED)


@given(st.sets(st.sampled_from(Source)))
def test_a_lesson_takes_the_figures_and_one_source_beside_them(sources: set[Source]) -> None:
    assert may_learn(sources) == (Source.METRIC in sources and len(sources) >= 2)


@given(st.sets(st.sampled_from(Source)), st.none() | st.booleans())
def test_whoever_knows_it_gets_no_lesson(sources: set[Source], knows: bool | None) -> None:
    said = advice(sources, knows)
    if knows:
        assert said is Advice.COACH
    else:
        assert (said is Advice.TRAIN) == may_learn(sources)


def test_the_same_readings_do_not_ask_twice() -> None:
    dismissed = date(2026, 3, 12)
    assert asks_again(None, date(2025, 12, 1))
    assert not asks_again(dismissed, date(2026, 3, 12))
    assert asks_again(dismissed, date(2026, 3, 13))


def test_a_later_wave_has_not_started_before_its_day() -> None:
    assert not is_started(None, date(2026, 3, 12))
    assert not is_started(date(2026, 3, 13), date(2026, 3, 12))
    assert is_started(date(2026, 3, 12), date(2026, 3, 12))
