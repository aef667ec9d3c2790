"""Readings, one a fact about one contact with a customer, and the daily cells they add up to.

Both tables are made for millions of rows, which lie in the order of their key; in a cell 0 stands for nobody and for no
team. Numbers are exact, so that sums do not depend on the order in which files came: a time is kept in whole seconds,
every other value and every exposure in hundredths.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base

ONE = 100
"""What 1 is in hundredths."""

CERTAIN = 1_000
"""The weight of a reading that was sure to be taken: a thousand times one through its probability."""


class ReadingSource(Base):
    """Where readings come from: a system whose exports are read by a mapping, or a part of this site (no mapping).

    `columns` are those of the file the mapping was last used with. `settled` is the fingerprint of the file, mapping
    and standards that its readings were last made of, None when anything has touched them since. `standards` are the
    slugs of those that it has told readings of without a file.
    """

    __tablename__ = "reading_source"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    mapping: Mapped[dict[str, Any] | None]
    columns: Mapped[list[Any] | None]
    settled: Mapped[str | None]
    standards: Mapped[list[Any]] = mapped_column(default=list)


class ReadingImport(Base):
    """One file taken in: who, when, what it held, and how far it is.

    `state` is waiting (for the worker), writing, done or refused. What is written of it is written: an import that was
    killed goes on after `rows_done`. `begun_at` is when the writing began.
    """

    __tablename__ = "reading_import"
    __table_args__ = (Index("ix_reading_import_source_at", "source_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("reading_source.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    file_name: Mapped[str]
    sha256: Mapped[str]
    fingerprint: Mapped[str]
    state: Mapped[str]
    rows: Mapped[int]
    rows_done: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    removed: Mapped[int] = mapped_column(default=0)
    report: Mapped[dict[str, Any]]


class ReadingAlias(Base):
    """A person as a source names them whom the roster does not know, and who that is, once somebody has said so."""

    __tablename__ = "reading_alias"
    __table_args__ = (UniqueConstraint("source_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("reading_source.id"))
    name: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)


class ReadingStratum(Base):
    """A kind of contact, such as a queue or a channel, that is compared only with itself."""

    __tablename__ = "reading_stratum"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Reading(Base):
    """One reading. The same id from the same source replaces it.

    `at` is in seconds since 1970, `day` the site’s day of it as `date.toordinal` counts. `missed` is 1 where the
    standard was not kept. `alias_id` says under which unknown name the person stood in the file.
    """

    __tablename__ = "reading"
    __table_args__ = (
        Index(
            "ix_reading_alias",
            "alias_id",
            sqlite_where=text("alias_id IS NOT NULL"),
            postgresql_where=text("alias_id IS NOT NULL"),
        ),
        {"sqlite_with_rowid": False},
    )

    source_id: Mapped[int] = mapped_column(ForeignKey("reading_source.id"), primary_key=True)
    external_id: Mapped[str] = mapped_column(primary_key=True)
    standard_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    alias_id: Mapped[int | None] = mapped_column(ForeignKey("reading_alias.id"))
    at: Mapped[int] = mapped_column(BigInteger)
    day: Mapped[int]
    stratum_id: Mapped[int] = mapped_column(ForeignKey("reading_stratum.id"))
    value: Mapped[int] = mapped_column(BigInteger)
    exposure: Mapped[int] = mapped_column(BigInteger)
    missed: Mapped[int] = mapped_column(SmallInteger)
    weight: Mapped[int]


class Cell(Base):
    """What one person’s readings of one standard add up to on one day, in one team and stratum.

    All of it can be made again from the readings. `total` and `squares` are sums of the exact values and of their
    squares, `weight` and `weight_missed` those of the readings’ weights.
    """

    __tablename__ = "cell"
    __table_args__ = (Index("ix_cell_person_day", "person_id", "day"), {"sqlite_with_rowid": False})

    standard_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    team_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stratum_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int]
    missed: Mapped[int]
    total: Mapped[int] = mapped_column(BigInteger)
    squares: Mapped[int] = mapped_column(BigInteger)
    exposure: Mapped[int] = mapped_column(BigInteger)
    weight: Mapped[int] = mapped_column(BigInteger)
    weight_missed: Mapped[int] = mapped_column(BigInteger)


class CellDay(Base):
    """How often the cells of a standard have changed on a day, so that who added them up knows when to do it again."""

    __tablename__ = "cell_day"
    __table_args__ = ({"sqlite_with_rowid": False},)

    standard_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    marks: Mapped[int] = mapped_column(BigInteger)
