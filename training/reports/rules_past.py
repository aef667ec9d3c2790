"""Where somebody was on a past day: what the facts about their teams and their employment add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TeamFact:
    """Something written down about somebody's team. `before` is None where they were new.

    What was erased says nothing any more: `readable` is false.
    """

    day: date
    before: str | None = None
    readable: bool = True


@dataclass(frozen=True, slots=True)
class TeamThen:
    """A team on a day. Without `known` nobody wrote down where the person was so early: it is the earliest known."""

    team: str
    known: bool


def team_on(day: date, facts: Sequence[TeamFact], today: str) -> TeamThen:
    """The team at the end of a day, from today's team and the facts in the order in which they were written.

    Each later move is taken back, so the first one after the day says where somebody was before it.
    """
    known = any(fact.day <= day and fact.readable for fact in facts)
    later = [fact for fact in facts if fact.day > day and not (fact.readable and fact.before is None)]
    if not later:
        return TeamThen(today, known)
    first = later[0]
    if first.before is None:  # erased: from here on back nobody can tell
        return TeamThen(today, known=False)
    return TeamThen(first.before, known)


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody left after `last_day`, or with None came back, as written down on `day`."""

    day: date
    last_day: date | None


def was_away(day: date, turns: Sequence[Turn]) -> bool:
    """Whether a day lies between a last working day and the return that followed it."""
    gone: date | None = None
    for turn in turns:
        if turn.last_day is not None:
            gone = turn.last_day
        elif gone is not None:
            if gone < day < turn.day:
                return True
            gone = None
    return False
