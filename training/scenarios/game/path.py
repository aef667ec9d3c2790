"""The path of a play: what was decided so far, where that leads, and what may be decided next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from training.scenarios.files import LATE
from training.scenarios.game.rules import Game, Position


class AlreadyDecided(Exception):
    """Something else was decided at this turn, and it stays."""


class NotThere(LookupError):
    """The play has not come to a turn of this number, and may never do."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was said at one turn, LATE for nothing in time. `values` is the state before, `points` are by skill."""

    number: int
    turn_id: str
    choice_id: str
    values: tuple[int, ...]
    points: Mapping[str, int]

    @property
    def position(self) -> Position:
        """Where it was decided."""
        return Position(self.turn_id, self.values)


Path = Sequence[Decision]
"""The decisions of a play, numbered from 1 without gaps."""


def stand(game: Game, path: Path) -> Position:
    """Where a play stands after these decisions."""
    return game.after(path[-1].position, path[-1].choice_id) if path else game.start


def decide(game: Game, path: Path, number: int, choice_id: str) -> Decision | None:
    """What a choice at the turn with this number adds to a path; None when it was made before.

    A turn that passed in silence stays silent, whatever is said to it later. Raises AlreadyDecided, NotThere and
    NotOnOffer.
    """
    if 1 <= number <= len(path):
        if path[number - 1].choice_id in (choice_id, LATE):
            return None
        raise AlreadyDecided
    here = stand(game, path)
    if number != len(path) + 1 or game.turn(here) is None:
        raise NotThere
    game.after(here, choice_id)  # refuses what is not on offer
    return Decision(number, here.place, choice_id, here.values, dict(game.points(here.place, choice_id)))


def score(path: Path) -> int:
    """Points of a path, of all skills together."""
    return sum(sum(decision.points.values()) for decision in path)
