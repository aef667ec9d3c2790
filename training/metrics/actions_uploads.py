"""Files handed in through the browser: kept beside the database until the worker has taken them in."""

import shutil
import tempfile
from datetime import datetime
from pathlib import Path, PurePath
from typing import BinaryIO

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from training.core.jobs import enqueue
from training.core.permissions import Actor, Permission
from training.core.web import NotFound
from training.metrics.actions_import import WRITING, remember
from training.metrics.actions_reading import checksum
from training.metrics.files_mapping import Mapping
from training.metrics.models import ReadingImport

IMPORT = "readings.import"
"""The job that takes a file in."""

WAITING, REFUSED = "waiting", "refused"

MOST_BYTES = 1_000_000_000
"""A file through the browser; a larger one goes through the command."""


def folder() -> Path:
    """Where files lie that wait to be taken in."""
    path: Path = current_app.extensions["settings"].data_dir / "readings"
    return path


def keep_file(stream: BinaryIO) -> str:
    """Put a file beside the database; returns its SHA-256. Slow: to be called before the transaction begins."""
    folder().mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder(), delete=False) as kept:
        shutil.copyfileobj(stream, kept)
    path = Path(kept.name)
    sha256 = checksum(path)
    path.replace(folder() / sha256)
    return sha256


def kept_file(sha256: str) -> Path | None:
    """A file that waits, by its checksum; None when it is not there, or is not what a checksum looks like."""
    if len(sha256) != 64 or not sha256.isalnum():
        return None
    path = folder() / sha256
    return path if path.is_file() else None


def hand_in(
    db: Session, actor: Actor, source: str, mapping: Mapping, sha256: str, *, name: str, now: datetime, new_layout: bool
) -> int:
    """Ask the worker to take a kept file in, read by a mapping that the source remembers; returns the import’s id.

    Whoever calls it has shown the report of `prepare`. Raises NotFound for those who may not.
    """
    if not actor.may(Permission.METRIC_WRITE):
        raise NotFound
    entry = ReadingImport(
        source_id=remember(db, source, mapping),
        by_id=actor.person_id,
        at=now,
        file_name=tidy_name(name),
        sha256=sha256,
        fingerprint="",
        state=WAITING,
        rows=0,
        report={"new_layout": new_layout},
    )
    db.add(entry)
    db.flush()
    enqueue(db, IMPORT, {"import_id": entry.id}, now=now, unique_key=f"{IMPORT}:{entry.id}")
    return entry.id


def awaited(db: Session) -> set[str]:
    """The checksums of files that are still to be taken in."""
    open_ones = ReadingImport.state.in_((WAITING, WRITING))
    return set(db.scalars(select(ReadingImport.sha256).where(open_ones)))


def tidy_name(name: str) -> str:
    """The last part of a file’s name, in signs that can be shown."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(sign for sign in last if sign.isprintable())[-100:] or "readings"
