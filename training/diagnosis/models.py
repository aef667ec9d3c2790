"""What reviews found: one diagnosis for each standard and window, a finding for each team and person in it.

Also who looked at whose figures, and sums by week, from which a review is quickly reckoned.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base


class Diagnosis(Base):
    """One standard in one window, reckoned once.

    `scope` is “teams” (each night) or “people” (at the rhythm of the rules). `version_id` is the version of the
    standard that it was judged by, `rules_id` that of the rules of the review, None where nobody has written any.
    `fingerprint` is that of the cells: the same cells are not reckoned twice. `figures` is what
    `method.diagnosis.Diagnosis.figures` holds, with the tallies' totals: enough to explain and to reckon it again.
    `remarks` are values of Remark. `stands` is the last word of its scope; one of teams is written anew night by night
    for as long as it says the same of all of them, so that a row is there for each change.
    """

    __tablename__ = "diagnosis"
    __table_args__ = (
        Index("ix_diagnosis_standard", "standard_id", "scope", "last"),
        Index(
            "uq_diagnosis_stands",
            "standard_id",
            "scope",
            unique=True,
            sqlite_where=text("stands"),
            postgresql_where=text("stands"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    standard_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    rules_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    scope: Mapped[str]
    stands: Mapped[bool] = mapped_column(default=True)
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
    90 % interval. `listed` is “act”, “look” or empty. `people` is how many people were measured. The verdict holds
    `since` a day; one that was another for less than four weeks goes on. Findings about people are deleted after
    `expires_on`.
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
    since: Mapped[date]
    listed: Mapped[str] = mapped_column(default="")
    people: Mapped[int] = mapped_column(default=1)
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


class WeekOfCells(Base):
    """What the cells of a standard add up to in one week, by team, person and stratum.

    `week` counts as `rules_weeks.week_of` does. `rows` is an array packed by `rules_weeks.pack`: a review reads some
    weeks of it in a few milliseconds, where it would read millions of cells. `marks` is the sum of the marks of its
    days (`metrics.models.CellDay`) at that moment: another sum means that cells have changed since, however far back.
    `until` is the last day that is in it, as `date.toordinal` counts. All of it can be made again from the cells.
    """

    __tablename__ = "week_of_cells"

    standard_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    week: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    until: Mapped[int]
    marks: Mapped[int] = mapped_column(BigInteger)
    n: Mapped[int] = mapped_column(BigInteger)
    rows: Mapped[bytes]
