"""The matrix and its holes, with which each page of coverage begins: computed once for as long as nothing changes."""

from dataclasses import dataclass
from threading import Lock

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from training.content.models import Document, Version
from training.content.queries import NEW_VERSIONS
from training.coverage.queries import company, measured
from training.coverage.rules import Matrix, matrix
from training.coverage.rules_holes import Hole, holes

Key = tuple[int, int, frozenset[str]]


@dataclass(frozen=True)
class Coverage:
    """What covers what, and everything that is missing."""

    matrix: Matrix
    holes: tuple[Hole, ...]


class Kept:
    """The last one that was computed; one for each application."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._key: Key | None = None
        self._coverage: Coverage | None = None

    def get(self, key: Key) -> Coverage | None:
        with self._lock:
            return self._coverage if key == self._key else None

    def put(self, key: Key, coverage: Coverage) -> None:
        with self._lock:
            self._key, self._coverage = key, coverage


def coverage(db: Session) -> Coverage:
    """What is live now; while nothing has changed in one statement, besides those of whoever knows what is measured."""
    kept: Kept = current_app.extensions["coverage"]
    key = _key(db)
    found = kept.get(key)
    if found is None:
        told = matrix(company(db, measured=key[2]))
        found = Coverage(told, tuple(holes(told)))
        if not db.info.get(NEW_VERSIONS):  # they may still be undone
            kept.put(key, found)
    return found


def _key(db: Session) -> Key:
    """What tells one state of all documents from another: a publish adds a version, and retiring takes a live one."""
    newest = select(func.max(Version.id)).scalar_subquery()
    row = db.execute(select(newest, func.count()).where(Document.live_version_id.is_not(None))).one()
    return (row[0] or 0, row[1], measured(db))
