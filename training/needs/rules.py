"""The life of a training need: which step follows on which, and nothing else.

Open → confirmed → assigned → trained → judged. A need may be dismissed with a reason as long as nobody is trained. It
is an error of ours, never of a reader, to try a step that its state does not allow: that raises IllegalMove.
"""

from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """Whose need it is: that of one person who lacks a skill, or of a team whose process is in the way."""

    SKILL = "skill"
    PROCESS = "process"


class State(StrEnum):
    """Where a need stands. `DISMISSED` and `JUDGED` are its two ends."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    ASSIGNED = "assigned"
    TRAINED = "trained"
    JUDGED = "judged"


class Move(StrEnum):
    """What can happen to a need. `RESUME` takes back that it was done, `RELEASE` that it was assigned."""

    CONFIRM = "confirm"
    DISMISS = "dismiss"
    ASSIGN = "assign"
    RELEASE = "release"
    FINISH = "finish"
    RESUME = "resume"
    JUDGE = "judge"


class IllegalMove(Exception):
    """This step is not possible from this state."""

    def __init__(self, state: State, move: Move) -> None:
        super().__init__(f"A need that is {state} cannot {move}")
        self.state, self.move = state, move


class Design(StrEnum):
    """Who of a round starts when: drawn by lot, all together, as the leader chose, or a whole team at once."""

    RANDOM = "random"
    TOGETHER = "together"
    CHOSEN = "chosen"
    TEAM = "team"


_STEPS: dict[tuple[State, Move], State] = {
    (State.OPEN, Move.CONFIRM): State.CONFIRMED,
    (State.OPEN, Move.DISMISS): State.DISMISSED,
    (State.CONFIRMED, Move.DISMISS): State.DISMISSED,
    (State.CONFIRMED, Move.ASSIGN): State.ASSIGNED,
    (State.ASSIGNED, Move.RELEASE): State.CONFIRMED,
    (State.ASSIGNED, Move.DISMISS): State.DISMISSED,
    (State.ASSIGNED, Move.FINISH): State.TRAINED,
    (State.TRAINED, Move.RESUME): State.ASSIGNED,
    (State.TRAINED, Move.JUDGE): State.JUDGED,
}

UNDECIDED = frozenset({State.OPEN, State.CONFIRMED})
"""Somebody has to decide something."""

ALIVE = frozenset({State.OPEN, State.CONFIRMED, State.ASSIGNED, State.TRAINED})
"""Not at an end: no second need of the same kind is opened for the same standard."""

HOLDS_BACK = frozenset({State.OPEN, State.CONFIRMED, State.ASSIGNED})
"""A need of a process in these states holds lessons for the same team and standard back."""


def moved(state: State, move: Move) -> State:
    """The state after a step. Raises IllegalMove."""
    try:
        return _STEPS[state, move]
    except KeyError:
        raise IllegalMove(state, move) from None


def allows(state: State, move: Move) -> bool:
    """Whether a step is possible."""
    return (state, move) in _STEPS


def asks_again(settled_on: date | None, first: date) -> bool:
    """Whether a review may open a need anew that was settled on a day; `first` is the first day of its window.

    The same readings never ask twice: what was dismissed, or trained, waits for readings from after it.
    """
    return settled_on is None or first > settled_on


def is_started(start_on: date | None, today: date) -> bool:
    """Whether somebody's turn has come. Later waves wait for their day and nothing of them is due before."""
    return start_on is not None and start_on <= today
