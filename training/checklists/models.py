"""What observers saw of people at work, what was signed of it, and who may observe without having passed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base


class Observation(Base):
    """One time that somebody was seen at work. Nothing of it but its end changes once it is signed.

    `key` is its name on the device on which it began, so that it can be sent again without being a second one. The
    version is the one that was on the screen. `begun_at` is the moment by the device's clock as far as we believe it,
    `seen_on` its day. `ratings` holds by criterion {level, comment}; a level of null is “not seen today”. `revision`
    rises with each change until it is signed. `beside_id` is the observation that this one came in beside, because
    both have one key and differ. `next_on` is the day that the observer wrote down, `again_on` the one that holds after
    every signature. `state` is one of `rules.State`.
    """

    __tablename__ = "observation"
    __table_args__ = (
        UniqueConstraint("observer_id", "key"),
        Index("ix_observation_observer_state", "observer_id", "state"),
        Index("ix_observation_learner_document", "learner_id", "document_id"),
        Index("ix_observation_document_state", "document_id", "state"),
        Index("ix_observation_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    observer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    beside_id: Mapped[int | None] = mapped_column(ForeignKey("observation.id"))
    state: Mapped[str]
    begun_at: Mapped[datetime]
    seen_on: Mapped[date]
    uploaded_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)
    ratings: Mapped[dict[str, Any]]
    comment: Mapped[str] = mapped_column(default="")
    plan: Mapped[str] = mapped_column(default="")
    next_on: Mapped[date | None]
    again_on: Mapped[date | None]
    void_reason: Mapped[str] = mapped_column(default="")
    voided_at: Mapped[datetime | None]
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ObservationSignature(Base):
    """What somebody said with their passphrase: the first who observed, or the second.

    `meaning` is the sentence that they read, `version_sha256` the checksum of the checklist that they had before them,
    and `sha256` that of everything they signed (see `rules_signing.sealed`). `agrees` is false for a second observer
    who saw it differently; `words` say what differs.
    """

    __tablename__ = "observation_signature"
    __table_args__ = (UniqueConstraint("observation_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"))
    place: Mapped[int]  # 1 for whoever observed, 2 for the second one
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    meaning: Mapped[str]
    version_sha256: Mapped[str]
    sha256: Mapped[str]
    agrees: Mapped[bool] = mapped_column(default=True)
    words: Mapped[str] = mapped_column(default="")


class ObservationPhoto(Base):
    """The photo of an observation. The bytes lie beside the media, under their checksum."""

    __tablename__ = "observation_photo"

    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"), primary_key=True)
    sha256: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]  # bytes


class ObservationRemark(Base):
    """What the learner, or an observer, says about an observation afterwards."""

    __tablename__ = "observation_remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    text: Mapped[str]


class Assessor(Base):
    """Somebody who was trusted to observe by a checklist that they did not pass themselves: the first has to come
    from somewhere."""

    __tablename__ = "checklist_assessor"
    __table_args__ = (
        Index(
            "uq_checklist_assessor_open",
            "document_id",
            "person_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
