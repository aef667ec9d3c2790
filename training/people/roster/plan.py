"""What importing a roster would do, person by person. Nothing is done here."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from training.core.problems import Problem
from training.people.roster.headers import Field
from training.people.roster.leaders import LeaderChange
from training.people.roster.snapshot import Held, PersonNow, Snapshot, TeamPath

Value = str | date | TeamPath | None


@dataclass(frozen=True)
class Change:
    """One field of one person: what it was and what it becomes."""

    field: Field
    before: Value
    after: Value


@dataclass(frozen=True)
class Changed:
    """A person of the site as they are and as the import leaves them."""

    before: PersonNow
    after: PersonNow
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class RoleStep:
    """What happens to the roles of one person.

    `period` is the latest one; `kept` is what becomes of it (None: it never came into force and goes); `opened` is new.
    """

    employee_number: str
    period: Held | None
    kept: Held | None
    opened: Held | None


@dataclass(frozen=True)
class Plan:
    """Everything an import would do, in an order that does not depend on the file's. With errors, nothing is applied.

    `gone` are people of the site who are missing from a full roster; when they are to be marked as left, they are
    among `changed` too. `lines` says in which row each person stands, by the key of the number. `after` is the site as
    it would be.
    """

    effective: date
    new: tuple[PersonNow, ...] = ()
    changed: tuple[Changed, ...] = ()
    unchanged: tuple[str, ...] = ()
    gone: tuple[PersonNow, ...] = ()
    teams: tuple[TeamPath, ...] = ()
    roles: tuple[str, ...] = ()
    role_steps: tuple[RoleStep, ...] = ()
    leaders: tuple[LeaderChange, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    after: Snapshot = field(default_factory=Snapshot, compare=False, repr=False)

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "warning")

    @property
    def is_empty(self) -> bool:
        """Whether applying it would change nothing."""
        return not (self.new or self.changed or self.teams or self.roles or self.role_steps or self.leaders)

    @property
    def digest(self) -> str:
        """A fingerprint of what would be done: what somebody has seen is what they confirm."""
        parts = (repr(getattr(self, part.name)) for part in fields(self) if part.compare)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()
