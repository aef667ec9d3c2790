"""Candidates for a role and the interviews with them: no more of a person than a label, and not for long."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base


class Candidate(Base):
    """Somebody who would like a role, under a name or a label of their interviewers' choice.

    `version_id` is the profile as it was when the first interview began: everybody asks this candidate the same
    questions. `team_id` says whose leaders may see them. `key` is that of the form, so that it is sent once.
    """

    __tablename__ = "interview_candidate"
    __table_args__ = (UniqueConstraint("by_id", "key"), Index("ix_interview_candidate_document", "document_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    label: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    key: Mapped[str]
    at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(index=True)


class Interview(Base):
    """One interviewer with one candidate. `answers` maps the id of a question to [score or null, note].

    `revision` rises with each save, so that a second tab cannot overwrite the first unseen.
    """

    __tablename__ = "interview"
    __table_args__ = (UniqueConstraint("candidate_id", "by_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("interview_candidate.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    begun_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    answers: Mapped[dict[str, Any]]
    comment: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=0)
