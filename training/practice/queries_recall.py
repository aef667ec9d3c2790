"""What somebody remembers of each skill: read by their own page, and by whoever plans what is refreshed."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.models import Document
from training.content.queries import editions
from training.practice.models import MEMORY, PracticeCard, memory_of
from training.practice.queries import exercises_in
from training.practice.rules_recall import Recall, Remembered, recall_by_skill


def recall(db: Session, person_id: int | None, *, at: date) -> tuple[Recall, ...]:
    """By skill, how much a person remembers on a day, today or ahead, with its uncertainty; see `rules_recall`.

    One query once the documents are known. What is no longer taught does not count.
    """
    query = (
        select(PracticeCard.kind, PracticeCard.item, *MEMORY, Document.live_version_id)
        .join(Document, Document.id == PracticeCard.document_id)
        .where(PracticeCard.person_id == person_id, Document.live_version_id.is_not(None))
    )
    rows = db.execute(query).all()
    found = editions(db, {row.live_version_id for row in rows})
    cards = []
    for row in rows:
        exercise = exercises_in(found[row.live_version_id]).get((row.kind, row.item))
        if exercise is not None:
            cards.append(Remembered(exercise.skills, memory_of(row)))
    return recall_by_skill(cards, at)
