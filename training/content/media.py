"""Media files on disk, named by their content, and the rows that know their names."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.media_types import media_faults, media_type
from training.content.models import Media
from training.content.queries import current_media
from training.core.problems import Problems
from training.core.web import NotFound


@dataclass(frozen=True)
class MediaFile:
    """A checked file, ready to be kept."""

    name: str
    data: bytes
    sha256: str
    media_type: str


def checked(name: str, data: bytes, where: str) -> MediaFile:
    """A file that may be shown. Raises Problems when it is too large, of another type, or active."""
    faults = list(media_faults(name, data))
    found = media_type(data)
    if faults or found is None:
        raise Problems({fault.problem(where, {}) for fault in faults})
    return MediaFile(name, data, hashlib.sha256(data).hexdigest(), found)


def keep(db: Session, media_dir: Path, file: MediaFile, *, by_id: int | None, now: datetime) -> bool:
    """Keep a file under its name; later versions show it. Returns False when it is there already.

    The bytes are on disk before the row is: a transaction that is undone leaves a file that nothing names.
    """
    if current_media(db).get(file.name) == file.sha256 and path_of(media_dir, file.sha256).exists():
        return False
    write(media_dir, file)
    row = Media(
        name=file.name,
        sha256=file.sha256,
        media_type=file.media_type,
        size=len(file.data),
        by_id=by_id,
        at=now,
    )
    db.add(row)
    db.flush()
    return True


def write(media_dir: Path, file: MediaFile) -> None:
    """Write the bytes to their place in one step, unless they are there."""
    path = path_of(media_dir, file.sha256)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
    with os.fdopen(handle, "wb") as out:
        out.write(file.data)
        out.flush()
        os.fsync(out.fileno())
    Path(temporary).replace(path)


def path_of(media_dir: Path, sha256: str) -> Path:
    """Where the bytes with this checksum lie."""
    return media_dir / sha256[:2] / sha256


def media_row(db: Session, sha256: str, name: str) -> Media:
    """The row of a file under this name. Raises NotFound."""
    query = select(Media).where(Media.sha256 == sha256, Media.name == name).order_by(Media.id.desc())
    row = db.scalars(query).first()
    if row is None:
        raise NotFound
    return row
