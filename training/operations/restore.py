"""A backup put back: verified as a whole first, then all rows in one transaction."""

import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path, PurePosixPath

from sqlalchemy import JSON, Connection, Table, func, insert, inspect, select, text, update

from training.core import migrate
from training.core.db import Database
from training.core.mail import Mail, MailState
from training.core.problems import Problem, Problems
from training.operations import archive
from training.operations.archive import Manifest
from training.operations.backup import Progress

BATCH = 500
TELLING = ("site", "person", "ledger_entry")  # an installation with rows in these has been used


def restore(database: Database, data_dir: Path, source: Path, *, replace: bool, tell: Progress) -> Manifest:
    """Put everything of a backup back and bring it up to date. The site must not be running.

    Raises Problems, having changed no row, when the file is not a whole backup, or when the installation is in use
    and `replace` is not given.
    """
    try:
        with zipfile.ZipFile(source) as opened:
            manifest = archive.read_manifest(opened, str(source))
            found = archive.flaws(opened, manifest, str(source))
            if found:
                raise Problems(found)
            _refuse_unknown(manifest, source)
            _restore(opened, manifest, database, data_dir, replace=replace, tell=tell)
            return manifest
    except (OSError, zipfile.BadZipFile) as error:
        raise Problems([Problem(str(source), None, f"cannot be read: {error}.", "Name another file.")]) from error


def _refuse_unknown(manifest: Manifest, source: Path) -> None:
    if not migrate.knows(manifest.revision):
        message = f"has tables of revision {manifest.revision}, which this program does not know."
        raise Problems([Problem(str(source), None, message, f"Install version {manifest.version} or newer first.")])


def _restore(
    opened: zipfile.ZipFile, manifest: Manifest, database: Database, data_dir: Path, *, replace: bool, tell: Progress
) -> None:
    with migrate.migrating(database) as connection:
        if not replace and is_used(connection):
            message, remedy = "There are people or records here already.", "Add --replace to put the backup in place."
            raise Problems([Problem(str(data_dir), None, message, remedy)])
        _clear(connection)
        migrate.upgrade_on(connection, manifest.revision)
        with _links_checked_at_the_end(connection):
            for table in archive.tables_of(connection):
                if table.name in manifest.tables:
                    tell(f"{table.name}: {_read_rows(opened, connection, table, manifest)}")
        migrate.upgrade_on(connection)
        _leave_doubtful_mail_to_people(connection)
        # Files before the commit: rows must never speak of media that are not there.
        _read_files(opened, manifest, data_dir)
    if archive.SECRET in manifest.files:
        _put(opened, archive.SECRET, data_dir / archive.SECRET)


def is_used(connection: Connection) -> bool:
    """Whether an installation holds what somebody would miss."""
    present = set(inspect(connection).get_table_names())
    return any(
        connection.execute(text(f"SELECT 1 FROM {name} LIMIT 1")).first()  # noqa: S608 -- our own names
        for name in TELLING
        if name in present
    )


def _clear(connection: Connection) -> None:
    """Remove every table."""
    quote = connection.dialect.identifier_preparer.quote
    behaviour = "" if connection.dialect.name == "sqlite" else " CASCADE"
    # By name, as the tables that SQLite keeps below another one go with it and begin with its name.
    for name in sorted(inspect(connection).get_table_names()):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {quote(name)}{behaviour}")


def _read_rows(opened: zipfile.ZipFile, connection: Connection, table: Table, manifest: Manifest) -> int:
    """Put a table's rows back; returns how many. Raises Problems when the count is not the manifest's."""
    aware = connection.dialect.name != "sqlite"
    for column in table.columns:
        if isinstance(column.type, JSON):
            column.type = JSON(none_as_null=True)
    count = 0
    with opened.open(archive.table_member(table.name)) as member:
        lines = archive.lines_in(member)
        columns = [table.columns[name] for name in next(lines)]
        while batch := list(islice(lines, BATCH)):
            rows = [
                {
                    column.name: archive.decoded(value, column.type, aware=aware)
                    for column, value in zip(columns, line, strict=True)
                }
                for line in batch
            ]
            connection.execute(insert(table), rows)
            count += len(rows)
    if count != manifest.tables[table.name]:
        raise Problems([Problem(table.name, None, f"has {count} rows, but {manifest.tables[table.name]} were saved.")])
    if aware:
        _go_on_counting(connection, table)
    return count


def _go_on_counting(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows after those that were put back."""
    for column in table.primary_key:
        sequence = connection.scalar(select(func.pg_get_serial_sequence(f'"{table.name}"', column.name)))
        if sequence:
            after = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
            connection.execute(select(func.setval(sequence, after, False)))


@contextmanager
def _links_checked_at_the_end(connection: Connection) -> Iterator[None]:
    """Rows may point at rows that come later. `migrate.migrating` sees to the same on SQLite."""
    if connection.dialect.name == "sqlite":
        yield
        return
    links = connection.execute(
        text(
            "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
        )
    ).all()
    for table, name, _definition in links:
        connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
    yield
    for table, name, definition in links:
        connection.execute(text(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"))


def _leave_doubtful_mail_to_people(connection: Connection) -> None:
    """What waited when the backup was made may have been sent since: nothing must be sent twice."""
    waiting = Mail.state.in_([MailState.WAITING, MailState.SENDING])
    connection.execute(update(Mail).where(waiting).values(state=MailState.UNSURE))


def _read_files(opened: zipfile.ZipFile, manifest: Manifest, data_dir: Path) -> None:
    for name in manifest.files:
        parts = PurePosixPath(name).parts
        if parts[0] in archive.FOLDERS:
            if ".." in parts:
                raise Problems([Problem(name, None, "points outside of its folder.")])
            _put(opened, name, data_dir.joinpath(*parts))


def _put(opened: zipfile.ZipFile, name: str, target: Path) -> None:
    """Write a member's content under a name at once, so that no reader sees half of it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    with (
        opened.open(name) as member,
        os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file,
    ):
        shutil.copyfileobj(member, file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
