"""The shape of the database: brought up to date step by step, one process at a time, everything or nothing."""

import fcntl
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from training.core.db import Base, Database

SCRIPTS = Path(__file__).resolve().parent.parent / "migrations"
LOCK_NUMBER = 5_771_042  # any number, as long as nobody else uses it in the same PostgreSQL database


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the tables up to a revision. Processes that start at once wait for each other."""
    with _alone(database), migrating(database) as connection:
        upgrade_on(connection, revision)


def downgrade(database: Database, revision: str) -> None:
    with _alone(database), migrating(database) as connection:
        command.downgrade(_config(connection), revision)


def upgrade_on(connection: Connection, revision: str = "head") -> None:
    """The same, in a transaction that the caller has begun with `migrating`."""
    command.upgrade(_config(connection), revision)


def current_revision(connection: Connection) -> str | None:
    """The revision that the tables have; None when they have none yet."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def head_revision() -> str | None:
    """The revision that this program needs."""
    return _scripts().get_current_head()


def knows(revision: str) -> bool:
    """Whether this program can bring tables of that revision up to date."""
    return revision in {script.revision for script in _scripts().walk_revisions()}


def current_is_head(database: Database) -> bool:
    """Whether the tables have the shape that this program needs."""
    with database.engine.connect() as connection:
        return current_revision(connection) == head_revision()


def check(database: Database) -> list[Any]:
    """What tables and models differ in, as alembic says it; empty when they fit."""
    with database.engine.connect() as connection:
        return differences(connection)


def differences(connection: Connection) -> list[Any]:
    """The same, on a connection that is open already."""
    context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": is_ours})
    found: list[Any] = compare_metadata(context, Base.metadata)
    return found


def write_revision(database: Database, message: str) -> Path:
    """Write a new revision from what tables and models differ in, to be read and mended by its author."""
    with migrating(database) as connection:
        script = command.revision(_config(connection), message, autogenerate=True, rev_id=_next_number())
    if script is None or isinstance(script, list):
        raise RuntimeError("One revision was asked for.")
    return Path(script.path)


def is_ours(_object: Any, name: str | None, kind: str, _reflected: bool, _compared: Any) -> bool:
    """Whether alembic should look at it: not at tables that the database keeps for itself, nor at the words of search,
    which each kind of database keeps in a form of its own (`training/search/schema.py`)."""
    return not (kind == "table" and name is not None and name.startswith(("sqlite_", "search_text")))


@contextmanager
def migrating(database: Database) -> Iterator[Connection]:
    """A transaction in which tables may be made anew. On SQLite a table is changed by copying it, so links between
    rows are checked at the end instead of at each step."""
    turn = database.turn
    if turn:
        turn.take()
    try:
        with database.engine.execution_options(writing=True).connect() as connection:
            switch = _pragma(connection) if database.is_sqlite else _nothing
            switch("foreign_keys=OFF")
            try:
                with connection.begin():
                    yield connection
                    if database.is_sqlite:
                        _refuse_loose_ends(connection)
            finally:
                switch("foreign_keys=ON")
    finally:
        if turn:
            turn.give_back()


def _refuse_loose_ends(connection: Connection) -> None:
    loose = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if loose:
        tables = ", ".join(sorted({row[0] for row in loose}))
        raise RuntimeError(f"Rows would point at rows that are not there, in: {tables}.")


def _pragma(connection: Connection) -> Callable[[str], None]:
    """Say a pragma outside of any transaction: SQLAlchemy would begin one."""
    raw: Any = connection.connection.driver_connection

    def say(words: str) -> None:
        raw.execute(f"PRAGMA {words}")

    return say


def _nothing(_words: str) -> None:
    """PostgreSQL changes tables in place."""


@contextmanager
def _alone(database: Database) -> Iterator[None]:
    """Inside, no other process of this installation changes tables."""
    if database.is_sqlite:
        with (database.lock_dir / "migration.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    with database.engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": LOCK_NUMBER})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": LOCK_NUMBER})


def _config(connection: Connection) -> Config:
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(SCRIPTS))


def _next_number() -> str:
    """Revisions are counted: 0001, 0002, …"""
    numbers = [int(script.revision) for script in _scripts().walk_revisions()]
    return f"{max(numbers, default=0) + 1:04}"
