"""Looking back on a play: turn by turn what was said, what would have been better and why, and the skills it showed."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from training.scenarios.files import Choice, Turn, Variable
from training.scenarios.game.path import Decision, Path
from training.scenarios.game.rules import Game, Position


class Judge(Protocol):
    """Who knows after which choices the best can still be reached; none where there is nothing to know."""

    def best_choices(self, position: Position) -> Collection[str]: ...


@dataclass(frozen=True, slots=True)
class Change:
    """What a decision did to a part of the state that the player sees."""

    variable: Variable
    before: int
    after: int


def changes(game: Game, decision: Decision) -> tuple[Change, ...]:
    """What the player saw change, in the author's order."""
    before = game.shown(decision.position)
    after = game.shown(game.after(decision.position, decision.choice_id))
    return tuple(
        Change(variable, value, now) for (variable, value), (_, now) in zip(before, after, strict=True) if value != now
    )


def feedback_to(game: Game, decision: Decision) -> str | None:
    """What the author says to a decision, silence included."""
    turn = game.turn(decision.position)
    outcome = turn and (turn.choice(decision.choice_id) or turn.late)
    return outcome.feedback if outcome else None


def has_feedback(game: Game, decision: Decision) -> bool:
    """Whether there is something to tell the player: what the author says, or a change that they see."""
    return bool(feedback_to(game, decision) or changes(game, decision))


@dataclass(frozen=True, slots=True)
class Exchange:
    """A turn, and what was said to it; None for nothing in time."""

    turn: Turn
    said: Choice | None


def exchange(game: Game, decision: Decision) -> Exchange:
    """The words of a decision. Raises LookupError for a turn that the scenario does not have."""
    turn = game.turn(decision.position)
    if turn is None:
        raise LookupError(f"There is no turn {decision.turn_id}")  # versions never change
    return Exchange(turn, turn.choice(decision.choice_id))


@dataclass(frozen=True, slots=True)
class Review:
    """One turn, looked back on. `better` is empty when nothing was better.

    `points` were earned, of `most` that some choice on offer would have brought at once.
    """

    decision: Decision
    exchange: Exchange
    feedback: str | None
    better: tuple[Choice, ...]
    points: int
    most: int
    changes: tuple[Change, ...]

    @property
    def was_best(self) -> bool:
        return not self.better


def review(game: Game, judge: Judge, decision: Decision) -> Review:
    """A turn, and what could have been said there. Raises LookupError for a turn that the scenario does not have."""
    offered = game.offered(decision.position)
    best = judge.best_choices(decision.position)
    was_best = not best or decision.choice_id in best
    return Review(
        decision=decision,
        exchange=exchange(game, decision),
        feedback=feedback_to(game, decision),
        better=() if was_best else tuple(choice for choice in offered if choice.id in best),
        points=sum(decision.points.values()),
        most=max((choice.points for choice in offered), default=0),
        changes=changes(game, decision),
    )


@dataclass(frozen=True, slots=True)
class SkillShown:
    """Points that a play earned in a skill, of those that were on offer at the turns it came to."""

    skill: str
    earned: int
    offered: int


def skills_shown(game: Game, path: Path) -> list[SkillShown]:
    """The skills that could be shown on a path, in the author's order."""
    earned: Counter[str] = Counter()
    offered: Counter[str] = Counter()
    for decision in path:
        earned.update(decision.points)
        choices = game.offered(decision.position)
        for skill in game.scenario.skills:
            offered[skill] += max((choice.score.get(skill, 0) for choice in choices), default=0)
    return [SkillShown(skill, earned[skill], offered[skill]) for skill in game.scenario.skills if offered[skill]]
