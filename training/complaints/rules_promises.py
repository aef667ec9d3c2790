"""What customers were promised by when, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class PromiseSort(StrEnum):
    """What was promised."""

    CALL_BACK = "call-back"
    DECISION = "decision"
    OTHER = "other"


class Standing(StrEnum):
    """What became of a promise up to now. A late one may still be kept, late."""

    OPEN = "open"
    SOON = "soon"
    LATE = "late"
    KEPT = "kept"
    KEPT_LATE = "kept-late"
    DROPPED = "dropped"


SOON = timedelta(hours=1)
"""“A promise that grows late is spoken of an hour before”: from then on it is shown first."""


def standing_of(
    due: datetime, *, kept: datetime | None = None, dropped: datetime | None = None, now: datetime
) -> Standing:
    """What became of a promise. One that is kept at the very moment is kept in time."""
    if kept is not None:
        return Standing.KEPT if kept <= due else Standing.KEPT_LATE
    if dropped is not None:
        # What ended before it was due broke no word; what was late by then stays late.
        return Standing.DROPPED if dropped <= due else Standing.LATE
    if now > due:
        return Standing.LATE
    return Standing.SOON if due - now <= SOON else Standing.OPEN


@dataclass(frozen=True)
class Kept:
    """How many promises were kept in time of those that have run out or were kept."""

    met: int
    of: int

    @property
    def share(self) -> int | None:
        """In per cent, rounded down so that nothing short of all is 100; None of none."""
        return self.met * 100 // self.of if self.of else None


def kept_share(standings: Iterable[Standing]) -> Kept:
    """Open and dropped promises are not counted: nobody knows of them yet, or ever will."""
    settled = [one for one in standings if one in (Standing.KEPT, Standing.KEPT_LATE, Standing.LATE)]
    return Kept(sum(one is Standing.KEPT for one in settled), len(settled))
