"""Fixing, before anybody starts, what will be compared with what and on which day it is judged."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from training.core import ledger
from training.core.clock import local_day
from training.core.ledger import Entry
from training.core.web import site
from training.effects import queries_plan
from training.effects.models import Effect
from training.effects.queries_plan import Promise
from training.effects.rules_plan import DAY, LEARNING, Days, Schedule, by_weeks, in_turn, symmetric
from training.effects.rules_state import State
from training.method.effects import FEW, MODEL, NEVER, Estimator, Plan, worth_having
from training.method.planner import by_lot
from training.method.settings import Thresholds
from training.needs.models import Need, Round
from training.needs.rules import Design
from training.voice.models import Improvement


@dataclass(frozen=True)
class Setting:
    """What is to be judged: which comparison on which days, whose start is when, and where others are found.

    `starts` has for each trained person the period that is their first after it; of a whole team nobody is named.
    `teams` are those in which others are found, of a whole team the team itself and those below it.
    """

    estimator: Estimator
    schedule: Schedule
    starts: dict[int, int]
    teams: list[int]
    chosen_by: Days
    reliability: float | None = None


def plan_round(db: Session, round_: Round, now: datetime) -> Effect | None:
    """Fix how a round of training will be judged; once, and before it begins. What began earlier is said to be late.

    None where it is fixed already, which stays as it is.
    """
    if db.scalar(select(exists().where(Effect.round_id == round_.id))):
        return None
    promise = queries_plan.promise_of(db, round_.standard_id)
    starts = queries_plan.starts_of(round_)
    setting = _setting(db, round_, starts)
    effect = Effect(round_id=round_.id, lesson_id=round_.lesson_id, team_id=round_.team_id)
    effect.fixed_by_id = round_.made_by_id
    waves = [_people(wave) for wave in round_.waves]
    more = {"waves": waves, "days": [day.isoformat() for day in starts]}
    return _fix(db, effect, promise, setting, start=starts[0], now=now, more=more)


def plan_improvement(db: Session, improvement: Improvement, need: Need, now: datetime) -> Effect | None:
    """Fix how a change of our way of working will be judged, from the day on which it is done. None as above."""
    if need.team_id is None or improvement.done_on is None:
        return None
    known = exists().where(Effect.improvement_id == improvement.id, Effect.state != State.DROPPED.value)
    if db.scalar(select(known)):
        return None
    promise = queries_plan.promise_of(db, need.standard_id)
    setting = _of_team(db, need.team_id, improvement.done_on)
    effect = Effect(improvement_id=improvement.id, team_id=need.team_id, fixed_by_id=improvement.owner_id)
    return _fix(db, effect, promise, setting, start=improvement.done_on, now=now, more={"waves": [], "days": []})


def follow_improvement(db: Session, entry: Entry) -> None:
    """A listener: what is done is planned at once; what is not done after all is not judged."""
    improvement_id = int(entry.facts.get("improvement") or 0)
    if entry.kind == "improvement.reopened":
        whose = select(Effect).where(Effect.improvement_id == improvement_id, Effect.state == State.PLANNED.value)
        for effect in db.scalars(whose).all():
            effect.state, effect.result = State.DROPPED.value, {"dropped": "reopened"}
        return
    improvement = db.get(Improvement, improvement_id)
    query = select(Need).where(Need.improvement_id == improvement_id, Need.person_id.is_(None)).order_by(Need.id)
    need = db.scalars(query).first()
    if improvement is not None and need is not None:
        plan_improvement(db, improvement, need, entry.at)


def _setting(db: Session, round_: Round, starts: list[date]) -> Setting:
    """The best comparison that a round allows."""
    if round_.team_id is not None and (round_.design == Design.TEAM or not any(map(_people, round_.waves))):
        return _of_team(db, round_.team_id, starts[0])
    people = [person for wave in round_.waves for person in _people(wave)]
    days, known = queries_plan.chosen_by(db, round_.id, before=starts[0])
    teams = queries_plan.teams_of(db, people)
    schedule = in_turn(days, starts) if round_.design == Design.RANDOM else None
    estimator = by_lot([len(_people(wave)) for wave in round_.waves])
    if schedule is not None and estimator is not None:
        first = [NEVER if period is None else period for period in schedule.starts]
        by_person = {person: first[at] for at, wave in enumerate(round_.waves) for person in _people(wave)}
        return Setting(estimator, schedule, by_person, teams, days, known)
    return Setting(Estimator.DIFFERENCE, symmetric(days, starts[-1]), dict.fromkeys(people, 2), teams, days, known)


def _people(wave: list[Any]) -> list[int]:
    """Who is in a wave; the need of a whole team names nobody."""
    return [int(person) for person in wave if person is not None]


def _of_team(db: Session, team_id: int, start: date) -> Setting:
    schedule = by_weeks(start)
    teams = queries_plan.teams_below(db, team_id)
    return Setting(Estimator.SERIES, schedule, {}, teams, schedule.before)


def _fix(
    db: Session,
    effect: Effect,
    promise: Promise,
    setting: Setting,
    *,
    start: date,
    now: datetime,
    more: dict[str, Any],
) -> Effect:
    """Write the plan down. One whose outcome has begun already is no plan: it is dropped, which the page says."""
    schedule, today = setting.schedule, local_day(now, site().zone)
    seen = queries_plan.seen_when_chosen(
        db,
        promise.standard_id,
        promise.aim,
        days=setting.chosen_by,
        people=setting.starts,
        teams=setting.teams,
        known=setting.reliability,
    )
    rebound = seen.rebound if setting.estimator is not Estimator.SERIES else 0.0
    worth = worth_having(promise.aim, Thresholds().gaps(promise.aim.measure)[0], seen.reading)
    effect.standard_id, effect.tier = promise.standard_id, setting.estimator.tier.value
    effect.fixed_at, effect.look_on, effect.rebound = now, schedule.look_on, rebound
    effect.before_first, effect.before_last = schedule.before.first, schedule.before.last
    effect.after_first, effect.after_last = schedule.after.first, schedule.after.last
    effect.state = (State.DROPPED if today > start + LEARNING * DAY else State.PLANNED).value
    effect.plan = {
        **Plan(setting.estimator, worth, rebound).as_json(),
        **more,
        "model": MODEL,
        "aim": {
            "measure": promise.aim.measure.value,
            "target": promise.aim.target,
            "higher_is_worse": promise.aim.higher_is_worse,
        },
        "version": promise.version_id,
        "selection": setting.chosen_by.as_json(),
        "periods": [one.as_json() for one in schedule.periods],
        "starts": {str(person): period for person, period in setting.starts.items()},
        "start": schedule.starts[0],
        "teams": _others(db, promise.standard_id, setting),
        "start_on": start.isoformat(),
        "late": today > start,
        "reliability": seen.reliability,
        "spread": None if setting.estimator is Estimator.SERIES else seen.of_change,
    }
    db.add(effect)
    db.flush()
    said = {
        "effect": effect.id,
        "round": effect.round_id,
        "improvement": effect.improvement_id,
        "tier": effect.tier,
        "look_on": effect.look_on.isoformat(),
        "state": effect.state,
    }
    ledger.record(db, "effect.planned", at=now, actor_id=effect.fixed_by_id, document_id=effect.lesson_id, payload=said)
    return effect


def _others(db: Session, standard_id: int, setting: Setting) -> Collection[int] | None:
    """The teams in which those are found who are compared with; None is everywhere.

    Of a whole team they are its own teams. Where too few work beside the trained ones, everybody is compared with.
    """
    if setting.estimator is Estimator.SERIES:
        return setting.teams
    if setting.estimator is not Estimator.DIFFERENCE:
        return []
    known = queries_plan.measured_in(db, standard_id, setting.chosen_by, setting.teams, but=setting.starts)
    return setting.teams if known >= FEW else None
