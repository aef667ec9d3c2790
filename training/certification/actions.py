"""What a manager does: ask somebody for a programme beyond their roles, and take that back."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from training.certification.actions_standing import refresh
from training.certification.models import Assignment
from training.certification.queries_programmes import LiveProgramme, catalogue_on
from training.certification.rules_assignment import Because, Ended
from training.core import ledger
from training.core.clock import local_day
from training.core.i18n import gettext as _
from training.core.permissions import Actor, Permission
from training.core.problems import Problem, Problems
from training.core.web import NotFound
from training.people.models import Person
from training.people.queries import person_for


def assign(
    db: Session, actor: Actor, person_id: int, document_id: int, *, now: datetime, zone: ZoneInfo
) -> LiveProgramme:
    """Ask somebody for a programme from today on. Raises NotFound, or Problems when it is asked of them already."""
    person = person_for(db, actor, person_id, Permission.PROGRAMME_ASSIGN)
    today = local_day(now, zone)
    live = catalogue_on(db, today, zone).programmes.get(document_id)
    if live is None:
        raise NotFound
    # Two may press at once: the second waits here and then sees what the first one did.
    db.execute(select(Person.id).where(Person.id == person.id).with_for_update(key_share=True))
    if person.left_on is not None and person.left_on < today:
        raise Problems(
            [Problem("programme", None, _("%(name)s has left.", name=person.full_name), _("Choose somebody else."))]
        )
    open_already = exists().where(
        Assignment.person_id == person.id, Assignment.document_id == document_id, Assignment.ended_on.is_(None)
    )
    if db.scalar(select(open_already)):
        raise Problems(
            [
                Problem(
                    "programme",
                    None,
                    _("“%(title)s” is asked of %(name)s already.", title=live.title, name=person.full_name),
                    _("Choose another programme."),
                )
            ]
        )
    db.add(
        Assignment(
            person_id=person.id,
            document_id=document_id,
            start_on=today,
            because=Because.HAND.value,
            by_id=actor.person_id,
            at=now,
        )
    )
    db.flush()
    ledger.record(
        db,
        "programme.assigned",
        at=now,
        actor_id=actor.person_id,
        subject_id=person.id,
        document_id=document_id,
        version_id=live.version_id,
        payload={"title": live.title},
    )
    refresh(db, [person.id], now=now, zone=zone)
    return live


def withdraw(db: Session, actor: Actor, person_id: int, assignment_id: int, *, now: datetime, zone: ZoneInfo) -> None:
    """Ask somebody no longer for what was assigned by hand; what they proved stays. Raises NotFound."""
    person = person_for(db, actor, person_id, Permission.PROGRAMME_ASSIGN)
    assignment = db.get(Assignment, assignment_id)
    if assignment is None or assignment.person_id != person.id or assignment.because != Because.HAND.value:
        raise NotFound
    if assignment.ended_on is None:
        assignment.ended_on = max(local_day(now, zone), assignment.start_on)
        assignment.ended_because = Ended.WITHDRAWN.value
        db.flush()
        ledger.record(
            db,
            "programme.withdrawn",
            at=now,
            actor_id=actor.person_id,
            subject_id=person.id,
            document_id=assignment.document_id,
        )
        refresh(db, [person.id], now=now, zone=zone)
