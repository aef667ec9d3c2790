"""Rehearsing: every line once, what did not come again, then the whole from its cues; and a rating counts once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.scripts.rules_rehearsal import (
    MOST_TRIES,
    NotThisTurn,
    Pass,
    Rating,
    Said,
    Turn,
    carried,
    next_turn,
    rated,
    settled,
    shaky,
)

LINES = ("greet", "ask", "end")
HAD, NEARLY, NOT_YET = Rating.HAD, Rating.NEARLY, Rating.NOT_YET

scripts = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=6, unique=True).map(tuple)
ratings = st.sampled_from(list(Rating))


def said_so_far(lines: tuple[str, ...], given_ratings: list[Rating]) -> tuple[Said, ...]:
    """What has been said when the turns are rated in this way, as far as there are turns."""
    said: tuple[Said, ...] = ()
    for rating in given_ratings:
        turn = next_turn(lines, said)
        if turn is None:
            break
        said = rated(lines, said, number=len(said) + 1, line=turn.line, rating=rating)
    return said


rehearsals = st.tuples(scripts, st.lists(ratings, max_size=30)).map(lambda two: (two[0], said_so_far(*two)))


def test_line_by_line_then_the_whole() -> None:
    said = said_so_far(LINES, [HAD, NEARLY, HAD, HAD, HAD, HAD])
    assert [(one.within, one.line) for one in said] == [
        *((Pass.LINES, line) for line in LINES),
        *((Pass.WHOLE, line) for line in LINES),
    ]
    assert next_turn(LINES, said) is None


def test_what_did_not_come_comes_again_before_the_whole() -> None:
    said = said_so_far(LINES, [NOT_YET, HAD, NOT_YET, NOT_YET, HAD])
    assert [one.line for one in said] == ["greet", "ask", "end", "greet", "end"]
    assert next_turn(LINES, said) == Turn(Pass.LINES, "greet")
    assert next_turn(LINES, (*said, Said(Pass.LINES, "greet", NEARLY))) == Turn(Pass.WHOLE, "greet")


def test_a_line_that_never_comes_does_not_keep_anybody_for_ever() -> None:
    said = said_so_far(("only",), [NOT_YET] * 10)
    assert [one.within for one in said] == [Pass.LINES] * MOST_TRIES + [Pass.WHOLE]
    assert shaky(("only",), said) == ("only",)


def test_lines_that_did_not_come_well_in_the_whole_are_shaky() -> None:
    said = said_so_far(LINES, [HAD, HAD, HAD, HAD, NEARLY, NOT_YET])
    assert shaky(LINES, said) == ("ask", "end")


def test_a_rating_may_be_changed_and_what_came_after_it_stays() -> None:
    said = said_so_far(LINES, [HAD, HAD])
    changed = rated(LINES, said, number=1, line="greet", rating=NOT_YET)
    assert [one.rating for one in changed] == [NOT_YET, HAD]
    assert next_turn(LINES, changed) == Turn(Pass.LINES, "end")
    assert next_turn(LINES, said_so_far(LINES, [NOT_YET, HAD, HAD])) == Turn(Pass.LINES, "greet")


@pytest.mark.parametrize(
    ("number", "line"), [(2, "end"), (3, "ask"), (0, "greet"), (1, "ask"), (-1, "greet"), (9, "end")]
)
def test_a_turn_that_is_not_there_cannot_be_rated(number: int, line: str) -> None:
    with pytest.raises(NotThisTurn):
        rated(LINES, said_so_far(LINES, [HAD]), number=number, line=line, rating=HAD)


def test_nothing_is_left_to_be_rated_at_the_end() -> None:
    said = said_so_far(LINES, [HAD] * 6)
    with pytest.raises(NotThisTurn):
        rated(LINES, said, number=7, line="greet", rating=HAD)


def test_a_new_version_asks_again_for_what_changed_and_for_what_is_new() -> None:
    said = said_so_far(LINES, [HAD, HAD, HAD, HAD])
    kept = carried(said, ("greet", "new", "ask", "end"), {"greet"})
    assert [(one.within, one.line) for one in kept] == [(Pass.LINES, "ask"), (Pass.LINES, "end")]
    assert next_turn(("greet", "new", "ask", "end"), kept) == Turn(Pass.LINES, "greet")


@given(scripts, st.lists(ratings, min_size=40, max_size=40))
def test_a_rehearsal_ends_however_it_is_rated_and_leaves_no_line_out(
    lines: tuple[str, ...], given_ratings: list[Rating]
) -> None:
    said = said_so_far(lines, given_ratings)
    assert next_turn(lines, said) is None
    assert len(said) <= (MOST_TRIES + 1) * len(lines)
    for within in Pass:
        assert {one.line for one in said if one.within is within} == set(lines)
        assert settled(lines, said, within) == len(lines)
    whole = [one.line for one in said if one.within is Pass.WHOLE]
    assert whole == list(lines)


@given(rehearsals)
def test_no_line_comes_again_before_every_line_has_come_once(found: tuple[tuple[str, ...], tuple[Said, ...]]) -> None:
    lines, said = found
    first = [one.line for one in said if one.within is Pass.LINES][: len(lines)]
    assert first == list(lines[: len(first)])


@given(rehearsals, st.data())
def test_the_same_rating_twice_is_one_rating(
    found: tuple[tuple[str, ...], tuple[Said, ...]], data: st.DataObject
) -> None:
    lines, said = found
    turn, rating = next_turn(lines, said), data.draw(ratings)
    if turn is not None:
        once = rated(lines, said, number=len(said) + 1, line=turn.line, rating=rating)
        assert rated(lines, once, number=len(said) + 1, line=turn.line, rating=rating) == once
        assert len(once) == len(said) + 1
    for number, one in enumerate(said, start=1):
        assert rated(lines, said, number=number, line=one.line, rating=one.rating) == said


@given(rehearsals, scripts, st.frozensets(st.sampled_from("abcdefgh")))
def test_a_new_version_can_always_be_completed(
    found: tuple[tuple[str, ...], tuple[Said, ...]], lines: tuple[str, ...], changed: frozenset[str]
) -> None:
    before, said = found
    assert carried(said, before, ()) == said
    kept = carried(said, lines, changed)
    for _ in range(50):
        turn = next_turn(lines, kept)
        if turn is None:
            break
        kept = rated(lines, kept, number=len(kept) + 1, line=turn.line, rating=HAD)
    assert next_turn(lines, kept) is None
    assert set(shaky(lines, kept)) <= set(lines)
