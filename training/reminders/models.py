"""What people were told and when, how they want to be told, and their calendars."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base

OWN = "own"
TEAM = "team"


class ReminderDigest(Base):
    """What one person was told at once: of their own training, or as a manager of their people's.

    `day` is a day of the reader's own calendar, and there is one of each a day at most. `mail_id` is empty for somebody
    without an address, who reads it on the site; it is a plain number, since the outbox forgets. `by_id` is whoever
    asked for it by hand.
    """

    __tablename__ = "reminder_digest"
    __table_args__ = (UniqueConstraint("person_id", "audience", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    audience: Mapped[str]
    day: Mapped[date]
    at: Mapped[datetime]
    occasion: Mapped[str] = mapped_column(default="")
    mail_id: Mapped[int | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ReminderLine(Base):
    """One thing that a digest said; the columns are those of `rules.Line`. `place` is its place in the digest."""

    __tablename__ = "reminder_line"

    digest_id: Mapped[int] = mapped_column(ForeignKey("reminder_digest.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    on: Mapped[date | None]
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    skill: Mapped[str | None]
    about_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    count: Mapped[int]
    words: Mapped[str] = mapped_column(default="")
    path: Mapped[str] = mapped_column(default="")


class Reminder(Base):
    """A topic that a person was told, once: a stage of an assignment or requirement in a cycle, see `rules.Topic`."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("person_id", "topic"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    topic: Mapped[str]
    kind: Mapped[str]
    day: Mapped[date]  # of the site
    digest_id: Mapped[int] = mapped_column(ForeignKey("reminder_digest.id"), index=True)


class ReminderPreference(Base):
    """How somebody wants to be told; who has no row leaves all of it to the site."""

    __tablename__ = "reminder_preference"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    timezone: Mapped[str | None]
    hour: Mapped[int | None]
    rhythm: Mapped[str]
    weekday: Mapped[int]


class CalendarAddress(Base):
    """The secret address under which a person's calendar is read; only the hash of the secret is kept."""

    __tablename__ = "calendar_address"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]


class CalendarEntry(Base):
    """A day in somebody's calendar as it was last given out, so that a change of it counts up, see `rules_calendar`."""

    __tablename__ = "calendar_entry"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    uid: Mapped[str] = mapped_column(primary_key=True)
    on: Mapped[date]
    title: Mapped[str]
    path: Mapped[str]
    sequence: Mapped[int]
    changed_at: Mapped[datetime]
    cancelled: Mapped[bool] = mapped_column(default=False)
