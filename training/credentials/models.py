"""Certificates that people handed in, and the files of those who have not finished yet."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base


class CredentialDraft(Base):
    """A file whose form was not in order yet, kept for its owner for a day, so that nobody has to choose it again."""

    __tablename__ = "credential_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    sha256: Mapped[str]
    data: Mapped[bytes] = mapped_column(deferred=True)


class CredentialUpload(Base):
    """A certificate as its holder handed it in, and what somebody decided about it.

    The file lies under its SHA-256 in the data directory. One at most waits of a person for each certificate.
    `version_id` says what was asked for on that day, and `until` is the last day on which it counts, None for good.
    """

    __tablename__ = "credential_upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    at: Mapped[datetime]
    number: Mapped[str]
    issuer: Mapped[str]
    issued_on: Mapped[date]
    ends_on: Mapped[date | None]
    name: Mapped[str]
    media_type: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    size: Mapped[int]
    state: Mapped[str]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    until: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= issued_on", name="ends_after_issue"),
        Index("ix_credential_upload_person_document", "person_id", "document_id"),
        Index("ix_credential_upload_state_at", "state", "at"),
        Index(
            "uq_credential_upload_waiting",
            "person_id",
            "document_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )
