"""How people of different skill play scenarios.

Whether somebody finds a best choice follows the Rasch model: the chance is 1 / (1 + exp(b − θ)), where θ is what this
person can do and b how hard the turn is for everybody. Who does not find it falls for one of the other choices, and at
each turn most of them for the same one.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from math import exp
from random import Random

from training.demo.cast import Pace
from training.demo.colleagues import COLLEAGUES
from training.demo.learning import SEED
from training.demo.story import Playing
from training.scenarios.files import LATE, Turn
from training.scenarios.game.check import Analysis
from training.scenarios.game.path import Decision, score
from training.scenarios.game.rules import Position
from training.scenarios.rules_clock import Pace as Clock

SKILL = {Pace.KEEN: 1.6, Pace.PROMPT: 1.2, Pace.STEADY: 0.7, Pace.SLOW: 0.2}
SPREAD = 0.5  # of what people of one pace can do
LEARNED = 0.9  # from each earlier play
EASY, HARD = (-1.4, 0.2), (1.0, 2.2)  # how hard turns are …
HARD_TURNS = 0.22  # … and how many of them are hard for everybody
LURE = 5.0  # how much more than each other one the most tempting wrong choice draws
SILENCE = 0.15  # of those who do not find the best choice while a clock runs
CLOCKS = {Clock.AS_SET: 0.8, Clock.TWICE: 0.12, Clock.NO_CLOCK: 0.08}
TRIES, STEP = 60, 0.15  # until a play comes out as the story says, θ moves that way
DECIDED = 0.5  # of the turns, by somebody who is in the middle of a play


class Players:
    """Plays like the people of the company."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.known: dict[tuple[str, Position], tuple[Sequence[str], Sequence[str], Sequence[float]]] = {}
        clocks, shares = list(CLOCKS), list(CLOCKS.values())
        self.clocks = {one.number: random.choices(clocks, shares)[0] for one in COLLEAGUES}
        self.skills = {
            one.number: SKILL[one.pace] + Random(f"{SEED} skill {one.number}").gauss(0, SPREAD)  # noqa: S311 -- invented
            for one in COLLEAGUES
        }

    def path(self, item: Playing, analysis: Analysis, earlier: int, mark: int) -> tuple[Decision, ...]:
        """A way through the scenario that comes out as the story says; who passes reaches the mark, in per cent."""
        skill = self.skills[item.who] + LEARNED * earlier
        for _ in range(TRIES):
            path = tuple(self._walk(item.who, analysis, analysis.explored.game.start, 1, skill))
            if item.ended_at is None:
                return path[: max(1, int(len(path) * DECIDED))]
            passes = analysis.passes(score(path), ending_of(analysis, path))
            if passes == item.passes and (not passes or analysis.per_cent(score(path)) >= mark):
                return path
            skill += STEP if item.passes else -STEP
        raise ValueError(f"{analysis.scenario.title} never comes out as the story says.")

    def replay(self, item: Playing, analysis: Analysis, before: Sequence[Decision]) -> tuple[int, tuple[Decision, ...]]:
        """From which turn an earlier play goes on anew, and the whole way then."""
        wrong = [one.number for one in before if one.choice_id not in analysis.best_choices(one.position)]
        number = wrong[0] if wrong else max(1, len(before) // 2)
        skill = self.skills[item.who] + 2 * LEARNED
        anew = self._walk(item.who, analysis, before[number - 1].position, number, skill)
        return number, (*before[: number - 1], *anew)

    def _walk(self, who: str, analysis: Analysis, here: Position, number: int, skill: float) -> Iterator[Decision]:
        may_be_silent = self.clocks[who] is Clock.AS_SET
        game = analysis.explored.game
        while (turn := game.turn(here)) is not None:
            choice = self._choice(analysis, turn, here, skill, may_be_silent=may_be_silent)
            yield Decision(number, turn.id, choice, here.values, dict(game.points(turn.id, choice)))
            here, number = game.after(here, choice), number + 1

    def _choice(self, analysis: Analysis, turn: Turn, here: Position, skill: float, *, may_be_silent: bool) -> str:
        best, others, weights = self._known(analysis, here)
        if not others or self.random.random() < 1 / (1 + exp(difficulty(analysis.scenario.title, turn.id) - skill)):
            return self.random.choice(best)
        if may_be_silent and turn.seconds is not None and self.random.random() < SILENCE:
            return LATE
        return self.random.choices(others, weights)[0]

    def _known(self, analysis: Analysis, here: Position) -> tuple[Sequence[str], Sequence[str], Sequence[float]]:
        """The best choices at a position, the others on offer, and how much each of these draws."""
        key = (analysis.scenario.title, here)
        if key not in self.known:
            offered = analysis.explored.game.offered(here)
            best = analysis.best_choices(here) or [choice.id for choice in offered]
            others = [choice for choice in offered if choice.id not in best]
            random = Random(f"{SEED} {analysis.scenario.title} {here.place}")  # noqa: S311 -- an invented past
            # Half right tempts more than wrong does.
            tempting = max(others, key=lambda choice: (choice.points, random.random()), default=None)
            weights = [LURE if choice is tempting else 1.0 for choice in others]
            self.known[key] = best, [choice.id for choice in others], weights
        return self.known[key]


@cache
def difficulty(title: str, turn: str) -> float:
    """How hard a turn is for everybody."""
    random = Random(f"{SEED} {title} {turn}")  # noqa: S311 -- an invented past
    return random.uniform(*(HARD if random.random() < HARD_TURNS else EASY))


def ending_of(analysis: Analysis, path: Sequence[Decision]) -> str:
    """The ending to which a whole way leads."""
    return analysis.explored.game.after(path[-1].position, path[-1].choice_id).place
