"""How a person signs in: the account, its open visits, and one-time codes."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.core.db import Base
from training.people.models import Person


class Account(Base):
    """A person's way in. Without a passphrase hash it waits for its first passphrase."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    passphrase_hash: Mapped[str | None]
    passphrase_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class Visit(Base):
    """One signed-in browser. Only the hash of its secret is kept; ending the row ends the visit everywhere."""

    __tablename__ = "visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    is_shared: Mapped[bool] = mapped_column(default=False)  # several people use the device: short limits
    device: Mapped[str] = mapped_column(default="")  # what the browser calls itself
    address: Mapped[str] = mapped_column(default="")


class OneTimeCode(Base):
    """A code that lets somebody in once: an invitation, a reset, or the site's first set-up. Kept as a hash.

    A newer code ends the older ones by their `ends_at`.
    """

    __tablename__ = "one_time_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str]  # see rules_codes.Purpose
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
