"""Every position that a scenario can come to, found by playing all of its choices."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from training.scenarios.files import Outcome, Scenario, Turn
from training.scenarios.game.rules import Game, Position
from training.scenarios.rules_state import condition

MOST_POSITIONS = 100_000


@dataclass(frozen=True, slots=True)
class Move:
    """A choice, or silence (LATE): what it earns, and the number of the position that it leads to."""

    choice: str
    points: int
    to: int


class Explored:
    """The positions that can be reached, numbered as they were met: the start is 0, nearer ones come first.

    What is not asked any more makes no difference, so positions that differ only in it are one. `is_complete` is False
    when there are more than `most`; then no moves are known.
    """

    def __init__(self, game: Game, most: int = MOST_POSITIONS) -> None:
        self.game = game
        self.asked = _asked_later(game.scenario)
        self.is_complete = True
        self.positions: list[Position] = []
        self.moves: list[tuple[Move, ...]] = []
        self._numbers: dict[Position, int] = {}
        self._from: list[tuple[int, str]] = []  # where each was met first, and by which choice
        self._explore(most)

    def _explore(self, most: int) -> None:
        points = {(turn.id, choice.id): choice.points for turn in self.game.scenario.turns for choice in turn.choices}
        self._meet(self.game.start, (-1, ""))
        waiting = deque([0])
        while waiting:
            number = waiting.popleft()
            position = self.positions[number]
            moves = []
            for choice, after in [] if self.game.ending(position) else self.game.moves(position):
                known = len(self.positions)
                to = self._meet(after, (number, choice))
                if to == known:
                    waiting.append(to)
                moves.append(Move(choice, points.get((position.place, choice), 0), to))
            self.moves[number] = tuple(moves)
            if len(self.positions) > most:
                self.is_complete = False
                self.moves = [()] * len(self.positions)
                return

    def _meet(self, position: Position, origin: tuple[int, str]) -> int:
        position = self.reduced(position)
        number = self._numbers.setdefault(position, len(self.positions))
        if number == len(self.positions):
            self.positions.append(position)
            self.moves.append(())
            self._from.append(origin)
        return number

    def reduced(self, position: Position) -> Position:
        """The position without what is not asked any more."""
        asked = self.asked[position.place]
        return position if all(asked) else Position(position.place, tuple(map(int.__mul__, position.values, asked)))

    def number(self, position: Position) -> int | None:
        """The number of a position; None when nobody can come there."""
        return self._numbers.get(self.reduced(position))

    def way_to(self, number: int) -> tuple[str, ...]:
        """The shortest row of choices from the start to a position."""
        way: list[str] = []
        while number:
            number, choice = self._from[number]
            way.append(choice)
        return tuple(reversed(way))


def _asked_later(scenario: Scenario) -> dict[str, tuple[int, ...]]:
    """For each turn and ending, a 1 for each variable that is asked there or later, else a 0."""
    asked: dict[str, set[str]] = {ending.id: set() for ending in scenario.endings}
    asked |= {turn.id: set(_asked(turn)) for turn in scenario.turns}
    before: dict[str, set[str]] = {place: set() for place in asked}
    for turn in scenario.turns:
        for outcome in _outcomes(turn):
            for exit_ in outcome.go:
                before[exit_.go].add(turn.id)
    waiting = deque(asked)
    while waiting:
        place = waiting.popleft()
        for turn_id in before[place]:
            if not asked[place] <= asked[turn_id]:
                asked[turn_id] |= asked[place]
                waiting.append(turn_id)
    return {place: tuple(int(variable.id in found) for variable in scenario.state) for place, found in asked.items()}


def _outcomes(turn: Turn) -> tuple[Outcome, ...]:
    return turn.choices if turn.late is None else (*turn.choices, turn.late)


def _asked(turn: Turn) -> Iterator[str]:
    texts = [choice.when for choice in turn.choices]
    texts += [exit_.when for outcome in _outcomes(turn) for exit_ in outcome.go]
    for text in texts:
        if text is not None:
            yield from (name for name, _is_number in condition(text).names())
