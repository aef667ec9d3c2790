"""What reviews found: one diagnosis for each standard and window, a finding for each team and person in it.

Also who looked at whose figures.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base


class Diagnosis(Base):
    """One standard in one window, reckoned once.

    `scope` is “teams” (each night) or “people” (at the rhythm of the rules). `version_id` is the version of the
    standard that it was judged by, `rules_id` that of the rules of the review, None where nobody has written any.
    `fingerprint` is that of the cells: the same cells are not reckoned twice. `figures` is what
    `method.diagnosis.Diagnosis.figures` holds, with the tallies' totals: enough to explain and to reckon it again.
    `remarks` are values of Remark.
    """

    __tablename__ = "diagnosis"
    __table_args__ = (Index("ix_diagnosis_standard", "standard_id", "scope", "last"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    standard_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    rules_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    scope: Mapped[str]
    first: Mapped[date]
    last: Mapped[date]
    made_at: Mapped[datetime]
    model: Mapped[str]
    fingerprint: Mapped[str]
    verdict: Mapped[str]
    n: Mapped[int]
    missed: Mapped[int]
    remarks: Mapped[list[Any]]
    figures: Mapped[dict[str, Any]]


class Finding(Base):
    """What a diagnosis says of one team, or of one person in one team. Figures are in the unit of the aim.

    `verdict` is a value of `method.diagnosis.Verdict`. For a person `chance` is how sure it is that they are truly
    below standard and team, for a team that its usual level is; `likely`, `low`, `high` are the shrunk value and its
    90 % interval. `listed` is “act”, “look” or empty. Findings about people are deleted after `expires_on`.
    """

    __tablename__ = "finding"
    __table_args__ = (
        Index("ix_finding_diagnosis", "diagnosis_id", "team_id"),
        Index("ix_finding_person", "person_id", "diagnosis_id"),
        Index("ix_finding_expires", "expires_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    diagnosis_id: Mapped[int] = mapped_column(ForeignKey("diagnosis.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    verdict: Mapped[str]
    listed: Mapped[str] = mapped_column(default="")
    n: Mapped[int]
    raw: Mapped[float]
    raw_low: Mapped[float]
    raw_high: Mapped[float]
    likely: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]
    chance: Mapped[float]
    expires_on: Mapped[date | None]


class FigureLook(Base):
    """Somebody looked at another person's figures on a day; that person sees it. The ledger has it too."""

    __tablename__ = "figure_look"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime]
