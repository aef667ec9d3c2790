"""Playing a scenario: where one is, what is on offer there, where a choice leads. Players and checks share it."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

from training.scenarios.files import LATE, Choice, Ending, Outcome, Scenario, Turn, Variable
from training.scenarios.rules_state import Condition, Effect, condition

KEPT = 64  # games; one takes about 15 kB


class NotOnOffer(ValueError):
    """The choice is not one that can be made at this point."""


class Position(NamedTuple):
    """A turn or an ending, by its id, and the value of each variable in the order of the scenario."""

    place: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """What follows from an outcome, taken apart once: places of variables with their effects, and exits."""

    effects: tuple[tuple[int, Effect, int], ...]  # place of the variable, effect, top
    exits: tuple[tuple[Condition | None, str], ...]


class Game:
    """The rules of one scenario. Immutable; build it once for each version."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._names = [variable.id for variable in scenario.state]
        self._turns = {turn.id: turn for turn in scenario.turns}
        self._endings = {ending.id: ending for ending in scenario.endings}
        self._conditions = {
            (turn.id, choice.id): condition(choice.when)
            for turn in scenario.turns
            for choice in turn.choices
            if choice.when
        }
        self._outcomes = {
            (turn.id, choice.id): self._compiled(choice) for turn in scenario.turns for choice in turn.choices
        } | {(turn.id, LATE): self._compiled(turn.late) for turn in scenario.turns if turn.late}

    def _compiled(self, outcome: Outcome) -> _Compiled:
        tops = [variable.top for variable in self.scenario.state]
        places = {name: place for place, name in enumerate(self._names)}
        return _Compiled(
            tuple((places[name], change, tops[places[name]]) for name, change in outcome.effects.items()),
            tuple((condition(exit_.when) if exit_.when else None, exit_.go) for exit_ in outcome.go),
        )

    @property
    def start(self) -> Position:
        """Where everybody begins: the first turn, counters at their start, facts false."""
        return Position(self.scenario.turns[0].id, tuple(variable.start or 0 for variable in self.scenario.state))

    def state(self, position: Position) -> Mapping[str, int]:
        """The value of each variable by its id."""
        return dict(zip(self._names, position.values, strict=True))

    def turn(self, position: Position) -> Turn | None:
        """The turn to be played; None at an ending."""
        return self._turns.get(position.place)

    def ending(self, position: Position) -> Ending | None:
        """The ending that was reached; None on the way."""
        return self._endings.get(position.place)

    def shown(self, position: Position) -> list[tuple[Variable, int]]:
        """What the player sees of the state."""
        pairs = zip(self.scenario.state, position.values, strict=True)
        return [(variable, value) for variable, value in pairs if variable.shown]

    def offered(self, position: Position) -> tuple[Choice, ...]:
        """The choices of a turn whose conditions hold, in the author's order."""
        turn = self._turns.get(position.place)
        if turn is None:
            return ()
        state: Mapping[str, int] | None = None
        found = []
        for choice in turn.choices:
            asked = self._conditions.get((turn.id, choice.id))
            if asked is not None:
                state = state if state is not None else self.state(position)
                if not asked.holds(state):
                    continue
            found.append(choice)
        return tuple(found)

    def after(self, position: Position, choice_id: str) -> Position:
        """Where a choice leads, or silence (LATE). Raises NotOnOffer."""
        if choice_id != LATE and choice_id not in {choice.id for choice in self.offered(position)}:
            raise NotOnOffer(f"{position.place}: {choice_id}")
        outcome = self._outcomes.get((position.place, choice_id))
        if outcome is None:
            raise NotOnOffer(f"{position.place}: {choice_id}")
        return self._led(position, outcome)

    def moves(self, position: Position) -> list[tuple[str, Position]]:
        """All that can happen at a turn: each choice on offer and where it leads, then silence where time runs."""
        chosen = [choice.id for choice in self.offered(position)]
        if (position.place, LATE) in self._outcomes:
            chosen.append(LATE)
        return [(item, self._led(position, self._outcomes[position.place, item])) for item in chosen]

    def _led(self, position: Position, outcome: _Compiled) -> Position:
        values = list(position.values)
        for place, effect, top in outcome.effects:
            values[place] = effect.on(values[place], top)
        asked, go = outcome.exits[0]
        if asked is not None:
            state = dict(zip(self._names, values, strict=True))
            go = next(target for asked, target in outcome.exits if asked is None or asked.holds(state))
        return Position(go, tuple(values))

    def points(self, place: str, choice_id: str) -> Mapping[str, int]:
        """The points of a choice by skill; silence earns none."""
        choice = self._turns[place].choice(choice_id)
        return choice.score if choice else {}


_kept: OrderedDict[int, Game] = OrderedDict()
_lock = Lock()


def game_of(scenario: Scenario) -> Game:
    """The game of this scenario; the same object while it was played lately."""
    with _lock:
        # A game holds on to its scenario, so the identity of what is kept cannot pass to another one.
        found = _kept.get(id(scenario)) or Game(scenario)
        _kept[id(scenario)] = found
        _kept.move_to_end(id(scenario))
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
        return found
