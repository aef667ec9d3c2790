"""What a roster says: one entry a person, and everything that is wrong with the file."""

from dataclasses import dataclass, field, replace
from datetime import date

from training.core.problems import Problem
from training.people.roster.headers import Field
from training.people.roster.snapshot import Status, TeamPath, number_key


@dataclass(frozen=True)
class RosterRow:
    """One person as the file describes them. What the file has no column for is empty here; see `Roster.fields`."""

    line: int = field(compare=False)
    employee_number: str
    given: str = ""
    family: str = ""
    preferred: str = ""
    email: str = ""
    phone: str = ""
    team: TeamPath = ()
    role: str = ""
    manager: str = ""
    hired_on: date | None = None
    left_on: date | None = None
    leave_from: date | None = None
    leave_until: date | None = None
    language: str = ""
    status: Status | None = None

    @property
    def key(self) -> str:
        return number_key(self.employee_number)

    @property
    def name(self) -> str:
        """The name as colleagues use it, else the number: some files have no names."""
        return f"{self.preferred or self.given} {self.family}".strip() or self.employee_number


@dataclass(frozen=True)
class Roster:
    """A file read to the end: its people, the fields it speaks of, and every problem.

    Rows on the lines in `bad` are not to be used. They stand among `rows` all the same, so that nobody in them counts
    as missing; only those without a readable employee number do not.
    """

    name: str
    fields: frozenset[Field]
    rows: tuple[RosterRow, ...]
    problems: tuple[Problem, ...]
    bad: frozenset[int]

    def with_problems(self, problems: list[Problem], bad: set[int]) -> "Roster":
        """The same roster with more that is wrong with it."""
        return replace(self, problems=(*self.problems, *problems), bad=self.bad | bad)

    @property
    def good_rows(self) -> tuple[RosterRow, ...]:
        return tuple(row for row in self.rows if row.line not in self.bad)
