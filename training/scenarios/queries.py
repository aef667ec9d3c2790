"""What pages and actions need to know about scenarios and plays. To fetch a play is to own it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import edition, live_all_for, live_for
from training.core.permissions import Actor
from training.core.web import NotFound
from training.people.models import Role, RolePeriod
from training.people.queries import in_force
from training.scenarios.files import Scenario, Turn
from training.scenarios.game.check import Analysis, analysis_of
from training.scenarios.game.path import Decision, stand
from training.scenarios.game.rules import Game, Position, game_of
from training.scenarios.models import PLAYS, TURNS, ScenarioPlay, ScenarioTurn
from training.scenarios.rules_clock import Countdown, Pace, countdown


def live_scenario(db: Session, actor: Actor, slug: str, *, today: date) -> Edition:
    """The scenario as it is played now. Raises NotFound for one that this actor may not see."""
    return live_for(db, actor, "scenario", slug, today=today)


def minutes_of(scenario: Scenario) -> int:
    """About how long a play takes, as the author says."""
    return scenario.minutes


def clocks_of(scenario: Scenario) -> int:
    """How many turns have a clock."""
    return sum(turn.seconds is not None for turn in scenario.turns)


@dataclass(frozen=True)
class Taken:
    """A decision with its moment, and how many seconds the turn had been shown."""

    decision: Decision
    at: datetime
    seconds: int


@dataclass(frozen=True)
class Play:
    """A play with all that was decided in it."""

    id: int
    edition: Edition
    pace: Pace
    started_at: datetime
    shown_at: datetime | None
    paused_at: datetime | None
    finished_at: datetime | None
    passed: bool | None
    score: int | None
    best: int | None
    from_number: int | None
    taken: tuple[Taken, ...]

    @property
    def scenario(self) -> Scenario:
        found: Scenario = self.edition.model
        return found

    @property
    def is_replay(self) -> bool:
        return self.from_number is not None

    @cached_property
    def game(self) -> Game:
        return game_of(self.scenario)

    @cached_property
    def path(self) -> tuple[Decision, ...]:
        return tuple(one.decision for one in self.taken)

    @cached_property
    def position(self) -> Position:
        """Where it stands: at a turn or at an ending."""
        return stand(self.game, self.path)

    @property
    def turn(self) -> Turn | None:
        """The turn that comes next; None when the play has come to its ending."""
        return self.game.turn(self.position)

    @property
    def number(self) -> int:
        """The number of the turn that comes next."""
        return len(self.taken) + 1

    @property
    def countdown(self) -> Countdown | None:
        """The clock of the turn that is shown."""
        return countdown(self.shown_at, self.turn.seconds if self.turn else None, self.pace)

    def analysis(self) -> Analysis:
        """All that could have happened. Takes long for very large scenarios when nobody asked lately."""
        return analysis_of(self.scenario)


_PLAY = (
    select(
        PLAYS.c.id,
        PLAYS.c.version_id,
        PLAYS.c.pace,
        PLAYS.c.started_at,
        PLAYS.c.shown_at,
        PLAYS.c.paused_at,
        PLAYS.c.finished_at,
        PLAYS.c.passed,
        PLAYS.c.score,
        PLAYS.c.best,
        PLAYS.c.from_number,
        TURNS.c.number,
        TURNS.c.turn_id,
        TURNS.c.choice_id,
        TURNS.c["values"].label("state"),
        TURNS.c.points,
        TURNS.c.at,
        TURNS.c.seconds,
    )
    .join(TURNS, TURNS.c.play_id == PLAYS.c.id, isouter=True)
    .where(
        PLAYS.c.id == bindparam("play"),
        PLAYS.c.person_id == bindparam("person"),
        or_(PLAYS.c.finished_at.is_(None), PLAYS.c.ending.is_not(None)),  # not one that gave way to another
    )
    .order_by(TURNS.c.number)
)


def play_for(db: Session, actor: Actor, play_id: int) -> Play:
    """The actor's own play, in one query and the version's. Raises NotFound for anybody else's."""
    rows = db.connection().execute(_PLAY, {"play": play_id, "person": actor.person_id}).all()
    if not rows:
        raise NotFound
    first = rows[0]
    return Play(
        id=first.id,
        edition=edition(db, first.version_id),
        pace=Pace(first.pace),
        started_at=first.started_at,
        shown_at=first.shown_at,
        paused_at=first.paused_at,
        finished_at=first.finished_at,
        passed=first.passed,
        score=first.score,
        best=first.best,
        from_number=first.from_number,
        taken=tuple(
            Taken(Decision(row.number, row.turn_id, row.choice_id, tuple(row.state), row.points), row.at, row.seconds)
            for row in rows
            if row.number is not None
        ),
    )


@dataclass(frozen=True)
class OpenPlay:
    """A play that has not come to its ending; `decided` turns lie behind it."""

    id: int
    is_replay: bool
    decided: int


_OPEN = (
    select(ScenarioPlay.document_id, ScenarioPlay.id, ScenarioPlay.from_number, func.count(ScenarioTurn.number))
    .join(ScenarioTurn, ScenarioTurn.play_id == ScenarioPlay.id, isouter=True)
    .where(ScenarioPlay.person_id == bindparam("person"), ScenarioPlay.finished_at.is_(None))
    .group_by(ScenarioPlay.id)
)


def plays_under_way(db: Session, person_id: int | None) -> dict[int, OpenPlay]:
    """A person's open plays by document, replays too: at most one of each scenario."""
    rows = db.connection().execute(_OPEN, {"person": person_id})
    return {row[0]: OpenPlay(row[1], row[2] is not None, row[3]) for row in rows}


def open_plays(db: Session, person_id: int | None) -> dict[int, OpenPlay]:
    """A person's open tries by document: what there is to go on with. Replays are left out, as they prove nothing."""
    return {document: play for document, play in plays_under_way(db, person_id).items() if not play.is_replay}


@dataclass(frozen=True)
class EarlierPlay:
    """A play that came to an ending. `version_id` says of which version, `from_number` is set for a replay."""

    id: int
    version_id: int
    finished_at: datetime
    score: int
    best: int
    passed: bool
    from_number: int | None

    @property
    def per_cent(self) -> float:
        """Of the best score, cut to one decimal; 100 when there were no points to be had."""
        return 100.0 if self.best == 0 else min(1000, 1000 * self.score // self.best) / 10


_FINISHED = select(
    PLAYS.c.document_id,
    PLAYS.c.id,
    PLAYS.c.version_id,
    PLAYS.c.finished_at,
    PLAYS.c.score,
    PLAYS.c.best,
    PLAYS.c.passed,
    PLAYS.c.from_number,
).where(PLAYS.c.person_id == bindparam("person"), PLAYS.c.ending.is_not(None))
_EARLIER = _FINISHED.where(PLAYS.c.document_id == bindparam("document")).order_by(
    PLAYS.c.finished_at.desc(), PLAYS.c.id.desc()
)
_TRIES = _FINISHED.where(PLAYS.c.from_number.is_(None))


def earlier_plays(db: Session, person_id: int | None, document_id: int) -> list[EarlierPlay]:
    """The person's plays of a scenario that came to an ending, the newest first."""
    rows = db.connection().execute(_EARLIER, {"person": person_id, "document": document_id})
    return [EarlierPlay(*row[1:]) for row in rows]


def _best_results(db: Session, person_id: int | None) -> dict[int, EarlierPlay]:
    best: dict[int, EarlierPlay] = {}
    for document_id, *values in db.connection().execute(_TRIES, {"person": person_id}):
        play = EarlierPlay(*values)
        best[document_id] = max(best.get(document_id, play), play, key=lambda one: (one.passed, one.per_cent))
    return best


@dataclass(frozen=True)
class Listed:
    """A scenario that somebody may play, and how far they are with it. `is_mine`: it is for a role they hold."""

    edition: Edition
    is_mine: bool
    under_way: OpenPlay | None
    best: EarlierPlay | None


def scenarios_for(db: Session, actor: Actor, *, today: date) -> list[Listed]:
    """What this actor may play: what is for their roles first, then by title."""
    found = live_all_for(db, actor, "scenario", today=today).values()
    roles = set(_roles(db, actor, today)) if found else set()
    under_way, best = plays_under_way(db, actor.person_id), _best_results(db, actor.person_id)
    listed = [
        Listed(one, not roles.isdisjoint(one.model.roles), under_way.get(one.document_id), best.get(one.document_id))
        for one in found
    ]
    return sorted(listed, key=lambda one: (not one.is_mine, one.edition.title.casefold()))


def _roles(db: Session, actor: Actor, today: date) -> Iterable[str]:
    held = select(Role.slug).join(RolePeriod, RolePeriod.role_id == Role.id)
    return db.scalars(held.where(RolePeriod.person_id == actor.person_id, in_force(today)))
