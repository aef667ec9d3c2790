"""The plan of a refresher as it is kept: made when one begins, and changed by what is published meanwhile."""

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from training.core.clock import local_day
from training.core.permissions import Actor
from training.core.web import NotFound
from training.people.models import Person
from training.refreshers.models import ANSWERS, REFRESHERS, Refresher, RefresherAnswer
from training.refreshers.queries import Offer, offered_subjects, offers_of
from training.refreshers.queries_questions import questions_of
from training.refreshers.queries_sitting import Sitting, sitting_for
from training.refreshers.rules import Doing, Part, Plan
from training.refreshers.rules_plan import plan_of
from training.refreshers.rules_scope import Offered


class NotOffered(Exception):
    """There is no refresher of this programme today."""


class HandedIn(Exception):
    """The part is done: its answers stay as they are."""


class Over(HandedIn):
    """The refresher lay too long: what was done in it does not count any more."""


def start(db: Session, actor: Actor, assignment_id: int, *, now: datetime, zone: ZoneInfo) -> int:
    """The id of the actor's open refresher of an assignment: the one that is there, or a new one.

    One of an earlier day in which nothing was done yet is planned anew, as memory has gone on since; one that lay too
    long gives way to another. Raises NotFound for an assignment that is not the actor's, and NotOffered.
    """
    _lock(db, actor)
    person_id, today = actor.person_id or 0, local_day(now, zone)
    offer = next(
        (one for one in offers_of(db, person_id, today=today, zone=zone) if one.assignment_id == assignment_id), None
    )
    if offer is None:
        raise NotFound
    is_offered = offer.offered is Offered.YES
    if offer.refresher_id is not None:
        sitting = sitting_for(db, actor, offer.refresher_id, zone=zone)
        if not sitting.done and sitting.planned_on != today and is_offered:
            _plan_anew(db, sitting.id, offer, person_id, now=now, zone=zone)
        return sitting.id
    if not is_offered:
        raise NotOffered
    lay_too_long = (Refresher.assignment_id == assignment_id, Refresher.finished_at.is_(None))
    db.execute(update(Refresher).where(*lay_too_long, Refresher.dropped_at.is_(None)).values(dropped_at=now))
    row = Refresher(
        person_id=person_id,
        assignment_id=assignment_id,
        document_id=offer.document_id,
        version_id=offer.version_id,
        seed=secrets.randbits(31),
        plan={},
        planned_on=today,
        started_at=now,
    )
    db.add(row)
    db.flush()
    _plan_anew(db, row.id, offer, person_id, now=now, zone=zone)
    return row.id


def _plan_anew(db: Session, refresher_id: int, offer: Offer, person_id: int, *, now: datetime, zone: ZoneInfo) -> None:
    row, today = db.get_one(Refresher, refresher_id), local_day(now, zone)
    plan = plan_of(offered_subjects(db, person_id, offer, today=today, zone=zone), today=today, seed=row.seed)
    db.execute(delete(ANSWERS).where(ANSWERS.c.refresher_id == refresher_id))
    row.planned_on, row.started_at, row.version_id = today, now, offer.version_id
    keep_plan(db, refresher_id, plan)


def keep_plan(db: Session, refresher_id: int, plan: Plan) -> None:
    """Write a plan down, with a place for the answer to each of its questions; those that are there stay."""
    db.execute(update(Refresher).where(Refresher.id == refresher_id).values(plan=plan.as_json()))
    places = [
        {"refresher_id": refresher_id, "number": number, "item": item + 1, "seq": 0}
        for number, part in enumerate(plan.parts, start=1)
        for item in range(len(questions_of(db, part)))
    ]
    if places:
        making = sqlite_insert if db.get_bind().dialect.name == "sqlite" else postgresql_insert
        db.execute(making(RefresherAnswer).values(places).on_conflict_do_nothing())


def _lock(db: Session, actor: Actor) -> None:
    # One person's refreshers change one after another, so that two tabs begin one and finish it once.
    db.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update(key_share=True))


def for_change(
    db: Session, actor: Actor, refresher_id: int, number: int, *, now: datetime, zone: ZoneInfo
) -> tuple[Sitting, Part]:
    """The refresher with what was published meanwhile written into its plan, and a part that is done in it."""
    _lock(db, actor)
    db.execute(select(REFRESHERS.c.id).where(REFRESHERS.c.id == refresher_id).with_for_update())
    sitting = sitting_for(db, actor, refresher_id, zone=zone)
    part = sitting.plan.part(number)
    if part is None or part.doing is Doing.ELSEWHERE:
        raise NotFound
    if sitting.finished_at is None and not sitting.may_go_on(local_day(now, zone)):
        raise Over
    if sitting.plan != sitting.stored:
        _forget_answers(db, sitting)
        keep_plan(db, refresher_id, sitting.plan)
    return sitting, part


def _forget_answers(db: Session, sitting: Sitting) -> None:
    """Answers to a block that was published anew before it was read: they were to another text."""
    pairs = enumerate(zip(sitting.stored.parts, sitting.plan.parts, strict=False), start=1)
    renewed = [number for number, (old, new) in pairs if old.version_id != new.version_id]
    if renewed:
        db.execute(delete(ANSWERS).where(ANSWERS.c.refresher_id == sitting.id, ANSWERS.c.number.in_(renewed)))
