"""Where a complaint stands, what may happen to it, and how it may end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where a complaint stands. What is no complaint after all is void: it counts nowhere."""

    OPEN = "open"
    CLOSED = "closed"
    VOID = "void"


class Sort(StrEnum):
    """What happened to a complaint, one thing after another."""

    NOTED = "noted"
    SAID = "said"  # by the customer, on their own page
    PROMISED = "promised"
    CALLED_BACK = "called-back"
    KEPT = "kept"
    OFFERED = "offered"
    DECIDED = "decided"
    APOLOGISED = "apologised"
    FOLLOWED_UP = "followed-up"
    HANDED_OVER = "handed-over"
    CHANGED = "changed"
    CLOSED = "closed"
    REOPENED = "reopened"
    VOIDED = "voided"
    ERASED = "erased"


class Outcome(StrEnum):
    """Whether the customer was right."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not-upheld"


class Cause(StrEnum):
    """What went wrong, said when it is closed. A process is not mended by a lesson."""

    PERSON = "person"
    PROCESS = "process"
    PRODUCT = "product"
    UNCLEAR = "unclear"


class NotPossible(Exception):
    """A move that the state does not allow: somebody else has closed or reopened it meanwhile."""


_MOVES = {
    State.OPEN: {State.CLOSED, State.VOID},
    State.CLOSED: {State.OPEN},
    State.VOID: {State.OPEN},
}


def moved(state: State, to: State) -> State:
    """The state after a move. Raises NotPossible for a move that there is not."""
    if to not in _MOVES[state]:
        raise NotPossible
    return to


@dataclass(frozen=True)
class Owners:
    """Who looked after a complaint: first one person, then others from the moment on at which they were given it."""

    first: int | None
    handed: tuple[tuple[datetime, int | None], ...] = ()

    def at(self, moment: datetime) -> int | None:
        """Who looked after it then. What somebody let grow late stays theirs when it is handed on."""
        return next((to for at, to in reversed(self.handed) if at <= moment), self.first)


def tells(roles: Iterable[str]) -> str:
    """Slugs of roles as one text in which each can be looked for between commas; empty for none."""
    found = ",".join(roles)
    return f",{found}," if found else ""
