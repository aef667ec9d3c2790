"""Until when something is to be done: the time that is given, moved by leave and by extensions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from training.certification.rules import (
    EXTENDED,
    FOREVER,
    REINSTATED,
    REVOKED,
    Evidence,
    Leave,
    Requirement,
    TargetId,
    Term,
    Why,
)


@dataclass(frozen=True, slots=True)
class Due:
    """A last day, None without one; by how many days leave moved it, and the extension that moved it further."""

    on: date | None
    leave_days: int = 0
    extended_to: date | None = None


@dataclass(frozen=True, slots=True)
class Allowed:
    """What moves the due days of one person: the leave that counts, and the extensions by what they are for."""

    leave: tuple[Leave, ...] = ()
    extended: tuple[tuple[TargetId, date], ...] = ()

    def extended_to(self, target: TargetId) -> date | None:
        return max((until for which, until in self.extended if which == target), default=None)


@dataclass(frozen=True, slots=True)
class Asked:
    """Since when a requirement is asked for, why since then, and the moment up to which evidence counts no more."""

    why: Why
    on: date
    after: datetime | None


def allowed(evidence: Sequence[Evidence], leave: Sequence[Leave], *, leave_waits: bool, today: date) -> Allowed:
    """What moves somebody's due days, as known on a day.

    Of leave only the days count that have been taken by then. So nobody becomes late while away, and an end that is
    told later, or moved, changes nothing about the days before.
    """
    extended = tuple(
        (fact.target, fact.until)
        for fact in evidence
        if fact.kind == EXTENDED and fact.on <= today and fact.until is not None
    )
    taken = [
        Leave(one.from_on, today if one.until_on is None else min(one.until_on, today))
        for one in leave
        if one.from_on <= today
    ]
    return Allowed(tuple(sorted(taken, key=lambda one: one.from_on)) if leave_waits else (), extended)


def asked_since(requirement: Requirement, seen: Sequence[Evidence], start: date, term: Term | None) -> Asked:
    """Since when somebody is asked: from the start, since it joined the programme, or since a revocation."""
    why, on, after = Why.STARTED, start, None
    if requirement.added_on is not None and requirement.added_on > start:
        why, on = Why.ADDED, requirement.added_on
    revocations = revoked(seen)
    if term is not None and term.ended is not None:
        revocations.append((term.ended.at, term.ended.on))
    if revocations:
        after, revoked_on = max(revocations)
        if revoked_on >= on:  # who loses something gets the whole time again to make it good
            why, on = Why.WITHDRAWN, revoked_on
    return Asked(why, on, after)


def revoked(seen: Sequence[Evidence]) -> list[tuple[datetime, date]]:
    """The revocations that were not taken back: a reinstatement takes back the last one before it."""
    found: list[tuple[datetime, date]] = []
    for fact in sorted(seen, key=lambda fact: (fact.at, fact.id)):
        if fact.kind == REVOKED:
            found.append((fact.at, fact.on))
        elif fact.kind == REINSTATED and found:
            found.pop()
    return found


def due_after(requirement: Requirement, on: date, allowed: Allowed, *, programme: int) -> Due:
    """The last day for what is asked from a day on."""
    day = _given(requirement, on)
    if day is None:
        return Due(None)
    moved = _moved_by_leave(day, on, allowed.leave)
    leave_days = (moved - day).days
    ends = [allowed.extended_to(requirement.target), allowed.extended_to(programme)]
    further = max((end for end in ends if end is not None), default=None)
    if further is not None and further > moved:
        return Due(further, leave_days, further)
    return Due(moved, leave_days)


def _given(requirement: Requirement, on: date) -> date | None:
    """The calendar day; for whom it begins only then, the usual time from then on."""
    if requirement.due_on is not None and on < requirement.due_on:
        return requirement.due_on
    return None if requirement.due is None else requirement.due.after(on)


def _moved_by_leave(day: date, on: date, leave: Sequence[Leave]) -> date:
    """A day later for each day of leave between the beginning and the due day as it moves."""
    counted = on
    for one in leave:
        until_on = one.until_on or FOREVER
        if one.from_on <= day and until_on >= counted:
            day += until_on - max(one.from_on, counted) + timedelta(days=1)
            counted = until_on + timedelta(days=1)
    return day
