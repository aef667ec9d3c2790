"""What a scenario is worth, computed over all ways to play it: the best and the worst score, and the best choices.

The best score is the highest with which somebody can pass by choices alone. Silence is left out, because whoever plays
without the clock cannot be silent; poor endings are left out, because they never pass. The worst score is the lowest of
all ways to play, silence included. Points that could be collected in a loop count as none: such scenarios are refused.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from functools import cached_property
from heapq import heappop, heappush
from typing import NamedTuple

from training.scenarios.files import LATE, Scenario
from training.scenarios.game.explore import Explored, Move
from training.scenarios.game.loops import components
from training.scenarios.game.rules import Game, Position

_RANK = {"good": 1, "fair": 0, "poor": 0}


class Worth(NamedTuple):
    """What can still be made of a position, in the order in which it counts: to pass, points, a good ending."""

    passes: bool
    points: int
    rank: int


class Worths:
    """The worth of each position that can be reached. Positions have the numbers that `explored` gives them."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.explored = Explored(Game(scenario))
        # What a player can do; positions that lead to each other in this way share a loop.
        self.by_choice = [tuple(move for move in moves if move.choice != LATE) for moves in self.explored.moves]
        self.loops = components([[move.to for move in moves] for moves in self.by_choice])
        self._order = sorted(range(len(self.loops)), key=self.loops.__getitem__)  # from the endings to the start
        self._worths: list[Worth | None] = [None] * len(self.loops)  # by loop
        self._find_worths()
        self._steps = self._all_steps()

    @property
    def best(self) -> int:
        """The most points with which one can pass; of any ending when none of them passes."""
        return self.value(self.explored.game.start)

    @cached_property
    def worst(self) -> int:
        """The fewest points with which one can come to an ending."""
        least = {0: 0}
        waiting = [(0, 0)]
        while waiting:
            points, number = heappop(waiting)
            if self.ending_of(number):
                return points
            if points > least[number]:
                continue
            for move in self.explored.moves[number]:
                total = points + move.points
                if total < least.get(move.to, total + 1):
                    least[move.to] = total
                    heappush(waiting, (total, move.to))
        return 0

    @cached_property
    def best_by_ending(self) -> Mapping[str, int]:
        """The most points with which choices lead to each ending; endings that they never reach are left out."""
        most: list[int | None] = [None] * len(self.loops)  # by loop
        most[self.loops[0]] = 0
        found: dict[str, int] = {}
        for number in reversed(self._order):
            points = most[self.loops[number]]
            if points is None:
                continue
            if self.ending_of(number):
                found[self.explored.positions[number].place] = points
            for move in self.by_choice[number]:
                if self.leaves(number, move):
                    most[self.loops[move.to]] = max(points + move.points, most[self.loops[move.to]] or 0)
        return found

    @property
    def points_to_pass(self) -> int:
        """The fewest points that are enough, if the ending is not a poor one."""
        return -(-self.scenario.pass_mark * self.best // 100)

    def per_cent(self, points: int) -> float:
        """Points in per cent of the best score, cut to one decimal; 100 when there are no points to be had."""
        return 100.0 if self.best == 0 else min(1000, 1000 * points // self.best) / 10

    def passes(self, points: int, ending_id: str) -> bool:
        """Whether a play that came to this ending with these points is passed."""
        ending = self.scenario.ending(ending_id)
        return ending is not None and ending.outcome != "poor" and points >= self.points_to_pass

    def value(self, position: Position) -> int:
        """The points that can still be earned from here on the best way; 0 at an ending."""
        number = self.explored.number(position)
        worth = None if number is None else self.worth(number)
        return worth.points if worth else 0

    def best_choices(self, position: Position) -> tuple[str, ...]:
        """The choices after which the best can still be reached, in the author's order; none at an ending.

        One that only goes round in a circle is not among them.
        """
        number = self.explored.number(position)
        return () if number is None else tuple(move.choice for move in self._best_moves(number))

    def best_path(self) -> tuple[str, ...]:
        """The shortest row of choices from the start that reaches the best; empty when no ending can be reached."""
        number, path = 0, []
        while moves := list(self._best_moves(number)):
            move = min(moves, key=lambda move: self._steps[move.to])
            path.append(move.choice)
            number = move.to
        return tuple(path)

    def worth(self, number: int) -> Worth | None:
        """What can be made of a position; None where no choices lead to an ending."""
        return self._worths[self.loops[number]]

    def worth_after(self, number: int, move: Move) -> Worth | None:
        """What can be made of a position with this move."""
        after = self.worth(move.to)
        points = move.points if self.leaves(number, move) else 0
        return after and Worth(after.passes, after.points + points, after.rank)

    def leaves(self, number: int, move: Move) -> bool:
        """Whether a move goes on for good: choices do not lead back from there."""
        return self.loops[move.to] != self.loops[number]

    def ending_of(self, number: int) -> str | None:
        """The outcome of the ending that a position is."""
        ending = self.explored.game.ending(self.explored.positions[number])
        return ending.outcome if ending else None

    def _find_worths(self) -> None:
        """A loop has one worth, because whoever is in it comes to every way out."""
        for number in self._order:
            outcome, loop = self.ending_of(number), self.loops[number]
            found = [Worth(outcome != "poor", 0, _RANK[outcome])] if outcome else []
            for move in self.by_choice[number]:
                worth = self.worth_after(number, move) if self.leaves(number, move) else None
                if worth:
                    found.append(worth)
            known = self._worths[loop]
            self._worths[loop] = max([known, *found] if known else found, default=None)

    def _all_steps(self) -> list[int]:
        """By position, how many choices the shortest best way to an ending takes; -1 where there is none."""
        before: list[list[int]] = [[] for _ in self.loops]
        for number, moves in enumerate(self.by_choice):
            for move in moves:
                if self.worth_after(number, move) == self.worth(number):
                    before[move.to].append(number)
        waiting = deque(number for number in range(len(self.loops)) if self.ending_of(number))
        steps = [0 if self.ending_of(number) else -1 for number in range(len(self.loops))]
        while waiting:
            number = waiting.popleft()
            for earlier in before[number]:
                if steps[earlier] < 0:
                    steps[earlier] = steps[number] + 1
                    waiting.append(earlier)
        return steps

    def _best_moves(self, number: int) -> Iterator[Move]:
        worth = self.worth(number)
        for move in self.by_choice[number] if worth else ():
            is_onwards = self.leaves(number, move) or self._steps[move.to] < self._steps[number]
            if is_onwards and self.worth_after(number, move) == worth:
                yield move
