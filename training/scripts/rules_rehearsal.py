"""Rehearsing a script, decided: which line is to be said next, what a rating does, and what is still shaky.

A rehearsal has two passes: the script line by line, then the whole of it once through from its cues alone. In the
first pass a line that did not come yet comes again at the end.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

MOST_TRIES = 3
"""How often a line is asked for in the first pass. What has not come by then comes better on another day."""


class Rating(StrEnum):
    """How well somebody says a line came."""

    HAD = "had"
    NEARLY = "nearly"
    NOT_YET = "not-yet"


class Pass(StrEnum):
    """The two times that a rehearsal goes through a script."""

    LINES = "lines"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Turn:
    """A line to be said, and in which pass."""

    within: Pass
    line: str


@dataclass(frozen=True, slots=True)
class Said:
    """A turn that was taken, and how it went."""

    within: Pass
    line: str
    rating: Rating


class NotThisTurn(Exception):
    """The rating is of a turn that is not there: not yet, or not any more."""


def next_turn(lines: Sequence[str], said: Sequence[Said]) -> Turn | None:
    """The line to be said next; None when both passes are complete. `lines` are all ids of the script in order."""
    tries: dict[str, list[Rating]] = {line: [] for line in lines}
    for one in said:
        if one.within is Pass.LINES and one.line in tries:
            tries[one.line].append(one.rating)
    again = [line for line in lines if not _is_settled(tries[line])]
    if again:
        return Turn(Pass.LINES, min(again, key=lambda line: len(tries[line])))
    whole = {one.line for one in said if one.within is Pass.WHOLE}
    left = [line for line in lines if line not in whole]
    return Turn(Pass.WHOLE, left[0]) if left else None


def _is_settled(ratings: Sequence[Rating]) -> bool:
    """Whether a line has been said well enough, or often enough, in the first pass."""
    return bool(ratings) and (ratings[-1] is not Rating.NOT_YET or len(ratings) >= MOST_TRIES)


def settled(lines: Sequence[str], said: Sequence[Said], within: Pass) -> int:
    """How many lines do not come again in a pass."""
    ratings = [[one.rating for one in said if one.within is within and one.line == line] for line in lines]
    return sum(bool(found) if within is Pass.WHOLE else _is_settled(found) for found in ratings)


def rated(lines: Sequence[str], said: Sequence[Said], *, number: int, line: str, rating: Rating) -> tuple[Said, ...]:
    """What has been said after a rating of the turn with this number, counted from 1.

    A turn that was taken before gets the new rating, so the same one twice changes nothing. Raises NotThisTurn when
    the turn is another line's, or lies further ahead than the next one.
    """
    if 1 <= number <= len(said) and said[number - 1].line == line:
        return (*said[: number - 1], replace(said[number - 1], rating=rating), *said[number:])
    turn = next_turn(lines, said)
    if turn is None or number != len(said) + 1 or turn.line != line:
        raise NotThisTurn
    return (*said, Said(turn.within, line, rating))


def carried(said: Sequence[Said], lines: Collection[str], changed: Collection[str]) -> tuple[Said, ...]:
    """What counts of an older version on a newer one: lines that are still there and do not ask for anything else."""
    return tuple(one for one in said if one.line in lines and one.line not in changed)


def shaky(lines: Sequence[str], said: Sequence[Said]) -> tuple[str, ...]:
    """The lines that did not come well when the whole script was said, in order."""
    well = {one.line for one in said if one.within is Pass.WHOLE and one.rating is Rating.HAD}
    return tuple(line for line in lines if line not in well)
