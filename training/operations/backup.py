"""A backup of everything in one file, while the site runs."""

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Table, select

from training.core import migrate
from training.core.db import Database
from training.core.problems import Problem, Problems
from training.operations import archive
from training.operations.archive import Manifest

Progress = Callable[[str], None]


def back_up(database: Database, data_dir: Path, target: Path, *, now: datetime, tell: Progress) -> Manifest:
    """Write all rows, files and the secret key into `target`, readable by its owner only.

    The rows are those of one moment, whatever is written meanwhile. The file appears under its name when it is
    complete. Raises Problems when it cannot be written.
    """
    if target.exists():
        raise Problems([Problem(str(target), None, "is there already.", "Name a file that is not.")])
    try:
        with _appearing(target) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as out:
            return _write(out, database, data_dir, now=now, tell=tell)
    except OSError as error:
        words = f"cannot be written: {error.strerror or error}."
        raise Problems([Problem(str(target), None, words, "Name a file in a folder with room.")]) from error


def _write(out: zipfile.ZipFile, database: Database, data_dir: Path, *, now: datetime, tell: Progress) -> Manifest:
    with _one_moment(database) as connection:
        revision = migrate.current_revision(connection)
        if revision is None:
            raise Problems([Problem("database", None, "There is nothing to save yet.", "Start the site once.")])
        manifest = Manifest(
            made_at=now.isoformat(),
            version=version("standard-bearer"),
            revision=revision,
            database=connection.dialect.name,
        )
        for table in archive.tables_of(connection):
            name = archive.table_member(table.name)
            count, manifest.files[name] = _write_rows(out, name, connection, table)
            manifest.tables[table.name] = count
            tell(f"{table.name}: {count}")
    # Files are only ever added, so those of a moment later hold all that the rows speak of.
    for name, path in archive.kept_files(data_dir):
        manifest.files[name] = _write_file(out, name, path, zipfile.ZIP_STORED)
    for folder in archive.FOLDERS:
        tell(f"{folder}: {sum(name.startswith(f'{folder}/') for name in manifest.files)}")
    secret = data_dir / archive.SECRET
    if secret.exists():
        manifest.files[archive.SECRET] = _write_file(out, archive.SECRET, secret, zipfile.ZIP_DEFLATED)
    out.writestr(archive.MANIFEST, manifest.to_json())
    return manifest


@contextmanager
def _one_moment(database: Database) -> Iterator[Connection]:
    """A connection that sees the rows of one moment only, and writes nothing."""
    with database.engine.connect() as connection:
        if not database.is_sqlite:  # there a transaction sees one moment anyway
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection


def _write_rows(out: zipfile.ZipFile, name: str, connection: Connection, table: Table) -> tuple[int, str]:
    """Write a table; returns the number of rows and the SHA-256 of the member."""
    digest, count = hashlib.sha256(), 0
    query = select(table).order_by(*table.primary_key)
    with out.open(name, "w", force_zip64=True) as member:

        def put(line: bytes) -> None:
            member.write(line)
            digest.update(line)

        put(archive.line_of(table.columns.keys()))
        for row in connection.execute(query, execution_options={"yield_per": 1000}):
            put(archive.line_of(row))
            count += 1
    return count, digest.hexdigest()


def _write_file(out: zipfile.ZipFile, name: str, path: Path, packing: int) -> str:
    out.write(path, name, compress_type=packing)
    with path.open("rb") as file:
        return archive.digest_of(file)


@contextmanager
def _appearing(target: Path) -> Iterator[IO[bytes]]:
    """A file that has its name only once it is complete and on the disk."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
