"""One playing of a scenario, and the turns that were decided in it."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import ForeignKey, Index, Table, text
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base


class ScenarioPlay(Base):
    """One person's way through one version of a scenario, which it never leaves.

    Where it stands is what follows from its last turn. `shown_at` is when the turn that comes next was shown, and its
    clock began; it is None while the feedback to the last one is read, while the play is paused (`paused_at`), and
    once it has come to its `ending`. `pace` is a `rules_clock.Pace`.

    A play from the start is a try. One that was begun in the middle of an earlier play is a replay, and is no
    evidence: `from_play_id` and `from_number` say of which play, and the first turn that was not copied from there.
    A replay that gave way to another play is finished without an ending, and nobody comes back to it.
    `is_first` marks the first try of a person at a version: the one that tells what people do who do not know yet.
    It is set at the start, as an open try cannot be given up for another. Who counts first results asks for
    an `ending` too.

    A person has at most one open play of a scenario. `score` and `best` are points, of the play and of the best way
    there is; `passed` is judged by the exact numbers, so it is kept beside them.
    """

    __tablename__ = "scenario_play"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    pace: Mapped[str]
    started_at: Mapped[datetime]
    shown_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    ending: Mapped[str | None]
    score: Mapped[int | None]
    best: Mapped[int | None]
    passed: Mapped[bool | None]
    is_first: Mapped[bool]
    from_play_id: Mapped[int | None] = mapped_column(ForeignKey("scenario_play.id"))
    from_number: Mapped[int | None]

    __table_args__ = (
        Index("ix_scenario_play_person_document", "person_id", "document_id"),
        Index(
            "uq_scenario_play_open",
            "person_id",
            "document_id",
            unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
        Index(
            "uq_scenario_play_first",
            "person_id",
            "version_id",
            unique=True,
            sqlite_where=text("is_first"),
            postgresql_where=text("is_first"),
        ),
    )


class ScenarioTurn(Base):
    """One decision in a play, numbered from 1. It is made once and never changes.

    `choice_id` is `files.LATE` when nothing was said in time. `values` is the state before, in the order of the
    scenario's variables, `points` what was earned, by skill. `seconds` is how long the turn had been shown.
    """

    __tablename__ = "scenario_turn"

    play_id: Mapped[int] = mapped_column(ForeignKey("scenario_play.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    turn_id: Mapped[str]
    choice_id: Mapped[str]
    values: Mapped[list[Any]]
    points: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    seconds: Mapped[int]


# For what is read with every turn, where objects would cost more than the rows.
PLAYS, TURNS = cast(Table, ScenarioPlay.__table__), cast(Table, ScenarioTurn.__table__)
