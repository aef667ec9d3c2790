"""How far people are in the modules they read."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base


class ModuleProgress(Base):
    """One person's reading of a module, from its start to its end.

    `done` holds the ids of blocks that were read and whose questions were answered, `answers` the last response to
    each question by its id, `last_block` where to go on. A reading is open until it is finished, and a person has at
    most one open reading of a module; going through it again later is another row.
    """

    __tablename__ = "module_progress"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    done: Mapped[list[Any]]
    answers: Mapped[dict[str, Any]]
    last_block: Mapped[str | None]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_module_progress_person_document", "person_id", "document_id"),
        Index(
            "uq_module_progress_open",
            "person_id",
            "document_id",
            unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )
