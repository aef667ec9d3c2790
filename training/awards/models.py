"""What belongs to a certificate beside the award itself: its paper, whether it is hidden, and the keys that sign."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base

_ACTIVE = text("state = 'active'")


class AwardPaper(Base):
    """What was fixed when a certificate was issued: every word on it, the template, and what its badge says.

    A new template, a new name of the company or of the person, and a new version of the programme change none of it.
    `printed` and `badge` are what `papers.compose` makes; `credential` is the badge's id, a UUID that tells nothing.
    """

    __tablename__ = "award_paper"

    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), primary_key=True)
    credential: Mapped[str] = mapped_column(unique=True)
    template: Mapped[str]
    template_sha256: Mapped[str]
    language: Mapped[str]
    printed: Mapped[dict[str, Any]]
    badge: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class HiddenAward(Base):
    """A certificate that its holder does not show to outsiders at present. The ledger knows every change."""

    __tablename__ = "hidden_award"

    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), primary_key=True)
    at: Mapped[datetime]


class SigningKey(Base):
    """A key that signs badges; `state` is a value of `rules_keys.KeyState`.

    `public` is its JWK without the id. `sealed` is the private half, encrypted; only the active key has one, because
    no other will ever sign again.
    """

    __tablename__ = "signing_key"
    __table_args__ = (
        Index("uq_signing_key_active", "state", unique=True, sqlite_where=_ACTIVE, postgresql_where=_ACTIVE),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thumbprint: Mapped[str] = mapped_column(unique=True)
    public: Mapped[dict[str, Any]]
    sealed: Mapped[str | None]
    state: Mapped[str]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")
