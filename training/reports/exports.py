"""Files that somebody asked for and the worker makes: how far each is, kept beside it in the data folder for some days.

They need no table: a file of JSON says whose it is and how far, and goes with it. On several machines the data folder
is shared, as for media.
"""

import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from shutil import rmtree
from typing import Any

from training.core.web import NotFound

KEPT = timedelta(days=7)
MOST_KEPT = 5  # files of one person; the oldest one makes room
WAITING, BUILDING, READY, FAILED = "waiting", "building", "ready", "failed"
HALF_MADE = "making-"  # folders of tables that still grow
KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Export:
    """A file somebody asked for. `form` is csv or pack, `done` and `people` say how far it is.

    `sha256` is that of the table, or of the pack's manifest, as the ledger has it.
    """

    key: str
    by_id: int
    form: str
    question: Mapping[str, Any]
    at: datetime
    name: str
    state: str = WAITING
    done: int = 0
    people: int = 0
    sha256: str = ""
    summary: Mapping[str, Any] | None = None

    @property
    def until(self) -> datetime:
        """When it is deleted."""
        return self.at + KEPT


def folder_of(data_dir: Path) -> Path:
    """Where they lie; nobody else may read there."""
    folder = data_dir / "audit"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def begin(folder: Path, by_id: int, form: str, question: Mapping[str, Any], name: str, *, now: datetime) -> Export:
    """Note that somebody asked for a file. Their oldest ones make room."""
    for old in of_person(folder, by_id)[MOST_KEPT - 1 :]:
        forget(folder, old.key)
    export = Export(secrets.token_hex(16), by_id, form, question, now, name)
    note(folder, export)
    return export


def note(folder: Path, export: Export, **changes: Any) -> Export:
    """Write down how far it is; whoever reads meanwhile sees the old state or the new one."""
    export = replace(export, **changes)
    part = folder / f".{export.key}.part"
    text = json.dumps(asdict(export) | {"at": export.at.isoformat()})
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    part.replace(folder / f"{export.key}.json")
    return export


def read(folder: Path, key: str) -> Export:
    """Raises NotFound when there is none, or no more."""
    if not KEY.fullmatch(key):
        raise NotFound
    try:
        said = json.loads((folder / f"{key}.json").read_text())
    except FileNotFoundError:
        raise NotFound from None
    return Export(**{**said, "at": datetime.fromisoformat(said["at"])})


def export_for(folder: Path, key: str, person_id: int | None, *, now: datetime) -> Export:
    """The file, for the one who asked for it. Raises NotFound for everybody else, and when its days are over."""
    export = read(folder, key)
    if export.by_id != person_id or export.until <= now:
        raise NotFound
    return export


def of_person(folder: Path, person_id: int) -> list[Export]:
    """What somebody asked for, the newest first."""
    return sorted((one for one in _all(folder) if one.by_id == person_id), key=lambda one: one.at, reverse=True)


def _all(folder: Path) -> Iterator[Export]:
    for path in folder.glob("*.json"):
        with suppress(NotFound):  # another process may just have forgotten it
            yield read(folder, path.stem)


def path_of(folder: Path, export: Export) -> Path:
    """The file itself, there once it is ready."""
    return folder / f"{export.key}.{'zip' if export.form == 'pack' else 'csv'}"


def forget(folder: Path, key: str) -> None:
    """Delete a file and what is known of it."""
    for path in folder.glob(f"*{key}*"):
        path.unlink(missing_ok=True)


def forget_old(folder: Path, *, now: datetime) -> None:
    """Delete what has had its days, and what a process that died left half made."""
    for export in list(_all(folder)):
        if export.until <= now:
            forget(folder, export.key)
    for path in folder.glob(f"{HALF_MADE}*"):
        if path.stat().st_mtime < (now - KEPT).timestamp():
            rmtree(path, ignore_errors=True)
