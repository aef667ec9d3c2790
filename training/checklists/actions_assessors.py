"""Appointing people who may observe by a checklist that they did not pass themselves."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from training.checklists.models import Assessor
from training.checklists.queries import appointable
from training.content.library import Edition
from training.core import ledger
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.core.web import NotFound
from training.people.models import Person


def appoint(db: Session, actor: Actor, found: Edition, named: str, *, now: datetime) -> Person:
    """Appoint somebody by their employee number or address; whoever is one already stays one. Raises Problems."""
    wanted = named.strip().lower()
    query = (
        select(Person)
        .join(Person.team)
        .where(or_(func.lower(Person.employee_number) == wanted, Person.email == wanted), appointable(actor))
        .with_for_update(of=Person)
    )
    person: Person | None = db.scalars(query).first()
    if person is None:
        message = _("We find nobody with this number or address among the people whom you may appoint.")
        raise Problems([Problem("person", None, message)])
    open_one = select(Assessor.id).where(
        Assessor.document_id == found.document_id, Assessor.person_id == person.id, Assessor.withdrawn_at.is_(None)
    )
    if db.scalar(open_one) is None:
        db.add(Assessor(document_id=found.document_id, person_id=person.id, by_id=actor.person_id, at=now))
        db.flush()
        _note(db, "assessor.appointed", actor, found, person.id, now=now)
    return person


def withdraw(db: Session, actor: Actor, found: Edition, assessor_id: int, *, now: datetime) -> None:
    """End an appointment; whoever was appointed may do it too. What they observed stays. Raises NotFound."""
    row = db.get(Assessor, assessor_id, with_for_update=True)
    if row is None or row.document_id != found.document_id:
        raise NotFound
    mine = select(Person.id).join(Person.team).where(Person.id == row.person_id, appointable(actor))
    if row.person_id != actor.person_id and db.scalar(mine) is None:
        raise NotFound
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by_id = now, actor.person_id
        _note(db, "assessor.withdrawn", actor, found, row.person_id, now=now)


def _note(db: Session, kind: str, actor: Actor, found: Edition, person_id: int, *, now: datetime) -> None:
    ledger.record(
        db,
        kind,
        at=now,
        actor_id=actor.person_id,
        subject_id=person_id,
        document_id=found.document_id,
        version_id=found.id,
        payload=evidence_of(found),
    )


def evidence_of(found: Edition) -> dict[str, Any]:
    """What an appointment, and its end, say in the ledger."""
    return {"slug": found.slug, "title": found.title}
