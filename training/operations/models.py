"""What was done for the site's own sake, and when."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Enum
from sqlalchemy.orm import Mapped, Session, mapped_column

from training.core.db import Base


class Care(StrEnum):
    """What an installation is cared for with."""

    CHECK = "check"
    BACKUP = "backup"


class LastCare(Base):
    """The last time of each, with what it said: the sentences of a check, or the file of a backup."""

    __tablename__ = "last_care"

    kind: Mapped[Care] = mapped_column(
        Enum(Care, native_enum=False, length=16, values_callable=lambda kinds: [kind.value for kind in kinds]),
        primary_key=True,
    )
    at: Mapped[datetime]
    sentences: Mapped[list[Any]]


def note_care(db: Session, kind: Care, sentences: list[str], *, now: datetime) -> None:
    """Remember that it was done now."""
    db.merge(LastCare(kind=kind, at=now, sentences=sentences))
