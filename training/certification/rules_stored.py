"""A requirement's standing as it is kept in the table of current standings: a short list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from training.certification.rules import Standing, State, TargetId


@dataclass(frozen=True, slots=True)
class StoredPart:
    """One of `CurrentStanding.parts`. Days are in ISO form, as they are kept."""

    requirement_id: str
    state: str
    since: str
    until: str | None
    due_on: str | None
    evidence_id: int | None
    target: TargetId
    blocked_by: str | None = None

    @property
    def due(self) -> date | None:
        """The last day on which it is in time."""
        return _day(self.due_on)

    @property
    def ends(self) -> date | None:
        """The last day on which what was done holds."""
        return _day(self.until)

    @property
    def held(self) -> bool:
        """Whether it counts today, even if its end is near."""
        return self.state == State.MET or (self.state == State.SOON and self.until is not None)

    @property
    def is_open(self) -> bool:
        """Whether it is asked for: neither met nor spared by others."""
        return self.state not in (State.MET, State.SPARE)


def stored(standing: Standing, target: TargetId) -> list[Any]:
    """A standing as it is kept."""
    days = (standing.since, standing.until, standing.due_on)
    return [
        standing.requirement_id,
        standing.state.value,
        *(None if day is None else day.isoformat() for day in days),
        standing.evidence_ids[0] if standing.evidence_ids else None,
        target,
        standing.blocked_by[0] if standing.blocked_by else None,
    ]


def parts_of(kept: Sequence[Sequence[Any]]) -> list[StoredPart]:
    """The parts of a row."""
    return [StoredPart(*part) for part in kept]


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
