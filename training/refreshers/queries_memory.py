"""What somebody remembers and what they answered wrong, by question: practice and quizzes together."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.queries import editions
from training.core.clock import local_day
from training.practice.models import MEMORY, PracticeCard, memory_of
from training.practice.rules_memory import retrievability
from training.quizzes.models import Answer, Attempt
from training.quizzes.rules import Form

CardKey = tuple[int, str, str]
"""Document, kind of card, and id of the question or line."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known of one thing; `failed_on` is the day of its last answer if that was wrong."""

    recall: float | None = None
    failed_on: date | None = None
    lapses: int = 0


NOTHING = Remembered()


def memory_of_documents(
    db: Session, person_id: int, document_ids: Collection[int], *, since: date, today: date, zone: ZoneInfo
) -> Mapping[CardKey, Remembered]:
    """What a person remembers today of these documents, and what they answered wrong on or after a day. Two queries,
    and one where versions of banks have to be read."""
    query = select(PracticeCard.document_id, PracticeCard.kind, PracticeCard.item, *MEMORY).where(
        PracticeCard.person_id == person_id, PracticeCard.document_id.in_(document_ids)
    )
    found: dict[CardKey, Remembered] = {}
    last: dict[CardKey, date] = {}
    for row in db.execute(query):
        memory = memory_of(row)
        if memory is None:
            continue
        key = (row.document_id, row.kind, row.item)
        last[key] = memory.last_on
        failed_on = memory.last_on if memory.failed and memory.last_on >= since else None
        found[key] = Remembered(retrievability(memory, today), failed_on, memory.lapses)
    for key, (day, right) in _answers(db, person_id, since, zone).items():
        if key[0] in document_ids and day > last.get(key, date.min):
            known = found.get(key, NOTHING)
            found[key] = Remembered(known.recall, None if right else day, known.lapses)
    return found


def _answers(db: Session, person_id: int, since: date, zone: ZoneInfo) -> dict[CardKey, tuple[date, bool]]:
    """The last answer to each question of the quizzes handed in since a day: when, and whether it was right."""
    query = (
        select(Attempt.id, Attempt.form, Attempt.submitted_at, Answer.item, Answer.response)
        .join(Answer, Answer.attempt_id == Attempt.id)
        .where(Attempt.person_id == person_id, Attempt.submitted_at >= datetime.combine(since, time(), tzinfo=zone))
        .order_by(Attempt.submitted_at, Attempt.id)
    )
    rows = db.execute(query).all()
    forms = {row.id: Form.from_json(row.form) for row in rows}
    banks = editions(db, {item.version for form in forms.values() for item in form.items})
    found: dict[CardKey, tuple[date, bool]] = {}
    for row in rows:
        item = forms[row.id].item(row.item)
        bank = banks.get(item.version) if item else None
        question = bank.model.question(item.question) if bank and item else None
        if bank is None or item is None or question is None:
            continue
        right = question.mark(tuple(row.response or ())).correct
        found[bank.document_id, "question", item.question] = (local_day(row.submitted_at, zone), right)
    return found
