"""What this domain does when something was written in the ledger, in the same transaction."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from training.certification import actions_standing, jobs
from training.certification.queries import EVIDENCE_FACTS
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


def listen(listeners: Listeners) -> None:
    """Register what is listened to."""
    listeners.on_many(PERSON_FACTS, follow_roles)
    listeners.on(EVIDENCE_FACTS, count_evidence)
    listeners.on(DOCUMENT_FACTS, look_at_everybody)


def follow_roles(db: Session, entries: Sequence[Entry]) -> None:
    """People or their roles changed: so may what is asked of them. An import brings many at once."""
    subjects = {entry.subject_id for entry in entries if entry.subject_id is not None}
    actions_standing.follow(db, sorted(subjects), now=entries[0].at, zone=web.site().zone)


def count_evidence(db: Session, entry: Entry) -> None:
    """Somebody did something that counts, or it counts no more."""
    if entry.subject_id is not None:
        actions_standing.refresh(db, [entry.subject_id], now=entry.at, zone=web.site().zone)


def look_at_everybody(db: Session, entry: Entry) -> None:
    """A document changed: it may concern everybody, which is work for the worker and not for an author's request."""
    if jobs.concerns_standings(db, entry):
        jobs.enqueue_everybody(db, now=entry.at)
