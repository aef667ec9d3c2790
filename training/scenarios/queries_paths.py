"""What people chose when they played a scenario for the first time: numbers only, nobody is named.

Counted are first plays that came to an ending, each with the version that it was played in: a turn that reads
differently is another turn.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import ColumnElement, Text, and_, cast, func, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.models import Version
from training.core.permissions import Actor, Permission
from training.people.models import Person
from training.people.queries import within
from training.scenarios.game.check import analysis_of
from training.scenarios.game.rules import Position
from training.scenarios.models import ScenarioPlay, ScenarioTurn

FEWEST = 5  # plays of which something can be said, and of which nobody can guess who it was


@dataclass(frozen=True)
class AtTurn:
    """How a turn went: plays that came to it, how often each choice was made there, and how often that was wrong.

    A choice is wrong when a better one was on offer at that point of that play.
    """

    plays: int
    choices: Mapping[str, int]
    wrong_choices: Mapping[str, int]

    @cached_property
    def wrong(self) -> int:
        return sum(self.wrong_choices.values())

    @cached_property
    def decisions(self) -> int:
        return sum(self.choices.values())

    @property
    def is_enough(self) -> bool:
        return self.plays >= FEWEST

    @property
    def wrong_share(self) -> int:
        """In per cent of the decisions."""
        return round(100 * self.wrong / self.decisions) if self.decisions else 0

    @property
    def level(self) -> int:
        """0 where nobody went wrong or too few came to tell, then 1 to 4."""
        if not self.is_enough or not self.wrong:
            return 0
        return 1 + sum(self.wrong_share >= step for step in (15, 30, 50))

    def was_best(self, choice: str) -> bool:
        """Whether it was right more often than not, of those who made it."""
        return 2 * self.wrong_choices.get(choice, 0) < self.choices.get(choice, 0)

    def share(self, choice: str) -> int:
        """How often a choice was made here, in per cent."""
        return round(100 * self.choices.get(choice, 0) / self.decisions) if self.decisions else 0


@dataclass(frozen=True)
class Paths:
    """The first plays of a version: how its turns went, and how many came to each ending; empty when too few."""

    plays: int
    turns: Mapping[str, AtTurn]
    endings: Mapping[str, int]

    @property
    def is_enough(self) -> bool:
        return self.plays >= FEWEST

    def worst_first(self) -> list[tuple[str, AtTurn]]:
        """Turns by trouble: those of which enough is known before the others."""
        return sorted(
            self.turns.items(), key=lambda item: (not item[1].is_enough, -item[1].wrong_share, -item[1].wrong)
        )


@dataclass(frozen=True)
class PlayedVersion:
    """A version of which there are finished first plays."""

    id: int
    number: int
    plays: int


def played_versions(db: Session, actor: Actor, document_id: int) -> list[PlayedVersion]:
    """The versions that people whom the actor may count have played, newest first."""
    query = (
        select(Version.id, Version.number, func.count())
        .join(ScenarioPlay, ScenarioPlay.version_id == Version.id)
        .where(ScenarioPlay.document_id == document_id, _counted(actor))
        .group_by(Version.id, Version.number)
        .order_by(Version.number.desc())
    )
    return [PlayedVersion(*row) for row in db.execute(query)]


def paths_of(db: Session, actor: Actor, edition: Edition) -> Paths:
    """How the first plays of a version went, of the people on whom the actor may read it: authors, of everybody."""
    counted = and_(ScenarioPlay.version_id == edition.id, _counted(actor))
    by_ending = select(ScenarioPlay.ending, func.count()).where(counted).group_by(ScenarioPlay.ending)
    endings = {ending or "": count for ending, count in db.execute(by_ending)}
    plays = sum(endings.values())
    if plays < FEWEST:
        return Paths(plays, {}, {})
    analysis = analysis_of(edition.model)
    joined = select(ScenarioTurn.turn_id).join(ScenarioPlay, ScenarioPlay.id == ScenarioTurn.play_id).where(counted)
    met = joined.add_columns(func.count(ScenarioTurn.play_id.distinct())).group_by(ScenarioTurn.turn_id)
    # PostgreSQL compares texts, not JSON.
    values = cast(ScenarioTurn.values, Text)
    made = joined.add_columns(values, ScenarioTurn.choice_id, func.count()).group_by(
        ScenarioTurn.turn_id, values, ScenarioTurn.choice_id
    )
    choices: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: dict[str, Counter[str]] = defaultdict(Counter)
    for turn, state, choice, count in db.execute(made):
        choices[turn][choice] += count
        if choice not in analysis.best_choices(Position(turn, tuple(json.loads(state)))):
            wrong[turn][choice] += count
    turns = {turn: AtTurn(count, choices[turn], wrong[turn]) for turn, count in db.execute(met)}
    return Paths(plays, turns, endings)


def _counted(actor: Actor) -> ColumnElement[bool]:
    people = select(Person.id).where(within(actor, Permission.PATHS_READ))
    return and_(ScenarioPlay.is_first, ScenarioPlay.finished_at.is_not(None), ScenarioPlay.person_id.in_(people))
