"""Tokens with which other programs push readings."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base


class MetricToken(Base):
    """A token of a source: whoever holds it may push readings of this source, and nothing else.

    Only its hash is kept. `last_used_on` is the site's day on which it last opened anything.
    """

    __tablename__ = "metric_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("reading_source.id"), index=True)
    title: Mapped[str]
    secret_hash: Mapped[str] = mapped_column(unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    last_used_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
