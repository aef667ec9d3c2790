"""Standings of many people: after a publish, and every night for those whom time alone has moved.

One job sets out and leaves a job for every few hundred people, so that nobody else who writes waits for long.
"""

from collections.abc import Collection
from datetime import datetime, time

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from training.certification import files
from training.certification.actions_standing import follow
from training.certification.models import Assignment, CurrentStanding
from training.certification.queries import away_on, in_chunks
from training.certification.queries_programmes import catalogue_on
from training.certification.queries_roles import changes_of_assignments
from training.certification.rules import FULFILS
from training.content.models import Document, Version
from training.content.queries import editions
from training.core import web
from training.core.clock import local_day
from training.core.jobs import Job, Registry, enqueue, is_open
from training.core.ledger import Entry
from training.core.worker import Task
from training.people.models import Person

NIGHTLY = "standing.nightly"
EVERYBODY = "standing.everybody"
PEOPLE = "standing.people"
KINDS = (NIGHTLY, EVERYBODY, PEOPLE)


def register(registry: Registry) -> None:
    """Say who does these jobs, and that one of them comes round just after midnight, when due days turn."""
    registry.handle(NIGHTLY, turn_the_day)
    registry.handle(EVERYBODY, look_at_everybody)
    registry.handle(PEOPLE, look_at_people)
    registry.nightly(NIGHTLY, time(0, 5))


def concerns_standings(db: Session, entry: Entry) -> bool:
    """Whether a document's new version may change anybody's standing."""
    kind = db.scalar(select(Document.kind).where(Document.id == entry.document_id))
    if kind == files.KIND.name:
        return True
    asks_again = db.scalar(select(Version.asks_again).where(Version.id == entry.version_id))
    return kind in FULFILS and bool(asks_again)


def some_programme_names_teams(db: Session) -> bool:
    """Whether a live programme is asked of certain teams."""
    live = select(Document.live_version_id).where(
        Document.kind == files.KIND.name, Document.live_version_id.is_not(None)
    )
    found = editions(db, [version_id for version_id in db.scalars(live) if version_id is not None])
    return any(edition.model.teams for edition in found.values())


def enqueue_everybody(db: Session, *, now: datetime) -> None:
    """Look at everybody's roles and standings, soon."""
    # Without a key: one that runs at this moment may have read before this change.
    enqueue(db, EVERYBODY, now=now)


def enqueue_people(db: Session, person_ids: Collection[int], *, now: datetime) -> None:
    """Look at these people's roles and standings, soon, some hundreds in each job."""
    for chunk in in_chunks(person_ids):
        enqueue(db, PEOPLE, {"people": chunk}, now=now)


def is_catching_up(db: Session) -> bool:
    """Whether such a job waits or runs, so that stored standings may lag behind the facts."""
    return db.scalar(select(Job.id).where(Job.kind.in_(KINDS), *is_open()).limit(1)) is not None


def look_at_everybody(task: Task) -> None:
    here = select(Person.id).where(
        or_(Person.left_on.is_(None), Person.left_on >= local_day(task.now, web.site().zone))
    )
    asked = here.union(select(Assignment.person_id).where(Assignment.ended_on.is_(None)))
    enqueue_people(task.db, task.db.scalars(asked).all(), now=task.now)


def turn_the_day(task: Task) -> None:
    """Enqueue those whose roles, or whose standings, are different today because of the date."""
    db, zone = task.db, web.site().zone
    catalogue = catalogue_on(db, local_day(task.now, zone), zone)
    moved = set(db.scalars(select(CurrentStanding.person_id).where(CurrentStanding.changes_on <= catalogue.day)))
    moved.update(db.scalars(away_on(catalogue.day)))
    for chunk in in_chunks(db.scalars(select(Person.id)).all()):
        moved.update(changes_of_assignments(db, chunk, catalogue))
    enqueue_people(db, moved, now=task.now)


def look_at_people(task: Task) -> None:
    follow(task.db, task.payload["people"], now=task.now, zone=web.site().zone)
