"""Who is asked for which programme, the certificates issued, and where everybody stands today."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base

_OPEN = text("ended_on IS NULL")
_VALID = text("revoked_at IS NULL")
_WITHDRAWN = text("reinstated_at IS NULL")


class Assignment(Base):
    """A programme is asked of a person: because of a role they hold, of their team, of everybody, or by hand.

    `because` and `ended_because` are values of `rules_assignment.Because` and `Ended`. It counts from `start_on`;
    `ended_on` is the first day on which it is asked for no more. A person who comes back to a role begins a new one.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        Index(
            "uq_assignment_open", "person_id", "document_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
        CheckConstraint("ended_on IS NULL OR ended_on >= start_on", name="ended_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    role_id: Mapped[int | None] = mapped_column(ForeignKey("role.id"), index=True)
    start_on: Mapped[date]
    ended_on: Mapped[date | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    because: Mapped[str]
    ended_because: Mapped[str | None]


class CurrentStanding(Base):
    """Where a person stands today with one open assignment; kept for speed, and proven by `training check`.

    `parts` has a list for each requirement, in order, see `rules_stored`; `gates` has the ids of the open gates. On
    `changes_on` the passing of time alone may change the row: `standing.nightly` looks again.
    """

    __tablename__ = "standing"
    __table_args__ = (Index("ix_standing_document_id_level", "document_id", "level"),)

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    level: Mapped[str]
    held: Mapped[int]
    total: Mapped[int]
    next_due: Mapped[date | None]
    next_requirement: Mapped[str | None]
    certified_on: Mapped[date | None]
    until: Mapped[date | None]
    changes_on: Mapped[date | None] = mapped_column(index=True)
    parts: Mapped[list[Any]]
    gates: Mapped[list[Any]]


class Award(Base):
    """A certificate as issued: name, title and dates as printed. A renewal is a new one beside the old ones.

    `anchor_on` and `periods` say from which original day its end was counted, and how often it was renewed in time.
    """

    __tablename__ = "award"
    __table_args__ = (
        Index(
            "uq_award_term",
            "person_id",
            "document_id",
            "anchor_on",
            "periods",
            unique=True,
            sqlite_where=_VALID,
            postgresql_where=_VALID,
        ),
        CheckConstraint("until IS NULL OR until >= issued_on", name="until_after_issued"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    name: Mapped[str]
    title: Mapped[str]
    issued_on: Mapped[date]
    anchor_on: Mapped[date]
    periods: Mapped[int]
    until: Mapped[date | None]
    at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_on: Mapped[date | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_reason: Mapped[str] = mapped_column(default="")


class AwardWithdrawal(Base):
    """A certificate was withdrawn and, once `reinstated_at` is set, given back. One row each time, kept for ever.

    `Award.revoked_…` is the state today; these rows say what it was on any day. `withdrawn_on` is the first day on
    which the certificate did not hold, `reinstated_on` the first on which it held again.
    """

    __tablename__ = "award_withdrawal"
    __table_args__ = (
        Index(
            "uq_award_withdrawal_open",
            "award_id",
            unique=True,
            sqlite_where=_WITHDRAWN,
            postgresql_where=_WITHDRAWN,
        ),
        CheckConstraint("reinstated_at IS NULL OR reinstated_at >= withdrawn_at", name="reinstated_after_withdrawn"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), index=True)
    withdrawn_on: Mapped[date]
    withdrawn_at: Mapped[datetime]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_reason: Mapped[str]
    reinstated_on: Mapped[date | None]
    reinstated_at: Mapped[datetime | None]
    reinstated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reinstated_reason: Mapped[str] = mapped_column(default="")
