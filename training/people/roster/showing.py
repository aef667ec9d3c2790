"""What a plan would do, as lists to page through."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from training.core.i18n import gettext as _
from training.core.problems import Problem
from training.people.roster.headers import LABELS
from training.people.roster.plan import Changed, Plan
from training.people.roster.snapshot import PersonNow
from training.people.roster.telling import shown

PAGE_SIZE = 50


@dataclass(frozen=True)
class ChangeLine:
    """One field: its name, what it was and what it becomes."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One person of the plan, or one problem of the file. `row` is None for what stands in no row."""

    row: int | None
    name: str = ""
    number: str = ""
    text: str = ""
    remedy: str = ""
    changes: tuple[ChangeLine, ...] = ()


@dataclass(frozen=True)
class Part:
    """One list: its name in addresses, its title, and how a line is made of each item when its page is shown."""

    name: str
    title: str
    items: Sequence[Any]
    line: Callable[[Any], Line]
    holds_problems: bool = False


@dataclass(frozen=True)
class Showing:
    """One page of one list."""

    part: Part
    lines: Sequence[Line]
    number: int
    pages: int

    @classmethod
    def of(cls, parts: Sequence[Part], wanted: str, number: int) -> "Showing | None":
        """The wanted list, else the first one; None when there is none."""
        part = next((part for part in parts if part.name == wanted), parts[0] if parts else None)
        if part is None:
            return None
        pages = max(1, -(-len(part.items) // PAGE_SIZE))
        number = min(max(1, number), pages)
        items = part.items[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        return cls(part, [part.line(item) for item in items], number, pages)


def parts_of(plan: Plan) -> list[Part]:
    """The lists of a plan that hold something, in the order in which they matter."""

    def person(now: PersonNow, text: str = "", changes: tuple[ChangeLine, ...] = ()) -> Line:
        return Line(plan.lines.get(now.key), now.name, now.employee_number, text, changes=changes)

    def new(now: PersonNow) -> Line:
        return person(now, _("%(role)s, %(team)s", role=now.role or _("no role"), team=shown(now.team)))

    def changed(change: Changed) -> Line:
        lines = (ChangeLine(str(LABELS[one.field]), shown(one.before), shown(one.after)) for one in change.changes)
        return person(change.before, changes=tuple(lines))

    def missing(now: PersonNow) -> Line:
        return person(now, shown(now.team))

    def unchanged(key: str) -> Line:
        now = plan.after.by_key[key]
        return person(now, shown(now.team))

    parts = [
        Part("problems", _("To mend"), plan.errors, _problem, holds_problems=True),
        Part("new", _("New"), plan.new, new),
        Part("changed", _("Changed"), plan.changed, changed),
        Part("gone", _("Missing from the file"), plan.gone, missing),
        Part("doubts", _("Please check"), plan.warnings, _problem, holds_problems=True),
        Part("unchanged", _("As they are"), plan.unchanged, unchanged),
    ]
    return [part for part in parts if part.items]


def _problem(problem: Problem) -> Line:
    return Line(problem.line, text=problem.message, remedy=problem.remedy)
