"""The database: one engine, typed columns, and the two ways to talk to it, reading and writing."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import orjson
from sqlalchemy import JSON, DateTime, Dialect, Engine, MetaData, create_engine, event, make_url
from sqlalchemy.engine import URL, Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from training.core.turn import Turn

# A write-ahead log that is reset while it is read could corrupt the file before this version.
SAFE_SQLITE = (3, 51, 3)


def sqlite_module() -> ModuleType:
    """The newest SQLite at hand: the bundled build where there is one, else Python's own."""
    try:
        from pysqlite3 import dbapi2  # noqa: PLC0415 -- only some platforms have a build
    except ImportError:
        return sqlite3
    module: ModuleType = dbapi2
    return module


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. A naive one is refused: nobody could say what it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- given
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"A moment needs its time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- given
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The parent of every table. Names of constraints are fixed, so that migrations can find them again."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UTCDateTime, dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012 -- SQLAlchemy's


class Database:
    """One database and its rules for reading and writing.

    Reads may go on beside each other and beside one write. On SQLite each write waits for its turn and then begins
    immediately, because a read that turns into a write halfway fails under load.
    """

    def __init__(self, url: str, *, lock_dir: Path) -> None:
        self.url = driver_url(url)
        self.lock_dir = lock_dir
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.turn: Turn | None = None
        if self.is_sqlite:
            lock_dir.mkdir(parents=True, exist_ok=True)
            self.turn = Turn(lock_dir / "writer.lock")
            self.engine = create_engine(
                self.url, module=sqlite_module(), pool_size=10, max_overflow=20, json_deserializer=orjson.loads
            )
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            self.engine = create_engine(
                self.url, pool_size=5, max_overflow=15, pool_pre_ping=True, json_deserializer=orjson.loads
            )
        self._writer: Engine = self.engine.execution_options(writing=True)

    def reading_session(self) -> Session:
        """A session for reading; its owner closes it."""
        return Session(self.engine, expire_on_commit=False)

    def writing_session(self) -> Session:
        """A session for writing; its owner holds the turn while it is open."""
        return Session(self._writer, expire_on_commit=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A consistent view of the rows. Whatever is changed in it is thrown away."""
        with self.reading_session() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: kept when the block ends well, undone when it raises."""
        with self.turn.held() if self.turn else nullcontext(), self.writing_session() as session:
            yield session
            session.commit()

    def close(self) -> None:
        self.engine.dispose()
        if self.turn:
            self.turn.close()


def driver_url(url: str) -> URL:
    """The address with the driver we use: `postgresql://` means psycopg."""
    parsed = make_url(url)
    return parsed.set(drivername="postgresql+psycopg") if parsed.drivername == "postgresql" else parsed


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we begin ourselves, see _begin_sqlite
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # NORMAL would lose the last acknowledged answers when the power goes.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.execute("PRAGMA cache_size=-16000")
    cursor.execute("PRAGMA temp_store=MEMORY")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
