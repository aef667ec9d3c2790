"""Playing a scenario: begin, decide, go on, pause, play again. Each may be sent twice, and happens once."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, insert, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.core import ledger
from training.core.permissions import Actor
from training.core.web import NotFound
from training.people.models import Person
from training.scenarios.files import LATE
from training.scenarios.game.check import Analysis
from training.scenarios.game.debrief import has_feedback
from training.scenarios.game.path import Decision, NotThere, Path, decide, score, stand
from training.scenarios.models import ScenarioPlay, ScenarioTurn
from training.scenarios.queries import Play, live_scenario, play_for
from training.scenarios.rules_clock import Pace


class NotShown(Exception):
    """The turn is not shown: the play is paused, or the feedback to the turn before is being read."""


class TooEarly(Exception):
    """There is still time to say something, or no clock at all."""


class InTheMiddle(Exception):
    """There is an open try, which a replay does not take the place of. `play_id` is its id."""

    def __init__(self, play_id: int) -> None:
        super().__init__(play_id)
        self.play_id = play_id


def start(db: Session, actor: Actor, slug: str, pace: Pace, *, now: datetime, today: date) -> int:
    """The id of the actor's open try at a scenario: the one that is there, or a new one at the live version.

    An open replay gives way to it. Raises NotFound.
    """
    scenario = live_scenario(db, actor, slug, today=today)
    begun = _open_play(db, actor, scenario.document_id)
    if begun is not None and begun.from_number is None:
        return begun.id
    _set_aside(db, begun, now)
    tried_before = exists().where(
        ScenarioPlay.person_id == actor.person_id,
        ScenarioPlay.version_id == scenario.id,
        ScenarioPlay.from_number.is_(None),
    )
    play = ScenarioPlay(
        person_id=actor.person_id,
        document_id=scenario.document_id,
        version_id=scenario.id,
        pace=pace.value,
        started_at=now,
        shown_at=now,
        is_first=not db.scalar(select(tried_before)),
    )
    db.add(play)
    db.flush()
    return play.id


def decide_turn(db: Session, actor: Actor, play_id: int, number: int, choice_id: str, *, now: datetime) -> None:
    """Keep what is said at a turn of the actor's own play, or LATE for nothing; what comes too late is silence too.

    The same choice may be sent again and changes nothing. Raises NotFound for somebody else's play and for a turn that
    it has not come to, AlreadyDecided, NotShown, NotOnOffer, and TooEarly for silence while there is time.
    """
    row, play = _locked(db, actor, play_id)
    if number == play.number and row.finished_at is None:
        choice_id = _heard(play, choice_id, now)
    try:
        made = decide(play.game, play.path, number, choice_id)
    except NotThere:
        raise NotFound from None
    if made is None:
        return
    seconds = int((now - (play.shown_at or now)).total_seconds())
    db.execute(insert(ScenarioTurn), [turn_row(play.id, made, now, seconds)])
    path = (*play.path, made)
    ending = play.game.ending(stand(play.game, path))
    waits = play.scenario.feedback == "now" and has_feedback(play.game, made)
    row.shown_at = None if waits or ending else now
    if ending is not None:
        row.finished_at, row.ending = now, ending.id
        _judge(db, play, path, row)


def turn_row(play_id: int, decision: Decision, at: datetime, seconds: int) -> dict[str, Any]:
    """A decision as the table keeps it."""
    return {
        "play_id": play_id,
        "number": decision.number,
        "turn_id": decision.turn_id,
        "choice_id": decision.choice_id,
        "values": list(decision.values),
        "points": dict(decision.points),
        "at": at,
        "seconds": seconds,
    }


def _heard(play: Play, choice_id: str, now: datetime) -> str:
    """What counts as said at the turn that comes next."""
    if play.shown_at is None:
        raise NotShown
    running = play.countdown
    if choice_id == LATE and (running is None or not running.may_pass(now)):
        raise TooEarly
    return LATE if running is not None and running.is_over(now) else choice_id


def _judge(db: Session, play: Play, path: Path, row: ScenarioPlay) -> None:
    """Score a play that has come to its ending, and record it as evidence if it is a try."""
    analysis, ending, points = play.analysis(), row.ending or "", score(path)
    row.score, row.best, row.passed = points, analysis.best, analysis.passes(points, ending)
    if play.is_replay:
        return  # whoever knows the debrief proves nothing
    ledger.record(
        db,
        "scenario.passed" if row.passed else "scenario.failed",
        at=row.finished_at or row.started_at,
        actor_id=row.person_id,
        subject_id=row.person_id,
        document_id=row.document_id,
        version_id=row.version_id,
        payload=evidence_of(play.edition, analysis, path, play_id=row.id, ending=ending),
    )


def evidence_of(edition: Edition, analysis: Analysis, path: Path, *, play_id: int, ending: str) -> dict[str, Any]:
    """What the ledger keeps of a try that has come to its ending."""
    turns: dict[str, bool] = {}
    for decision in path:
        best = analysis.best_choices(decision.position)
        was_best = not best or decision.choice_id in best
        turns[decision.turn_id] = turns.get(decision.turn_id, True) and was_best
    return {
        "slug": edition.slug,
        "title": edition.title,
        "version": edition.number,
        "play": play_id,
        "score": analysis.per_cent(score(path)),
        "pass_mark": edition.model.pass_mark,
        "ending": ending,
        "turns": turns,
    }


def show(db: Session, actor: Actor, play_id: int, number: int, *, pace: Pace | None = None, now: datetime) -> None:
    """Show the turn that comes next, after the feedback or a pause; its clock begins now. Raises NotFound.

    After a pause the clock has its full time again: who was called away by a customer has lost the thread, and a
    little more time for somebody who pauses without need does no harm to training. The pace may be chosen anew.
    """
    row, play = _locked(db, actor, play_id)
    if row.finished_at is not None or row.shown_at is not None or number != play.number:
        return
    row.shown_at, row.paused_at = now, None
    if pace is not None:
        row.pace = pace.value


def pause(db: Session, actor: Actor, play_id: int, number: int, now: datetime) -> None:
    """Hide the turn and stop its clock. Changes nothing where no clock runs or the time is up. Raises NotFound."""
    row, play = _locked(db, actor, play_id)
    running = play.countdown
    if number == play.number and running is not None and not running.is_over(now):
        row.shown_at, row.paused_at = None, now


def again(db: Session, actor: Actor, play_id: int, number: int, now: datetime) -> int:
    """The id of a replay: a new play with the path of a finished one up to this turn, at the same version.

    Raises NotFound for a turn that the play has not decided, and InTheMiddle while there is an open try.
    """
    play = play_for(db, actor, play_id)
    if play.finished_at is None or not 1 <= number <= len(play.path):
        raise NotFound
    begun = _open_play(db, actor, play.edition.document_id)
    if begun is not None and begun.from_number is None:
        raise InTheMiddle(begun.id)
    if begun is not None and (begun.from_play_id, begun.from_number) == (play_id, number) and _is_fresh(db, begun):
        return begun.id
    _set_aside(db, begun, now)
    replay = ScenarioPlay(
        person_id=actor.person_id,
        document_id=play.edition.document_id,
        version_id=play.edition.id,
        pace=play.pace.value,
        started_at=now,
        shown_at=now,
        is_first=False,
        from_play_id=play_id,
        from_number=number,
    )
    db.add(replay)
    db.flush()
    kept = [turn_row(replay.id, one.decision, one.at, one.seconds) for one in play.taken[: number - 1]]
    if kept:
        db.execute(insert(ScenarioTurn), kept)
    return replay.id


def _is_fresh(db: Session, replay: ScenarioPlay) -> bool:
    """Whether nothing was decided in a replay yet: pressing the same button again goes on with it."""
    decided = exists().where(ScenarioTurn.play_id == replay.id, ScenarioTurn.number >= replay.from_number)
    return not db.scalar(select(decided))


def _locked(db: Session, actor: Actor, play_id: int) -> tuple[ScenarioPlay, Play]:
    """The actor's own play, which changes for one request after another. Raises NotFound."""
    row = db.scalars(
        select(ScenarioPlay)
        .where(ScenarioPlay.id == play_id, ScenarioPlay.person_id == actor.person_id)
        .with_for_update()
    ).first()
    if row is None:
        raise NotFound
    return row, play_for(db, actor, play_id)


def _open_play(db: Session, actor: Actor, document_id: int) -> ScenarioPlay | None:
    """The actor's open play of a scenario. Until the end of the transaction the person begins no other one."""
    # One person's starts wait for each other, so that two tabs begin one play. (SQLite has one writer anyway.)
    db.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update(key_share=True))
    return db.scalars(
        select(ScenarioPlay).where(
            ScenarioPlay.person_id == actor.person_id,
            ScenarioPlay.document_id == document_id,
            ScenarioPlay.finished_at.is_(None),
        )
    ).first()


def _set_aside(db: Session, replay: ScenarioPlay | None, now: datetime) -> None:
    """Close a replay that gives way; nobody comes back to it. Its row stays, so that no other play gets its number."""
    if replay is not None:
        replay.finished_at, replay.shown_at, replay.paused_at = now, None, None
        db.flush()  # before another play is the open one
