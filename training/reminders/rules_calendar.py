"""A calendar that others read again and again: each day keeps its name, and every change of it counts up.

As RFC 5545 wants it, what has changed has a higher SEQUENCE, and what is settled is cancelled before it goes.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

CANCELLED_KEPT = timedelta(days=90)  # for how long a cancelled day is still given out as such


@dataclass(frozen=True, slots=True)
class Entry:
    """A day in somebody's calendar. `uid` names it for good, `path` is where it is done."""

    uid: str
    on: date
    title: str
    path: str
    sequence: int = 0
    changed_at: datetime | None = None
    cancelled: bool = False

    def says(self, other: "Entry") -> bool:
        """Whether both say the same."""
        return (self.on, self.title, self.path, self.cancelled) == (
            other.on,
            other.title,
            other.path,
            other.cancelled,
        )


def changes(known: Mapping[str, Entry], wanted: Iterable[Entry], *, now: datetime) -> Iterator[Entry]:
    """The entries that differ from what was given out last, as they are given out from now on."""
    there = {entry.uid: entry for entry in wanted}
    for uid, entry in there.items():
        before = known.get(uid)
        if before is None:
            yield replace(entry, sequence=0, changed_at=now, cancelled=False)
        elif not before.says(entry):
            yield replace(entry, sequence=before.sequence + 1, changed_at=now, cancelled=False)
    for uid, before in known.items():
        if uid not in there and not before.cancelled:
            yield replace(before, sequence=before.sequence + 1, changed_at=now, cancelled=True)


def shown(known: Mapping[str, Entry], changed: Iterable[Entry], *, now: datetime) -> list[Entry]:
    """Everything that is given out now, by day."""
    all_of_it = {**known, **{entry.uid: entry for entry in changed}}.values()
    kept = (
        one for one in all_of_it if not (one.cancelled and one.changed_at and one.changed_at < now - CANCELLED_KEPT)
    )
    return sorted(kept, key=lambda one: (one.on, one.uid))
