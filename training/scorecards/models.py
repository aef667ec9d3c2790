"""Interactions that are reviewed, the reviews of them, what is said and decided about those, and who has looked."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base


class ReviewSample(Base):
    """A random draw from a list of interactions.

    `listed` is the whole list as [reference, person, channel, moment, seconds], `size` how many were drawn of each part
    of it (`per`, one of `rules_sampling.Per`), and `seed` what the draw followed from: it can be made again.
    """

    __tablename__ = "review_sample"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime]
    per: Mapped[str]
    size: Mapped[int]
    seed: Mapped[str]
    listed: Mapped[list[Any]]


class ReviewInteraction(Base):
    """A call, a ticket, a visit: what happened between somebody and a customer. Of the customer nothing is kept.

    `how` is one of `rules.How`; `probability` is how likely it was to be drawn, where it was drawn. `seconds` is how
    long it took, if that is known.
    """

    __tablename__ = "review_interaction"
    __table_args__ = (UniqueConstraint("person_id", "channel", "reference"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[str]
    reference: Mapped[str]
    at: Mapped[datetime]
    seconds: Mapped[int | None]
    how: Mapped[str]
    probability: Mapped[float | None]
    sample_id: Mapped[int | None] = mapped_column(ForeignKey("review_sample.id"), index=True)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]


class ReviewCalibration(Base):
    """One interaction that several reviewers score blind and then look at together.

    `opened_at` is when all scores were shown, `agreed` by item the answer that they agreed on then (null: did not come
    up), and `score` what it comes to.
    """

    __tablename__ = "review_calibration"

    id: Mapped[int] = mapped_column(primary_key=True)
    interaction_id: Mapped[int] = mapped_column(ForeignKey("review_interaction.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    led_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    agreed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    score: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")


class ReviewCalibrationSeat(Base):
    """Somebody who was asked to score in a calibration."""

    __tablename__ = "review_calibration_seat"

    calibration_id: Mapped[int] = mapped_column(ForeignKey("review_calibration.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class Review(Base):
    """One reviewer's review of one interaction by one version of a scorecard. Once finished it does not change.

    `answers` holds by item {answer, note, quote}; an answer of null is “did not come up”. `score` and `passed` are what
    was signed; what an appeal changed stands in `ReviewAppeal`. `sha256` covers everything that was signed. `is_blind`
    says that the reviewer had seen no other review of it. One with a `calibration_id` counts for nobody. `read_at` is
    when whoever was reviewed first read it.
    """

    __tablename__ = "review"
    __table_args__ = (
        Index(
            "uq_review_standing",
            "interaction_id",
            "document_id",
            "reviewer_id",
            unique=True,
            sqlite_where=text("state <> 'void'"),
            postgresql_where=text("state <> 'void'"),
        ),
        Index("ix_review_person_state", "person_id", "state"),
        Index("ix_review_reviewer_state", "reviewer_id", "state"),
        Index("ix_review_document_state", "document_id", "state"),
        Index("ix_review_unread", "state", "calibration_id", "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    interaction_id: Mapped[int] = mapped_column(ForeignKey("review_interaction.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    calibration_id: Mapped[int | None] = mapped_column(ForeignKey("review_calibration.id"), index=True)
    state: Mapped[str]
    is_blind: Mapped[bool]
    begun_at: Mapped[datetime]
    answers: Mapped[dict[str, Any]]
    comment: Mapped[str] = mapped_column(default="")
    finished_at: Mapped[datetime | None]
    score: Mapped[int | None]
    passed: Mapped[bool | None]
    sha256: Mapped[str] = mapped_column(default="")
    read_at: Mapped[datetime | None]
    void_reason: Mapped[str] = mapped_column(default="")
    voided_at: Mapped[datetime | None]
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ReviewRemark(Base):
    """What whoever was reviewed, or the reviewer, says about a review afterwards."""

    __tablename__ = "review_remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    text: Mapped[str]


class ReviewAppeal(Base):
    """Somebody sees an item of their review differently, and how that was answered.

    `was` is the answer that was signed and `becomes` the one that holds instead when `outcome` is “changed” (null: did
    not come up); `score` and `passed` are what the review comes to then.
    """

    __tablename__ = "review_appeal"
    __table_args__ = (UniqueConstraint("review_id", "item"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    item: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]
    was: Mapped[str | None]
    outcome: Mapped[str | None] = mapped_column(index=True)
    becomes: Mapped[str | None]
    words: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    score: Mapped[int | None]
    passed: Mapped[bool | None]


class ReviewLook(Base):
    """A day on which somebody read another person's review; that person sees it."""

    __tablename__ = "review_look"

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
