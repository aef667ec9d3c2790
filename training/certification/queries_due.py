"""By when a document is asked of people: for those below certification who plan with it."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification.models import CurrentStanding
from training.certification.queries import in_chunks
from training.certification.rules_stored import parts_of
from training.content.models import Document, Edge


def due_days(db: Session, document_id: int, person_ids: Collection[int], _today: date) -> Mapping[int, date]:
    """By person, the first day by which a programme asks for this document, of those for whom it is open."""
    asking = (
        select(Edge.version_id)
        .join(Document, (Document.kind == Edge.kind) & (Document.slug == Edge.slug))
        .where(Document.id == document_id)
    )
    query = select(CurrentStanding.person_id, CurrentStanding.parts).where(CurrentStanding.version_id.in_(asking))
    found: dict[int, date] = {}
    for chunk in in_chunks(person_ids):
        for person_id, parts in db.execute(query.where(CurrentStanding.person_id.in_(chunk))):
            for part in parts_of(parts):
                if part.target == document_id and part.is_open and part.due is not None:
                    found[person_id] = min(part.due, found.get(person_id, part.due))
    return found
