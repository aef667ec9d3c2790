"""Judging: once, on the day that was fixed, by the plan that was fixed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.core import ledger
from training.effects.actions_plan import plan_improvement
from training.effects.models import Effect
from training.effects.queries_judging import aim_in, due, fate_of, plan_in, ready_for, sums_for
from training.effects.rules_state import Ready, State
from training.method.effects import FEW, Remark, Result, Verdict
from training.method.judging import judge
from training.needs.actions_training import judge as judge_needs
from training.needs.models import Need
from training.voice.models import Improvement


@dataclass(frozen=True)
class Judged:
    """What one run did: how many effects were planned and judged, and how many wait for their figures."""

    planned: int
    judged: int
    waiting: int


def judge_due(db: Session, now: datetime, today: date) -> Judged:
    """Judge what is due, and plan what was done before anybody listened."""
    planned = plan_improvements(db, now)
    judged = waiting = 0
    for effect in db.scalars(due(today)).all():
        if judge_effect(db, effect, now, today):
            judged += 1
        else:
            waiting += 1
    return Judged(planned, judged, waiting)


def plan_improvements(db: Session, now: datetime) -> int:
    """Fix how improvements are judged that are done since the last time; returns how many."""
    query = (
        select(Improvement, Need)
        .join(Need, Need.improvement_id == Improvement.id)
        .outerjoin(Effect, Effect.improvement_id == Improvement.id)
        .where(Improvement.done_on.is_not(None), Effect.id.is_(None), Need.team_id.is_not(None))
        .where(Need.person_id.is_(None))
        .order_by(Improvement.id, Need.id)
    )
    return sum(
        plan_improvement(db, improvement, need, now) is not None for improvement, need in db.execute(query).all()
    )


def judge_effect(db: Session, effect: Effect, now: datetime, today: date) -> bool:
    """Judge one effect, if its day has come and its figures are in; whether that was done. It is done once."""
    if not may_be_judged(db, effect, today):
        return False
    keep_judgement(db, effect, reckon(db, effect), now)
    return True


def may_be_judged(db: Session, effect: Effect, today: date) -> bool:
    """Whether its day has come and its figures are in."""
    return effect.state == State.PLANNED and ready_for(db, effect, today) is Ready.NOW


def keep_judgement(db: Session, effect: Effect, found: tuple[Result, dict[str, int]], now: datetime) -> None:
    """Write down what was reckoned of an effect."""
    result, fate = found
    effect.state, effect.judged_at, effect.verdict = State.JUDGED.value, now, result.verdict.value
    effect.n, effect.value, effect.low, effect.high = result.people, result.value, result.low, result.high
    effect.result, effect.figures = kept(result) | {"fate": fate}, result.figures
    db.flush()
    judge_needs(db, _needs_of(db, effect), now)
    said = {
        "effect": effect.id,
        "round": effect.round_id,
        "improvement": effect.improvement_id,
        "verdict": effect.verdict,
        "people": effect.n,
        "value": effect.value,
        "low": effect.low,
        "high": effect.high,
    }
    ledger.record(db, "effect.judged", at=now, actor_id=None, document_id=effect.lesson_id, payload=said)


def _needs_of(db: Session, effect: Effect) -> Sequence[int]:
    """The needs that this was done for."""
    whose = Need.round_id == effect.round_id
    if effect.round_id is None:
        whose = Need.improvement_id == effect.improvement_id
    return db.scalars(select(Need.id).where(whose)).all()


def reckon(db: Session, effect: Effect) -> tuple[Result, dict[str, int]]:
    """What the engine says by the plan and the cells as they are now, and what became of the people. Writes nothing."""
    sums = sums_for(db, effect)
    found = judge(sums.panel, aim_in(effect.plan), plan_in(effect.plan))
    return unless_few(found), fate_of(db, effect, sums).as_json()


def unless_few(found: Result) -> Result:
    """The result; without a figure where the others are so few that one of them could be told from it."""
    if found.value is None or found.controls >= FEW:
        return found
    return Result(
        found.estimator,
        Verdict.UNCLEAR,
        (Remark.NO_CONTROLS, *found.remarks),
        people=found.people,
        controls=found.controls,
        readings=found.readings,
        lost=found.lost,
        rebound=found.rebound,
        figures=found.figures,
    )


def kept(result: Result) -> dict[str, object]:
    """A result as it is kept: what is shown of it. Its figures are kept beside it."""
    return {
        "remarks": [one.value for one in result.remarks],
        "error": result.error,
        "df": result.df,
        "people": result.people,
        "controls": result.controls,
        "readings": result.readings,
        "lost": result.lost,
        "rise": result.rise,
        "expected": result.expected,
        "rebound": result.rebound,
        "value": result.value,
        "low": result.low,
        "high": result.high,
        "verdict": result.verdict.value,
    }
