"""Refreshers under way and done: the frozen plan, which parts are done, and the answers in them."""

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Table, text
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base

_OPEN = text("finished_at IS NULL AND dropped_at IS NULL")


class Refresher(Base):
    """One person's refresher of a programme, against the version of that programme.

    `plan` is `rules.Plan.as_json` of the day `planned_on`. It is open until its own parts are done, or it was dropped
    for another one because it lay too long. A person has at most one open refresher of an assignment: beginning twice
    goes on with it.
    """

    __tablename__ = "refresher"
    __table_args__ = (
        Index(
            "uq_refresher_open",
            "person_id",
            "assignment_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    seed: Mapped[int]
    plan: Mapped[dict[str, Any]]
    planned_on: Mapped[date]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]


class RefresherPart(Base):
    """A part that is done. `score` and `most` are the points of a test-out, `passed` how it was judged."""

    __tablename__ = "refresher_part"

    refresher_id: Mapped[int] = mapped_column(ForeignKey("refresher.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    done_at: Mapped[datetime]
    score: Mapped[float | None]
    most: Mapped[int | None]
    passed: Mapped[bool | None]


class RefresherAnswer(Base):
    """The newest response to a question of a part; both are numbered from 1.

    There is a row for each from the moment the part is planned, so that a save is a plain update. `seq` rises with each
    save and tells the newer of two; `key` is the last one's name, so that it can be sent again without being a second.
    """

    __tablename__ = "refresher_answer"

    refresher_id: Mapped[int] = mapped_column(ForeignKey("refresher.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    item: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    response: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))  # NULL while it is open
    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    key: Mapped[str | None]
    saved_at: Mapped[datetime | None]


REFRESHERS, ANSWERS = cast(Table, Refresher.__table__), cast(Table, RefresherAnswer.__table__)
