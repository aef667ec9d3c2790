"""What this domain does when something was written in the ledger, in the same transaction."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from training.certification import jobs
from training.certification.actions_standing import follow, refresh
from training.certification.queries import CHUNK, EVIDENCE_FACTS
from training.core import web
from training.core.ledger import Entry, Listeners

PERSON_FACTS = (
    "person.added",
    "person.changed",
    "person.left",
    "person.returned",
    "role.given",
    "role.changed",
    "role.taken",
)
DOCUMENT_FACTS = ("document.published", "document.retired")
# A team that stands elsewhere in the tree, or is called otherwise, may be asked for other programmes.
TEAM_FACTS = ("team.changed", "team.added")


def listen(listeners: Listeners) -> None:
    """Register what is listened to."""
    listeners.on_many(PERSON_FACTS, follow_roles)
    listeners.on_many(EVIDENCE_FACTS, count_evidence)
    listeners.on_many(DOCUMENT_FACTS, look_at_everybody)
    listeners.on_many(TEAM_FACTS, look_at_teams)


def follow_roles(db: Session, entries: Sequence[Entry]) -> None:
    """People or their roles changed: so may what is asked of them."""
    people, now = _subjects(entries), entries[-1].at
    if len(people) > CHUNK:
        jobs.enqueue_people(db, people, now=now)  # a large import is not kept waiting
    else:
        follow(db, people, now=now, zone=web.site().zone)


def count_evidence(db: Session, entries: Sequence[Entry]) -> None:
    """Somebody did something that counts, or it counts no more."""
    refresh(db, _subjects(entries), now=entries[-1].at, zone=web.site().zone)


def look_at_everybody(db: Session, entries: Sequence[Entry]) -> None:
    """A document changed: it may concern everybody, which is work for the worker and not for an author's request."""
    if any(jobs.concerns_standings(db, entry) for entry in entries):
        jobs.enqueue_everybody(db, now=entries[-1].at)


def look_at_teams(db: Session, entries: Sequence[Entry]) -> None:
    """Teams changed: if programmes name teams, somebody else may be asked for them."""
    if jobs.some_programme_names_teams(db):
        jobs.enqueue_everybody(db, now=entries[-1].at)


def _subjects(entries: Sequence[Entry]) -> set[int]:
    return {entry.subject_id for entry in entries if entry.subject_id is not None}
