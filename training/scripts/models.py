"""Who has rehearsed which script, and how it went."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base


class Rehearsal(Base):
    """One person's rehearsal of a script, from its start to its end.

    `ratings` holds the turns in the order in which they were taken: [pass, id of the line, rating]. A rehearsal is open
    until both passes are complete, and a person has at most one open rehearsal of a script; the next is another row.
    """

    __tablename__ = "rehearsal"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    ratings: Mapped[list[Any]]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_rehearsal_person_document", "person_id", "document_id"),
        Index(
            "uq_rehearsal_open",
            "person_id",
            "document_id",
            unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )
