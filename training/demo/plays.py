"""Plays of scenarios as rows, each decision with its moment."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from sqlalchemy.orm import Session

from training.content.library import Edition
from training.demo.players import Players, ending_of
from training.demo.rows import write_rows
from training.demo.story import Playing
from training.scenarios.actions import turn_row
from training.scenarios.files import LATE
from training.scenarios.game.check import Analysis
from training.scenarios.game.debrief import has_feedback
from training.scenarios.game.path import Decision, score
from training.scenarios.models import ScenarioPlay, ScenarioTurn
from training.scenarios.queries import Taken
from training.scenarios.rules_clock import Pace, allowed

THINKING = (0.35, 0.8)  # of the time of a turn; the rest goes into reading what came of the one before

Scenarios = Mapping[tuple[int, int], tuple[Edition, Analysis]]
"""By document and number, the versions that were played."""


@dataclass(frozen=True)
class Played:
    """A play and the way it went; `ending` is None while it is open."""

    item: Playing
    row: ScenarioPlay
    edition: Edition
    analysis: Analysis
    taken: tuple[Taken, ...]
    ending: str | None

    @property
    def path(self) -> tuple[Decision, ...]:
        return tuple(one.decision for one in self.taken)


def play(
    db: Session,
    playings: Sequence[Playing],
    *,
    scenarios: Scenarios,
    marks: Mapping[int, int],
    people: dict[str, int],
    random: Random,
) -> list[Played]:
    """Write the plays with their turns; returns the tries, and leaves replays out, which prove nothing.

    Whoever passes reaches the mark that is asked for, by document.
    """
    stage = _Stage(scenarios, marks, people, Players(random), random)
    in_order = sorted(playings, key=lambda item: (item.began_at, item.who))
    tries = [stage.tried(item) for item in in_order if not item.again]
    db.add_all(played.row for played in tries)
    db.flush()
    replays = [stage.replayed(item) for item in in_order if item.again]
    db.add_all(played.row for played in replays)
    db.flush()
    rows = [
        turn_row(played.row.id, one.decision, one.at, one.seconds)
        for played in (*tries, *replays)
        for one in played.taken
    ]
    write_rows(db, ScenarioTurn, rows)
    return tries


class _Stage:
    """Makes one play after another, and remembers who has played what."""

    def __init__(
        self, scenarios: Scenarios, marks: Mapping[int, int], people: dict[str, int], players: Players, random: Random
    ) -> None:
        self.scenarios = scenarios
        self.marks = marks
        self.people = people
        self.players = players
        self.random = random
        self.tries: dict[tuple[str, int], list[Played]] = defaultdict(list)

    def tried(self, item: Playing) -> Played:
        edition, analysis = self.scenarios[item.document, item.version]
        earlier = self.tries[item.who, item.document]
        path = self.players.path(item, analysis, len(earlier), self.marks.get(item.document, 0))
        row = self._row(item, edition)
        row.is_first = all(one.edition.id != edition.id for one in earlier)
        played = self._played(item, row, path)
        earlier.append(played)
        return played

    def replayed(self, item: Playing) -> Played:
        """A replay of the last play that had come to its ending by then."""
        earlier = self.tries[item.who, item.document]
        before = [one for one in earlier if one.item.ended_at and one.item.ended_at < item.began_at][-1]
        number, path = self.players.replay(item, before.analysis, before.path)
        row = self._row(item, before.edition)
        row.is_first, row.from_play_id, row.from_number = False, before.row.id, number
        return self._played(item, row, path, before.taken[: number - 1])

    def _row(self, item: Playing, edition: Edition) -> ScenarioPlay:
        return ScenarioPlay(
            person_id=self.people[item.who],
            document_id=item.document,
            version_id=edition.id,
            pace=self.players.clocks[item.who].value,
            started_at=item.began_at,
            finished_at=item.ended_at,
        )

    def _played(
        self, item: Playing, row: ScenarioPlay, path: Sequence[Decision], copied: tuple[Taken, ...] = ()
    ) -> Played:
        """The row completed by what follows from the way that was gone."""
        edition, analysis = self.scenarios[item.document, item.version]
        taken = (*copied, *self._timed(item, analysis, path[len(copied) :]))
        if item.ended_at is None:
            game = analysis.explored.game
            waits = analysis.scenario.feedback == "now" and has_feedback(game, path[-1])
            row.shown_at = None if waits else taken[-1].at
            return Played(item, row, edition, analysis, taken, None)
        points, ending = score(path), ending_of(analysis, path)
        row.ending, row.score, row.best = ending, points, analysis.best
        row.passed = analysis.passes(points, ending)
        return Played(item, row, edition, analysis, taken, ending)

    def _timed(self, item: Playing, analysis: Analysis, path: Sequence[Decision]) -> Iterator[Taken]:
        """Decisions with their moments; the last one is that at which it ended."""
        pace = self.players.clocks[item.who]
        clocks = [_clock(analysis, decision, pace) for decision in path]
        silent = [
            clock + 1 if clock is not None and decision.choice_id == LATE else 0
            for clock, decision in zip(clocks, path, strict=True)
        ]
        shares = [0.0 if wait else self.random.uniform(0.6, 1.4) for wait in silent]
        left = max(0.0, (item.left_at - item.began_at).total_seconds() - sum(silent))
        passed = 0.0
        for decision, clock, wait, share in zip(path, clocks, silent, shares, strict=True):
            slot = wait or left * share / sum(shares)
            passed += slot
            thought = wait or slot * self.random.uniform(*THINKING)
            seconds = thought if clock is None else min(thought, clock)
            yield Taken(decision, item.began_at + timedelta(seconds=round(passed)), int(seconds))


def _clock(analysis: Analysis, decision: Decision, pace: Pace) -> int | None:
    turn = analysis.scenario.turn(decision.turn_id)
    return allowed(turn.seconds if turn else None, pace)
