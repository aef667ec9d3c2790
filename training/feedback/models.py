"""Addresses at which customers may say something, what they said, and whom to ask who has gone silent."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base

COUNTED, ASIDE = "counted", "aside"


class FeedbackAddress(Base):
    """An address of a form: about which team and perhaps which person, and where it was put.

    One that is for `once` closes with its answer, and ends on `ends_on` in any case; `reference` is what it follows on,
    such as the number of a complaint.
    """

    __tablename__ = "feedback_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    say_code: Mapped[str] = mapped_column(unique=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    service: Mapped[str] = mapped_column(default="")
    sort: Mapped[str]
    place: Mapped[str]
    once: Mapped[bool] = mapped_column(default=False)
    reference: Mapped[str] = mapped_column(default="", index=True)
    ends_on: Mapped[date | None] = mapped_column(index=True)
    is_open: Mapped[bool] = mapped_column(default=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]


class FeedbackAnswer(Base):
    """What one customer said at one time. Numbers stay; texts and how to reach them go, by their days or by hand.

    `marks` are the numbers and picked options by question, `texts` what was written. An answer that was set aside says
    in `doubt` why, and counts in no figure. `nonce_hash` makes sending twice the same as sending once. No internet
    address is here, nor anything made of one.
    """

    __tablename__ = "feedback_answer"
    __table_args__ = (
        Index("ix_feedback_answer_team_at", "team_id", "at"),
        Index("ix_feedback_answer_address_at", "address_id", "at"),
        Index("ix_feedback_answer_state_at", "state", "at"),
        Index("ix_feedback_answer_likeness_at", "likeness", "at"),
        Index(
            "ix_feedback_answer_text_until",
            "text_until",
            sqlite_where=text("texts_left"),
            postgresql_where=text("texts_left"),
        ),
        Index(
            "ix_feedback_answer_contact",
            "contact",
            sqlite_where=text("contact IS NOT NULL"),
            postgresql_where=text("contact IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    address_id: Mapped[int] = mapped_column(ForeignKey("feedback_address.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    language: Mapped[str]
    state: Mapped[str]
    doubt: Mapped[str] = mapped_column(default="")
    marks: Mapped[dict[str, Any]]
    texts: Mapped[dict[str, Any]]
    texts_left: Mapped[bool] = mapped_column(default=False)  # whether any words, name or thanks are still here
    thanks_name: Mapped[str] = mapped_column(default="")
    may_show: Mapped[bool] = mapped_column(default=False)
    likeness: Mapped[str | None]
    text_until: Mapped[date]
    contact: Mapped[str | None]
    contact_until: Mapped[date | None] = mapped_column(index=True)
    nonce_hash: Mapped[str] = mapped_column(unique=True)
    receipt_hash: Mapped[str] = mapped_column(unique=True)
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    erased_at: Mapped[datetime | None]


class OutreachCustomer(Base):
    """A customer on a team's list. While `draft` is set, it is part of an import that nobody has confirmed yet."""

    __tablename__ = "outreach_customer"
    __table_args__ = (
        Index(
            "uq_outreach_customer_contact",
            "team_id",
            "contact",
            unique=True,
            sqlite_where=text("draft IS NULL"),
            postgresql_where=text("draft IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    name: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(index=True)
    last_seen_on: Mapped[date | None]
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    until_on: Mapped[date] = mapped_column(index=True)
    asked_on: Mapped[date | None]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    address_id: Mapped[int | None] = mapped_column(ForeignKey("feedback_address.id"))
    draft: Mapped[str | None] = mapped_column(index=True)


class OutreachRefusal(Base):
    """Somebody who does not want to be asked again: a mark of how they could be reached, and nothing else."""

    __tablename__ = "outreach_refusal"

    mark: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
