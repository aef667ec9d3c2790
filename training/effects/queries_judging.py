"""What a judgement is made of: the sums that the plan asks for, and what became of the people."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from training.effects.models import Effect
from training.effects.queries_sums import Sums, sums_of_people, sums_of_team
from training.effects.rules_plan import Days
from training.effects.rules_state import Ready, State, ready
from training.method.effects import NEVER, Estimator, Plan
from training.method.tallies import Aim, Measure
from training.metrics.models import Cell
from training.needs.models import Need
from training.people.models import Person


def aim_in(plan: Mapping[str, Any]) -> Aim:
    """What was promised when the plan was fixed."""
    kept = plan["aim"]
    return Aim(Measure(kept["measure"]), float(kept["target"]), bool(kept["higher_is_worse"]))


def plan_in(plan: Mapping[str, Any]) -> Plan:
    """The plan as the engine takes it."""
    return Plan(
        Estimator(plan["estimator"]),
        worth=float(plan["worth"]),
        rebound=float(plan["rebound"]),
        level=float(plan["level"]),
        looks_often=bool(plan["looks_often"]),
    )


def sums_for(db: Session, effect: Effect) -> Sums:
    """The sums of everybody who is trained or compared with, in the periods of the plan."""
    plan = effect.plan
    periods = [Days.of_json(one) for one in plan["periods"]]
    if plan["estimator"] == Estimator.SERIES:
        return sums_of_team(
            db, effect.standard_id, aim_in(plan), periods, start=int(plan["start"]), teams=plan["teams"]
        )
    starts = {int(person): int(period) for person, period in plan["starts"].items()}
    but = trained_elsewhere(db, effect, periods)
    return sums_of_people(db, effect.standard_id, aim_in(plan), periods, starts=starts, teams=plan["teams"], but=but)


def trained_elsewhere(db: Session, effect: Effect, periods: list[Days]) -> Collection[int]:
    """Others who learn for the same standard in these days: they are nobody to compare with."""
    query = select(Need.person_id).where(
        Need.standard_id == effect.standard_id,
        Need.person_id.is_not(None),
        Need.start_on.between(periods[0].first, periods[-1].last),
        Need.round_id.is_distinct_from(effect.round_id),
    )
    return sorted({person for person in db.scalars(query).all() if person is not None})


def newest_day(db: Session, standard_id: int) -> date | None:
    """The last day with readings of a standard."""
    found = db.scalar(select(func.max(Cell.day)).where(Cell.standard_id == standard_id))
    return None if found is None else date.fromordinal(found)


def ready_for(db: Session, effect: Effect, today: date) -> Ready:
    """Whether it can be judged today, and if not, why."""
    last = Days.of_json(effect.plan["periods"][-1]).last
    newest = None if today < effect.look_on else newest_day(db, effect.standard_id)
    return ready(effect.look_on, last, newest, today)


def due(today: date) -> Select[Any]:
    """The effects whose day has come."""
    return select(Effect).where(Effect.state == State.PLANNED.value, Effect.look_on <= today).order_by(Effect.id)


@dataclass(frozen=True)
class Fate:
    """What became of the trained people, in numbers: `planned` in the plan, `finished` the lesson, `left` the company
    before the last day, `moved` to another team, `unseen` afterwards though they are here."""

    planned: int
    finished: int
    left: int
    moved: int
    unseen: int

    def as_json(self) -> dict[str, int]:
        """The numbers, to be kept."""
        return dict(self.__dict__)


def fate_of(db: Session, effect: Effect, sums: Sums) -> Fate:
    """What became of those who are named in the plan; of a whole team nobody is."""
    if effect.plan["estimator"] == Estimator.SERIES:
        return Fate(0, 0, 0, 0, 0)
    last = Days.of_json(effect.plan["periods"][-1]).last
    trained = [person for person, start in zip(sums.people, sums.panel.start, strict=True) if start != NEVER]
    after = np.asarray(sums.panel.n)[:, int(effect.plan["start"] or 1) :].sum(axis=1)
    unseen = {person for person, n in zip(sums.people, after, strict=True) if not n} & set(trained)
    left = set(db.scalars(select(Person.id).where(Person.id.in_(trained), Person.left_on <= last)).all())
    moved: set[int] = set()
    if effect.plan["teams"] and effect.plan["estimator"] == Estimator.DIFFERENCE:
        here = select(Person.id).where(Person.id.in_(trained), Person.team_id.not_in(effect.plan["teams"]))
        moved = set(db.scalars(here).all()) - left
    done = exists().where(Need.person_id == Person.id, Need.round_id == effect.round_id, Need.trained_at.is_not(None))
    finished = set(db.scalars(select(Person.id).where(Person.id.in_(trained), done)).all())
    return Fate(len(trained), len(finished), len(left), len(moved), len(unseen - left))
