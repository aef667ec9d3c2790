"""The form of a backup: one ZIP file, the same for every kind of database.

`tables/<name>.jsonl` has the names of the columns in its first line and one row in each further line; `media/…`,
`credentials/…` and `secret.key` are the files of the data directory; `manifest.json` comes last and says what must be
there.
"""

import base64
import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Date, DateTime, LargeBinary, MetaData, Numeric, Table, Time
from sqlalchemy.types import TypeEngine

from training.core.problems import Problem, Problems

FORMAT = 1
MANIFEST = "manifest.json"
SECRET = "secret.key"  # noqa: S105 -- the name of the file, not what is in it
BLOCK = 1 << 20
FOLDERS = ("credentials", "media")  # of the data directory: files that rows speak of, named by their content

# What a running site writes down about itself: of no use to a restored one.
NOT_KEPT = frozenset({"alembic_version", "worker_beat"})
MADE_AGAIN = "search_"  # tables with such names hold what is made again from the live documents


@dataclass
class Manifest:
    """What an archive holds. `tables` counts rows, `files` maps each other member's name to its SHA-256."""

    made_at: str
    version: str
    revision: str
    database: str
    format: int = FORMAT
    tables: dict[str, int] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1, sort_keys=True)


def read_manifest(archive: zipfile.ZipFile, where: str) -> Manifest:
    """The manifest of an archive. Raises Problems when there is none, or one from another time."""
    try:
        found = json.loads(archive.read(MANIFEST))
        if found.get("format") == FORMAT:
            return Manifest(**found)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Problems([Problem(where, None, "is not a backup of Standard Bearer.", "Name another file.")]) from error
    raise Problems([Problem(where, None, "was made by a newer version.", "Install that version, then restore.")])


def flaws(archive: zipfile.ZipFile, manifest: Manifest, where: str) -> list[Problem]:
    """Every member that is missing, changed or short."""
    found: list[Problem] = []
    present = set(archive.namelist())
    for name, digest in sorted(manifest.files.items()):
        if name not in present:
            found.append(Problem(where, None, f"“{name}” is missing from it."))
            continue
        try:
            with archive.open(name) as member:
                if digest_of(member) != digest:
                    found.append(Problem(where, None, f"“{name}” was changed after the backup."))
        except zipfile.BadZipFile:
            found.append(Problem(where, None, f"“{name}” is damaged."))
    return found


def digest_of(stream: IO[bytes]) -> str:
    """SHA-256 of the rest of a stream, in hex."""
    digest = hashlib.sha256()
    while block := stream.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()


def table_member(name: str) -> str:
    return f"tables/{name}.jsonl"


def tables_of(connection: Connection) -> list[Table]:
    """The tables as the database knows them, by name: before an update the models are ahead of it."""
    metadata = MetaData()
    metadata.reflect(connection, only=lambda name, _metadata: is_kept(name))
    return [table for name, table in sorted(metadata.tables.items()) if is_kept(name)]


def is_kept(name: str) -> bool:
    """Whether a backup holds the rows of a table."""
    return name not in NOT_KEPT and not name.startswith(MADE_AGAIN)


def line_of(values: Any) -> bytes:
    """One row as a line of JSON."""
    return json.dumps([encoded(value) for value in values], ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def lines_in(member: IO[bytes]) -> Iterator[list[Any]]:
    """The rows of a table's member, without the line that names the columns."""
    for line in member:
        yield json.loads(line)


def encoded(value: Any) -> Any:
    """A value of a row as JSON has it. A moment without a zone is in UTC: only SQLite forgets to say so."""
    match value:
        case datetime():
            return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()
        case date() | time():
            return value.isoformat()
        case Decimal():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
        case Enum():
            return value.value
        case _:
            return value


def decoded(value: Any, kind: TypeEngine[Any], *, aware: bool) -> Any:  # noqa: PLR0911 -- one for each kind of column
    """A value as the database's column takes it; `aware` says whether it knows time zones."""
    if value is None:
        return None
    match kind:
        case DateTime():
            moment = datetime.fromisoformat(value)
            return moment if aware else moment.astimezone(UTC).replace(tzinfo=None)
        case Date():
            return date.fromisoformat(value)
        case Time():
            return time.fromisoformat(value)
        case LargeBinary():
            return base64.b64decode(value)
        case Numeric() if isinstance(value, str):
            return Decimal(value)
        case _:
            return value


def kept_files(data_dir: Path) -> Iterator[tuple[str, Path]]:
    """The files of `FOLDERS` with their names in an archive; those still being written have a leading dot."""
    for folder in FOLDERS:
        for path in sorted((data_dir / folder).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(data_dir).as_posix(), path
