"""Training needs, what was decided about each, what is to be learnt for it, and who starts when."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base

_ALIVE = "state IN ('open', 'confirmed', 'assigned', 'trained')"
_OF_PERSON, _OF_TEAM = text(f"person_id IS NOT NULL AND {_ALIVE}"), text(f"person_id IS NULL AND {_ALIVE}")


_UNDECIDED = text("state IN ('open', 'confirmed')")
_UNREAD = text("read_at IS NULL")


class Round(Base):
    """People who are trained for the same standard by the same lesson: the cohort whose effect is judged.

    `design` is one of `rules.Design`. `seed` and `waves` (a list of lists of person ids, in the order of their starts)
    make the draw repeatable; `starts` has the day (ISO) on which each wave starts. `lesson_id` is the document that the
    round mainly teaches; where nothing is taught, because a process is improved or somebody is coached, it is the
    standard itself. `declined` is why chance was not asked although not all could start at once.
    """

    __tablename__ = "training_round"

    id: Mapped[int] = mapped_column(primary_key=True)
    standard_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    lesson_version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    design: Mapped[str]
    seed: Mapped[int]
    waves: Mapped[list[Any]]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    starts: Mapped[list[Any]] = mapped_column(default=list)
    declined: Mapped[str] = mapped_column(default="")


class Need(Base):
    """One person, or with `person_id` None one team, and one standard that is missed.

    `kind` is “skill” or “process”. `state` is open, confirmed, dismissed, assigned, trained or judged. `evidence` is
    what it rests on, kept for good: window, n, φ, raw rate with interval, likely rate with interval, chance, the team's
    chance, failing items, sources, model and hyperparameters. `sources` are the kinds of evidence that agree, such as
    “metric”, “knowledge”, “scorecard”, “shop”, “manager”: it takes two before anything is assigned. `overridden`
    is the written reason for lessons in spite of a process: on the need of the process for the whole team, on
    somebody's own need for them alone.
    """

    __tablename__ = "need"
    __table_args__ = (
        Index(
            "uq_need_open",
            "standard_id",
            "person_id",
            "kind",
            unique=True,
            sqlite_where=_OF_PERSON,
            postgresql_where=_OF_PERSON,
        ),
        Index(
            "uq_need_open_team",
            "standard_id",
            "team_id",
            "kind",
            unique=True,
            sqlite_where=_OF_TEAM,
            postgresql_where=_OF_TEAM,
        ),
        Index("ix_need_team_state", "team_id", "state"),
        # The first page asks each time whether anything waits, and mostly few needs do.
        Index("ix_need_undecided", "id", sqlite_where=_UNDECIDED, postgresql_where=_UNDECIDED),
        Index("ix_need_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    standard_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    diagnosis_id: Mapped[int | None] = mapped_column(ForeignKey("diagnosis.id"))
    kind: Mapped[str]
    state: Mapped[str]
    sources: Mapped[list[Any]]
    evidence: Mapped[dict[str, Any]]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")
    overridden: Mapped[str] = mapped_column(default="")
    round_id: Mapped[int | None] = mapped_column(ForeignKey("training_round.id"), index=True)
    start_on: Mapped[date | None]
    trained_at: Mapped[datetime | None]
    judged_at: Mapped[datetime | None]
    improvement_id: Mapped[int | None] = mapped_column(ForeignKey("improvement.id"), index=True)


class NeedItem(Base):
    """One thing to do for a need: a block of a module, lines of a script, a scenario, practice, an observation.

    `kind` and `slug` name the document, `item` the block or line in it (empty: all of it), `minutes` how long it takes.
    For practice `slug` is the skill; a talk has neither. `title` is what it was called when it was assigned, `answers`
    the last response to each question of a block.
    """

    __tablename__ = "need_item"

    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    kind: Mapped[str]
    slug: Mapped[str]
    item: Mapped[str]
    minutes: Mapped[int]
    done_at: Mapped[datetime | None]
    title: Mapped[str] = mapped_column(default="")
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)


class NeedComment(Base):
    """A word about a need by the person or by whoever decides; both read it. `read_at` is when the other side did."""

    __tablename__ = "need_comment"
    __table_args__ = (Index("ix_need_comment_unread", "need_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),)

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    text: Mapped[str]
    read_at: Mapped[datetime | None]
