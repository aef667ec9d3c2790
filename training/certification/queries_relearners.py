"""Whom a new version would ask to learn again."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from training.certification.models import CurrentStanding
from training.certification.rules import FULFILS
from training.content.models import Edge
from training.core.ledger import Entry


def count_relearners(db: Session, document_id: int, kind: str, slug: str) -> int:
    """How many people a change of behaviour in a document would ask to learn again.

    Those who are asked for it and did it. Of programmes nobody learns again: what changes there is said in `previews`.
    """
    if kind not in FULFILS:
        return 0
    # Only programmes that ask for it count: what somebody did for an earlier role is asked of nobody again.
    asking = select(Edge.version_id).where(Edge.kind == kind, Edge.slug == slug)
    done = select(Entry.subject_id).where(Entry.document_id == document_id, Entry.kind == FULFILS[kind])
    asked = select(CurrentStanding.person_id).where(
        CurrentStanding.version_id.in_(asking), CurrentStanding.person_id.in_(done)
    )
    return db.scalar(select(func.count()).select_from(asked.distinct().subquery())) or 0
