"""The people of the site as a roster sees them, at one moment: plain values, compared with what a file says."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from training.people.rules import folded, slug_of, tidy_name

TeamPath = tuple[str, ...]  # the names of teams from the top to this one


class Status(StrEnum):
    """Whether somebody works here on a day."""

    ACTIVE = "active"
    LEAVE = "on leave"
    FUTURE = "future"
    LEFT = "left"


def eve(day: date) -> date:
    """The day before: a period that gives way to another ends then."""
    return day - timedelta(days=1)


def number_key(number: str) -> str:
    """An employee number for comparison: capitals do not count."""
    return tidy_name(number).casefold()


def team_key(path: TeamPath) -> TeamPath:
    """A team's names for comparison: capitals, accents and spaces do not count."""
    return tuple(folded(name) or name for name in path)


def role_key(name: str) -> str:
    """A role's name for comparison: two names with one key are one role."""
    return slug_of(name)


@dataclass(frozen=True)
class Held:
    """A role and its days, both included; no end means still."""

    role: str
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True)
class PersonNow:
    """What the site knows about a person. `team` is never empty; `manager` is an employee number.

    `held` is the role that rosters speak of: the one on the day of the snapshot, else the next, else the last one.
    `by_hand` are roles somebody gave them beside it, which no import touches.
    """

    employee_number: str
    given: str
    family: str
    team: TeamPath
    preferred: str = ""
    email: str = ""
    phone: str = ""
    language: str = "en"
    manager: str = ""
    hired_on: date | None = None
    left_on: date | None = None
    leave_from: date | None = None
    leave_until: date | None = None
    held: Held | None = None
    by_hand: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return number_key(self.employee_number)

    @property
    def role(self) -> str:
        """The role as a roster says it."""
        return self.held.role if self.held else next(iter(self.by_hand), "")

    @property
    def name(self) -> str:
        return f"{self.preferred or self.given} {self.family}".strip()

    def status(self, day: date) -> Status:
        """As `training.people.queries.status_on` decides it in the database."""
        if self.left_on and self.left_on < day:
            return Status.LEFT
        if self.hired_on and self.hired_on > day:
            return Status.FUTURE
        if self.leave_from and self.leave_from <= day and (self.leave_until is None or self.leave_until >= day):
            return Status.LEAVE
        return Status.ACTIVE


@dataclass(frozen=True)
class TeamNow:
    """A team, and the employee numbers of its leaders; those set by hand are never changed by an import."""

    path: TeamPath
    leaders: frozenset[str] = frozenset()
    by_hand: frozenset[str] = frozenset()

    @property
    def key(self) -> TeamPath:
        return team_key(self.path)


@dataclass(frozen=True)
class Snapshot:
    """Everybody, every team and every role at one moment. `root` is the topmost team, the company itself.

    `renamed` pairs the key of a role's first name with its name today: HR may go on using the first one.
    """

    people: tuple[PersonNow, ...] = ()
    teams: tuple[TeamNow, ...] = ()
    roles: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()

    @cached_property
    def by_key(self) -> dict[str, PersonNow]:
        return {person.key: person for person in self.people}

    @cached_property
    def team_by_key(self) -> dict[TeamPath, TeamNow]:
        return {team.key: team for team in self.teams}

    @cached_property
    def role_by_key(self) -> dict[str, str]:
        return dict(self.renamed) | {role_key(role): role for role in self.roles}

    @property
    def root(self) -> TeamPath | None:
        """The topmost team; None on a site without teams."""
        return min((team.path for team in self.teams), key=len, default=None)
