"""One sitting of a quiz, and the answers in it."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Table, text
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base


class Attempt(Base):
    """One person's sitting. `form` is what is asked, as `rules.Form.as_json` wrote it, and never changes.

    It is open until it is handed in. A person has at most one open attempt at a quiz: starting twice goes on with it.
    `score` and `max_score` are points, and `passed` is judged by the exact sum, so it is kept beside them.
    """

    __tablename__ = "attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    form: Mapped[list[Any]]
    seed: Mapped[int]
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    score: Mapped[float | None]
    max_score: Mapped[int | None]
    passed: Mapped[bool | None]

    __table_args__ = (
        Index("ix_attempt_person_document", "person_id", "document_id"),
        Index(
            "uq_attempt_open",
            "person_id",
            "document_id",
            unique=True,
            sqlite_where=text("submitted_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL"),
        ),
    )


class Answer(Base):
    """The newest response to one item of an attempt, which is numbered from 1.

    There is a row for each item from the start, so that a save is a plain update. `seq` rises with each save and
    tells the newer of two; `key` is the last one's name, so that it can be sent again without being a second one.
    """

    __tablename__ = "attempt_answer"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    item: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    response: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))  # NULL while the item is open
    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    key: Mapped[str | None]
    saved_at: Mapped[datetime | None]
    flagged: Mapped[bool] = mapped_column(default=False)


# For what is asked or saved so often that objects would cost more than the rows.
ATTEMPTS, ANSWERS = cast(Table, Attempt.__table__), cast(Table, Answer.__table__)
