"""Rehearsals that somebody has begun, for a list of what there is to go on with."""

from dataclasses import dataclass
from math import ceil
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import editions
from training.scripts.files import Script
from training.scripts.models import Rehearsal
from training.scripts.queries import said_from
from training.scripts.rules_rehearsal import Pass, settled

SECONDS_A_LINE = 20  # to take in the cue, say it, look and rate


@dataclass(frozen=True)
class BegunRehearsal:
    """An open rehearsal in short. Each line is said by itself and again in the whole, so `total` is twice the lines."""

    said: int
    total: int

    @property
    def minutes(self) -> int:
        """Whole minutes that what is left takes, at least 1."""
        return _minutes(self.total - self.said)


_BEGUN = select(Rehearsal.document_id, Rehearsal.version_id, Rehearsal.ratings).where(
    Rehearsal.person_id == bindparam("person"), Rehearsal.finished_at.is_(None)
)


def rehearsals_begun(db: Session, person_id: int) -> dict[int, BegunRehearsal]:
    """By document, how far a person is in open rehearsals. It is told of the version they began, in one query."""
    rows = db.connection().execute(_BEGUN, {"person": person_id}).all()
    found = editions(db, {row.version_id for row in rows})
    return {row.document_id: _begun(found[row.version_id], row) for row in rows}


def _begun(edition: Edition, row: Row[Any]) -> BegunRehearsal:
    lines, said = edition.model.line_ids, said_from(row.ratings)
    return BegunRehearsal(sum(settled(lines, said, within) for within in Pass), 2 * len(lines))


def minutes_to_rehearse(script: Script) -> int:
    """About how many whole minutes a rehearsal takes from start to end."""
    return _minutes(2 * len(script.lines))


def _minutes(lines: int) -> int:
    return max(1, ceil(lines * SECONDS_A_LINE / 60))
