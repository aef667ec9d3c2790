"""The file that somebody is importing, kept between the steps of the import."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base


class RosterUpload(Base):
    """An uploaded roster and how its owner wants it read. It goes when it is imported, and after a day."""

    __tablename__ = "roster_upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    name: Mapped[str]
    data: Mapped[bytes] = mapped_column(deferred=True)
    settings: Mapped[dict[str, Any]]
