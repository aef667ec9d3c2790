"""Complaints, everything that happened to each in order, what customers were promised, and where they can complain."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base

_OPEN = text("kept_at IS NULL AND dropped_at IS NULL")


class ComplaintAddress(Base):
    """Where customers of a team can complain: the code in a link or on a card. A closed one leads nowhere."""

    __tablename__ = "complaint_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    name: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Complaint(Base):
    """A complaint as it stands; its entries say how it came to that.

    `reference` is the number that the customer has, `secret_hash` the hash of the secret in their own address, and
    `request_key` the key of the form that was sent, so that sending it twice makes one complaint. `category` and
    `severity` are ids in the rules of `version_id`, None for the rules that hold where none are written. `customer_key`
    and `receipt_key` are keyed hashes, by which a repeated complaint is recognised. `tells` names the roles that have
    to know at once, as `rules.tells` writes them. `erased_at` says that what was typed is gone; what it was about,
    when, and how it ended stays.
    """

    __tablename__ = "complaint"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    request_key: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime] = mapped_column(index=True)
    logged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    address_id: Mapped[int | None] = mapped_column(ForeignKey("complaint_address.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    category: Mapped[str]
    severity: Mapped[str]
    tells: Mapped[str] = mapped_column(default="")
    service: Mapped[str] = mapped_column(default="")
    step: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    wish: Mapped[str] = mapped_column(default="")
    customer: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    receipt: Mapped[str] = mapped_column(default="")
    customer_key: Mapped[str | None] = mapped_column(index=True)
    receipt_key: Mapped[str | None] = mapped_column(index=True)
    language: Mapped[str] = mapped_column(default="en")
    state: Mapped[str]
    decided_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")
    cause: Mapped[str] = mapped_column(default="")
    erased_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="open_or_closed"),
        Index("ix_complaint_owner_state", "owner_id", "state"),
        Index("ix_complaint_team_at", "team_id", "at"),
        Index("ix_complaint_state_closed", "state", "closed_at"),
    )


class ComplaintPromise(Base):
    """What the customer was promised by when: a call back, a decision, or something else in words.

    It is open until it is kept, or dropped because the complaint ended without it.
    """

    __tablename__ = "complaint_promise"

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    sort: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    kept_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_complaint_promise_open", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),)


class ComplaintEntry(Base):
    """One thing that happened: only added, never changed, but for its words when the customer is erased.

    `by_id` is None for the customer and for the house itself. An offer has an `amount` and the `role` that made it,
    with the `up_to` that it may give alone (None: any) and whether that sufficed.
    """

    __tablename__ = "complaint_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sort: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    promise_id: Mapped[int | None] = mapped_column(ForeignKey("complaint_promise.id"))
    amount: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    role: Mapped[str] = mapped_column(default="")
    up_to: Mapped[int | None]
    sufficed: Mapped[bool | None]

    __table_args__ = (Index("ix_complaint_entry_sort_at", "sort", "at"),)
