"""Cards come by themselves: from what somebody has read, was asked, has rehearsed or decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from training.practice.models import MEMORY, PracticeCard, memory_of
from training.practice.rules_exercises import Key
from training.practice.rules_memory import Memory, Rating, answered, counts, day_after


@dataclass(frozen=True)
class Met:
    """Something that somebody has met. `right` says how they answered it, None if they were not put to the test.

    With `soon` it is worth recalling on the same day.
    """

    document_id: int
    key: Key
    right: bool | None = None
    soon: bool = False


def meet(db: Session, person_id: int, met: Iterable[Met], *, day: date) -> None:
    """Make cards of what is new; answers that were given elsewhere count like those of practice. At most 4 statements.

    What was met before keeps its card: it comes sooner if it was shaky, and never later.
    """
    things = list({(one.document_id, one.key): one for one in met}.values())
    _insert(db, person_id, [one for one in things if not one.soon], day_after(day), day)
    _insert(db, person_id, [one for one in things if one.soon], day, day)
    tested = {(one.document_id, *one.key): one.right for one in things if one.right is not None}
    if tested:
        _count_answers(db, person_id, tested, day)


def _insert(db: Session, person_id: int, met: Iterable[Met], due_on: date, day: date) -> None:
    rows = [
        {
            "person_id": person_id,
            "document_id": one.document_id,
            "kind": str(one.key[0]),
            "item": one.key[1],
            "met_on": day,
            "due_on": due_on,
            "reps": 0,
            "lapses": 0,
            "tries": 0,
            "failed": False,
            "expected": 0.0,
            "information": 0.0,
            "remembered": 0,
        }
        for one in met
    ]
    if not rows:
        return
    insert = sqlite_insert if db.get_bind().dialect.name == "sqlite" else postgresql_insert
    making = insert(PracticeCard).values(rows)
    if due_on > day:
        db.execute(making.on_conflict_do_nothing())
        return
    is_later = PracticeCard.due_on > making.excluded.due_on
    unique = ["person_id", "document_id", "kind", "item"]
    sooner = {"due_on": making.excluded.due_on}
    db.execute(making.on_conflict_do_update(index_elements=unique, set_=sooner, where=is_later))


def _count_answers(db: Session, person_id: int, tested: Mapping[tuple[int, str, str], bool], day: date) -> None:
    named = tuple_(PracticeCard.document_id, PracticeCard.kind, PracticeCard.item)
    query = (
        select(PracticeCard.id, PracticeCard.document_id, PracticeCard.kind, PracticeCard.item, *MEMORY)
        .where(PracticeCard.person_id == person_id, named.in_([(one[0], str(one[1]), one[2]) for one in tested]))
        .with_for_update()
    )
    changed = []
    for row in db.execute(query):
        memory = memory_of(row)
        if counts(memory, day):
            right = tested[row.document_id, row.kind, row.item]
            changed.append({"id": row.id, **columns(answered(memory, Rating.GOOD if right else Rating.AGAIN, day))})
    if changed:
        db.execute(update(PracticeCard), changed)


def columns(memory: Memory) -> dict[str, Any]:
    """A memory as the columns of its card."""
    return {column.key: getattr(memory, column.key) for column in MEMORY}
