"""What somebody has met and should remember, and each answer they gave in practice."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base
from training.practice.rules_memory import Memory


class PracticeCard(Base):
    """One thing of a document that one person has met: a question, a line, a turn. `item` is its id in the document.

    `due_on` is the day from which it is worth asking, `asked_on` the last day on which practice asked it. What is known
    of the memory (see `rules_memory.Memory`) is empty until the first answer, in practice, a quiz or a scenario.
    """

    __tablename__ = "practice_card"
    __table_args__ = (
        UniqueConstraint("person_id", "document_id", "kind", "item"),
        Index("ix_practice_card_person_due", "person_id", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    kind: Mapped[str]
    item: Mapped[str]
    met_on: Mapped[date]
    due_on: Mapped[date]
    asked_on: Mapped[date | None]
    stability: Mapped[float | None]
    difficulty: Mapped[float | None]
    last_on: Mapped[date | None]
    reps: Mapped[int] = mapped_column(default=0)
    lapses: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    failed: Mapped[bool] = mapped_column(default=False)
    expected: Mapped[float] = mapped_column(default=0.0)
    information: Mapped[float] = mapped_column(default=0.0)
    remembered: Mapped[int] = mapped_column(default=0)


MEMORY = (
    PracticeCard.due_on,
    PracticeCard.stability,
    PracticeCard.difficulty,
    PracticeCard.last_on,
    PracticeCard.reps,
    PracticeCard.lapses,
    PracticeCard.tries,
    PracticeCard.failed,
    PracticeCard.expected,
    PracticeCard.information,
    PracticeCard.remembered,
)
"""The columns that `memory_of` reads from a row."""


def memory_of(row: Any) -> Memory | None:
    """What is known of the memory of a card; None before its first answer."""
    if row.last_on is None:
        return None
    return Memory(
        stability=row.stability,
        difficulty=row.difficulty,
        due_on=row.due_on,
        last_on=row.last_on,
        reps=row.reps,
        lapses=row.lapses,
        tries=row.tries,
        failed=row.failed,
        expected=row.expected,
        information=row.information,
        remembered=row.remembered,
    )


class PracticeReview(Base):
    """One answer in practice. `key` names it, so that it can be sent again without being a second one.

    `at` is the moment of answering, which may lie before its arrival, and `day` the site's day that it counts for.
    `counted` is false for the second answer of a day to a card that was remembered: it changed nothing.
    """

    __tablename__ = "practice_review"
    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        Index("ix_practice_review_person_day", "person_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    card_id: Mapped[int] = mapped_column(ForeignKey("practice_card.id"), index=True)
    key: Mapped[str]
    at: Mapped[datetime]
    day: Mapped[date]
    response: Mapped[list[Any]]
    rating: Mapped[int]
    correct: Mapped[bool]
    confidence: Mapped[str | None]
    seconds: Mapped[int | None]
    counted: Mapped[bool]
