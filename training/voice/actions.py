"""Saying what is being done about a cause of complaints or a standard that is missed, and that it is done."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from training.complaints.queries_rules import model_now
from training.core import ledger
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.people.models import Person
from training.voice.models import Improvement
from training.voice.queries import improvement_for, may_do


@dataclass(frozen=True)
class Plan:
    """What somebody does about a cause, or with `standard_id` about a standard that is missed, and by when."""

    category: str
    text: str
    owner_id: int
    by_on: date
    is_done: bool = False
    standard_id: int | None = None


def begin(db: Session, actor: Actor, plan: Plan, *, now: datetime, today: date) -> Improvement:
    """Say that something is being done. Raises Problems at the fields of the form."""
    _check(db, actor, plan, None, today)
    improvement = Improvement(made_by_id=actor.person_id, made_at=now, standard_id=plan.standard_id)
    _fill(db, improvement, plan, today)
    db.add(improvement)
    db.flush()
    _note(db, "improvement.begun", improvement, actor, now)
    if improvement.done_on is not None:
        _note(db, "improvement.done", improvement, actor, now)
    return improvement


def change(db: Session, actor: Actor, improvement_id: int, plan: Plan, *, now: datetime, today: date) -> Improvement:
    """Correct it, or say that it is done. Raises NotFound, and Problems at the fields of the form."""
    improvement = improvement_for(db, actor, improvement_id)
    _check(db, actor, plan, improvement, today)
    was_done = improvement.done_on is not None
    _fill(db, improvement, plan, today)
    if was_done != plan.is_done:
        _note(db, "improvement.done" if plan.is_done else "improvement.reopened", improvement, actor, now)
    return improvement


def _check(db: Session, actor: Actor, plan: Plan, before: Improvement | None, today: date) -> None:
    problems = []
    if plan.owner_id not in dict(may_do(db, actor)) and (before is None or plan.owner_id != before.owner_id):
        problems.append(Problem("owner", None, _("This person cannot do it."), _("Choose somebody of the list.")))
    of_standard = before.standard_id if before is not None else plan.standard_id
    known = of_standard is not None or model_now(db).category(plan.category) is not None
    if not known and (before is None or plan.category != before.category):
        message = _("This cause is not on the list any more.")
        problems.append(Problem("category", None, message, _("Choose another one.")))
    if plan.by_on < today and not plan.is_done and (before is None or plan.by_on != before.by_on):
        problems.append(Problem("by_on", None, _("That day has passed."), _("Choose one that is still to come.")))
    if problems:
        raise Problems(problems)


def _fill(db: Session, improvement: Improvement, plan: Plan, today: date) -> None:
    improvement.category, improvement.text, improvement.by_on = plan.category, plan.text, plan.by_on
    improvement.owner_id = plan.owner_id
    improvement.team_id = db.get_one(Person, plan.owner_id).team_id
    improvement.done_on = (improvement.done_on or today) if plan.is_done else None


def _note(db: Session, kind: str, improvement: Improvement, actor: Actor, now: datetime) -> None:
    ledger.record(
        db,
        kind,
        at=now,
        actor_id=actor.person_id,
        document_id=improvement.standard_id,
        payload={
            "improvement": improvement.id,
            "category": improvement.category,
            "text": improvement.text,
            "owner": improvement.owner_id,
            "by": improvement.by_on.isoformat(),
        },
    )
