"""The facts on which a standing is decided, and the words in which it is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from training.certification.rules_dates import Validity
from training.content.durations import Duration

EXEMPTED = "exempted"
REVOKED = "revoked"
REINSTATED = "reinstated"  # takes the last revocation back
EXTENDED = "extended"
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
    "practice": "skill.reached",
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
    STARTED = "started"  # on, due, due_on, tried_on, score: asked for since the programme began for this person
    ADDED = "added"  # the same, since the requirement joined the programme
    WITHDRAWN = "withdrawn"  # the same, since earlier evidence was revoked
    CHANGED = "changed"  # on, due_on, version: since that version asked people to act differently
    LAPSED = "lapsed"  # on, score, version, until


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as data, so that one sentence can be made of it in the reader's language."""

    why: Why
    values: Mapping[str, date | int | float | Duration | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a programme asks for. `target` is its document; `due` counts from the start."""

    id: str
    kind: str
    target: int
    due: Duration | None = None
    added_on: date | None = None  # when it joined the programme, if later than the programme began

    def fulfilled_by(self, kind: str) -> bool:
        return kind in (EXEMPTED, FULFILS[self.kind])


@dataclass(frozen=True, slots=True)
class Programme:
    """What is asked for, in order, and how long the certificate for all of it holds."""

    validity: Validity
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact about a person and a document. `on` is the site's day of `at`, `score` is in per cent."""

    id: int
    kind: str
    target: int
    version: int
    on: date
    at: datetime
    score: float | None = None
    until: date | None = None  # an exemption may have its own end


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
class Term:
    """A certificate as issued: a fact, which later rules do not rewrite.

    A renewal in time counts another period from the same `anchor_on`, so an anniversary stays the same day.
    `ended_at` says when it was revoked.
    """

    issued_on: date
    anchor_on: date
    periods: int
    until: date | None
    ended_on: date | None = None
    ended_at: datetime | None = None

    def as_of(self, day: date) -> "Term | None":
        """The term as known on a day: not yet issued, or not yet revoked."""
        if self.issued_on > day:
            return None
        if self.ended_on is not None and self.ended_on > day:
            return Term(self.issued_on, self.anchor_on, self.periods, self.until)
        return self

    def in_force(self, day: date) -> bool:
        return self.ended_on is None and self.issued_on <= day and (self.until is None or day <= self.until)

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

    @property
    def held(self) -> bool:
        return self.state is State.MET or (self.state is State.SOON and self.met_on is not None)

    @property
    def late(self) -> bool:
        return self.state in (State.OVERDUE, State.EXPIRED)


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
