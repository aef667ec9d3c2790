"""Whom a new version would ask to learn again."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from training.certification.files import KIND
from training.certification.models import CurrentStanding
from training.certification.rules import FULFILS
from training.content.models import Edge
from training.core.ledger import Entry


def count_relearners(db: Session, document_id: int, kind: str, slug: str) -> int:
    """How many people a change of behaviour in a document would ask to learn again.

    For a module or a quiz: those who are asked for something and did this. For a programme: everybody it is asked of.
    """
    asked = select(CurrentStanding.person_id)
    if kind == KIND.name:
        asked = asked.where(CurrentStanding.document_id == document_id)
    elif kind in FULFILS:
        # Only programmes that ask for it count: what somebody did for an earlier role is asked of nobody again.
        asking = select(Edge.version_id).where(Edge.kind == kind, Edge.slug == slug)
        done = select(Entry.subject_id).where(Entry.document_id == document_id, Entry.kind == FULFILS[kind])
        asked = asked.where(CurrentStanding.version_id.in_(asking), CurrentStanding.person_id.in_(done))
    else:
        return 0
    return db.scalar(select(func.count()).select_from(asked.distinct().subquery())) or 0
