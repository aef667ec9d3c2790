"""The facts on which a standing is decided, and the words in which it is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from training.certification.rules_dates import Validity
from training.content.durations import Duration

EXEMPTED = "exempted"
REVOKED = "revoked"
REINSTATED = "reinstated"  # takes the last revocation back
EXTENDED = "extended"
REACHED = "skill.reached"  # a level of practice
DECIDED = (EXEMPTED, REVOKED, REINSTATED, EXTENDED)

# Which fact fulfils a requirement, and which one shows that somebody tried.
FULFILS = {
    "module": "module.done",
    "quiz": "quiz.passed",
    "script": "script.rehearsed",
    "scenario": "scenario.passed",
    "checklist": "observation.passed",
    "policy": "policy.signed",
    "credential": "credential.accepted",
    "practice": REACHED,
}
TRIED = {
    "quiz": "quiz.failed",
    "scenario": "scenario.failed",
    "checklist": "observation.not-yet",
    "credential": "credential.refused",
}
SCORED = ("quiz", "scenario", "practice")  # their facts say how well, in per cent


class State(StrEnum):
    """Where a person stands with one requirement on a day."""

    MET = "met"
    SOON = "soon"
    DUE = "due"
    CHANGED = "changed"
    OVERDUE = "overdue"
    EXPIRED = "expired"
    SPARE = "spare"  # enough others of the same choice are met


class Level(StrEnum):
    """Where a person stands with a whole programme on a day."""

    CERTIFIED = "certified"
    TRAINING = "training"
    SOON = "soon"
    OVERDUE = "overdue"
    EXPIRED = "expired"


class Why(StrEnum):
    """The ground of a standing. Its values are named in `Reason.values`."""

    DONE = "done"  # on, score, version, until
    EXEMPT = "exempt"  # on, until
    GRACE = "grace"  # on, score, version, until, closes: it ended, and may still be renewed without losing its date
    STARTED = "started"  # on, due, due_on, tried_on, score, leave_days, extended_to: asked for since the beginning
    ADDED = "added"  # the same, since the requirement joined the programme
    WITHDRAWN = "withdrawn"  # the same, since earlier evidence was revoked
    CHANGED = "changed"  # on, due_on, version, leave_days, extended_to: since that version asked to act differently
    LAPSED = "lapsed"  # on, score, version, until


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as data, so that one sentence can be made of it in the reader's language.

    `due` is None where a calendar day was set, `leave_days` says by how many days leave has moved the due day.
    """

    why: Why
    values: Mapping[str, date | int | float | Duration | None] = field(default_factory=dict)


TargetId: TypeAlias = int | str
"""What a requirement asks for: a document by its id, or a skill by its slug."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a programme asks for.

    `due` counts from the start, `due_on` is a calendar day. `mark` is the least score in per cent, `after` what comes
    first, `core` whether each refresher asks for it, `group` the choice that it belongs to.
    """

    id: str
    kind: str
    target: TargetId
    due: Duration | None = None
    added_on: date | None = None  # when it joined the programme, if later than the programme began
    mark: int | None = None
    due_on: date | None = None
    after: tuple[str, ...] = ()
    core: bool = False
    group: str | None = None

    def fulfilled_by(self, fact: "Evidence") -> bool:
        """Whether a fact about its target is what it asks for."""
        return fact.kind == EXEMPTED or (fact.kind == FULFILS[self.kind] and not self._misses_mark(fact))

    def tried_by(self, fact: "Evidence") -> bool:
        """Whether a fact shows that somebody tried, and did not reach what it asks for."""
        return fact.kind == TRIED.get(self.kind) or (fact.kind == FULFILS[self.kind] and self._misses_mark(fact))

    def _misses_mark(self, fact: "Evidence") -> bool:
        return self.mark is not None and (fact.score is None or fact.score < self.mark)


@dataclass(frozen=True, slots=True)
class Gate:
    """What somebody may do as soon as some requirements, or choices, are met."""

    id: str
    title: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """What is asked for, in order, and how long the certificate for all of it holds.

    `document` is its own id, `groups` says of each choice how many are enough. With `leave_waits` a due day moves by
    the days of leave that lie before it. `full` and `lapsed_full` say that renewing takes everything, before and
    after the end.
    """

    validity: Validity
    requirements: tuple[Requirement, ...]
    document: int = 0
    groups: Mapping[str, int] = field(default_factory=dict)
    gates: tuple[Gate, ...] = ()
    leave_waits: bool = True
    full: bool = False
    lapsed_full: bool = False

    @property
    def total(self) -> int:
        """How many requirements have to be met, of choices as many as are enough."""
        return sum(one.group is None for one in self.requirements) + sum(self.groups.values())


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact about a person and a document or skill. `on` is the site's day of `at`, `score` is in per cent."""

    id: int
    kind: str
    target: TargetId
    version: int
    on: date
    at: datetime
    score: float | None = None
    until: date | None = None  # an exemption, an extension and a certificate from elsewhere may have their own end


@dataclass(frozen=True, slots=True)
class Leave:
    """Days on which somebody is away, both included; without an end until further notice."""

    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A version that asks people to act differently, and the day it went live."""

    version: int
    on: date


@dataclass(frozen=True, slots=True)
class Target:
    """What happened to a document: only the versions that changed what people do, oldest first."""

    changes: tuple[Change, ...] = ()

    def outdates(self, version: int, today: date) -> Change | None:
        """The first change, up to a day, that evidence against this version does not cover."""
        for change in self.changes:
            if change.version > version and change.on <= today:
                return change
        return None


@dataclass(frozen=True, slots=True)
class Break:
    """A certificate was withdrawn on a day, at a moment, and perhaps reinstated on a later day."""

    on: date
    at: datetime
    restored_on: date | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A certificate as issued: a fact, which later rules do not rewrite.

    A renewal in time counts another period from the same `anchor_on`, so an anniversary stays the same day.
    """

    issued_on: date
    anchor_on: date
    periods: int
    until: date | None
    breaks: tuple[Break, ...] = ()

    def as_of(self, day: date) -> "Term | None":
        """The term as known on a day: not yet issued, not yet withdrawn, or not yet reinstated."""
        if self.issued_on > day:
            return None
        if not self.breaks:
            return self
        known = tuple(
            replace(one, restored_on=None) if one.restored_on is not None and one.restored_on > day else one
            for one in self.breaks
            if one.on <= day
        )
        return self if known == self.breaks else replace(self, breaks=known)

    @property
    def ended(self) -> Break | None:
        """The withdrawal that was not taken back."""
        return self.breaks[-1] if self.breaks and self.breaks[-1].restored_on is None else None

    def renewable_from(self, validity: Validity) -> date | None:
        """The first day whose evidence counts for the next term; never the evidence this one was issued for."""
        if self.until is None:
            return None
        return max(self.until - timedelta(days=validity.notice_days()), self.issued_on + timedelta(days=1))

    def renewed(self, validity: Validity, issued_on: date) -> "Term":
        """The next term after this one, renewed in time."""
        assert self.until is not None, "What never ends is not renewed."  # noqa: S101 # a slip of ours, not of a user
        if validity.last_day(self.anchor_on, self.periods) == self.until:
            anchor, periods = self.anchor_on, self.periods + 1
        else:  # the programme's validity was changed since: the next term follows the old one, by the new rule
            anchor, periods = self.until + timedelta(days=1), 1
        return Term(issued_on, anchor, periods, validity.last_day(anchor, periods))


FOREVER = date.max


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands with one requirement on a day, since when, until when, and why.

    `met_on` is the day of the evidence that counts, `held` whether it counts on that day, `changes_on` the first
    day on which the passing of time alone may change this standing.
    """

    requirement_id: str
    state: State
    since: date
    until: date | None
    due_on: date | None
    met_on: date | None
    changes_on: date | None
    evidence_ids: tuple[int, ...]
    reason: Reason
    blocked_by: tuple[str, ...] = ()

    @property
    def held(self) -> bool:
        return self.state is State.MET or (self.state is State.SOON and self.met_on is not None)

    @property
    def late(self) -> bool:
        return self.state in (State.OVERDUE, State.EXPIRED)


@dataclass(frozen=True, slots=True)
class GateStanding:
    """Whether somebody may pass a gate, and if not, which requirements are missing."""

    gate: Gate
    missing: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class ProgrammeStanding:
    """Where a person stands with a programme: the sum of its requirements and of the certificate held."""

    level: Level
    held: int
    total: int
    next_due: date | None
    next_requirement: str | None
    certified_on: date | None
    until: date | None
    changes_on: date | None
