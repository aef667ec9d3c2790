"""What only shows when rows are seen beside one another and beside the people of the site: doubles, managers, loops."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import islice

from training.core.i18n import gettext as _
from training.core.i18n import ngettext
from training.core.problems import Problem
from training.people.roster.entries import Roster, RosterRow
from training.people.roster.headers import Field
from training.people.roster.snapshot import PersonNow, Snapshot, number_key

_SHOWN_IN_CHAIN = 8


def check_relations(roster: Roster, snapshot: Snapshot) -> Roster:
    """The roster with what is wrong between its rows, and between them and the people who are known already."""
    for check in (_doubled_numbers, _shared_addresses, _managers, _loops):
        problems, bad = check(roster, snapshot)
        roster = roster.with_problems(problems, bad)
    return roster


Found = tuple[list[Problem], set[int]]


def _doubled_numbers(roster: Roster, _snapshot: Snapshot) -> Found:
    problems, bad = [], set()
    for rows in _groups(roster.rows, lambda row: row.key):
        for row in rows:
            message = _("The employee number %(number)s is used more than once:", number=row.employee_number)
            remedy = _("Give each person a number of their own, or remove the row that is too much.")
            problems.append(Problem(roster.name, row.line, f"{message} {_also_in(row, rows)}", remedy))
            bad.add(row.line)
    return problems, bad


def _shared_addresses(roster: Roster, snapshot: Snapshot) -> Found:
    problems: list[Problem] = []
    bad: set[int] = set()
    if Field.EMAIL not in roster.fields:
        return problems, bad
    remedy = _("Leave the address of all but one empty: people can sign in with their employee number.")
    for rows in _groups(roster.rows, lambda row: row.email):
        if len({row.key for row in rows}) == 1:
            continue  # the same person twice, which is reported as such
        for row in rows:
            message = _("More than one person has the address %(address)s:", address=row.email)
            problems.append(Problem(roster.name, row.line, f"{message} {_also_in(row, rows)}", remedy))
            bad.add(row.line)
    named = {row.key for row in roster.rows}
    holders = {person.email.lower(): person for person in snapshot.people if person.email and person.key not in named}
    for row in roster.rows:
        if holder := holders.get(row.email):
            message = _(
                "The address %(address)s belongs to %(holder)s, who is not in this file.",
                address=row.email,
                holder=_named(holder),
            )
            problems.append(Problem(roster.name, row.line, message, remedy))
            bad.add(row.line)
    return problems, bad


def _managers(roster: Roster, snapshot: Snapshot) -> Found:
    problems, bad = [], set()
    known = {row.key for row in roster.rows} | snapshot.by_key.keys()
    for row in roster.rows:
        manager = number_key(row.manager)
        if not manager:
            continue
        if manager == row.key:
            message = _("%(name)s is entered as their own manager.", name=_named(row))
            remedy = _("Enter the number of another person, or leave it empty at the very top.")
        elif manager not in known:
            message = _("Nobody has the employee number %(manager)s of the manager.", manager=row.manager)
            remedy = _("Correct the manager’s number, or add a row for that person.")
        else:
            continue
        problems.append(Problem(roster.name, row.line, message, remedy))
        bad.add(row.line)
    return problems, bad


def _loops(roster: Roster, snapshot: Snapshot) -> Found:
    if Field.MANAGER not in roster.fields:
        return [], set()
    people: dict[str, RosterRow | PersonNow] = {**snapshot.by_key, **{row.key: row for row in roster.rows}}
    manager_of = {key: number_key(person.manager) for key, person in people.items()}
    row_of = {row.key: row for row in roster.rows}
    problems, bad = [], set()
    for loop in loops(manager_of):
        rows = [row_of[key] for key in loop if key in row_of]
        if len(loop) == 1 or not rows:
            continue
        shown = [_named(people[key]) for key in (loop if len(loop) <= _SHOWN_IN_CHAIN else loop[: _SHOWN_IN_CHAIN - 1])]
        chain = " → ".join([*shown, *(["…"] if len(shown) < len(loop) else []), shown[0]])
        first = min(rows, key=lambda row: row.line)
        message = _("These people manage each other in a loop: %(chain)s.", chain=chain)
        remedy = _("Correct the manager of one of them; rows %(rows)s.", rows=_enumerated(row.line for row in rows))
        problems.append(Problem(roster.name, first.line, message, remedy))
        bad |= {row.line for row in rows}
    return problems, bad


def loops(manager_of: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Every loop among managers, each once, from its smallest key on. Time grows with the number of people."""
    found = []
    done: set[str] = set()
    for start in manager_of:
        walked: dict[str, int] = {}
        key = start
        while key in manager_of and key not in done and key not in walked:
            walked[key] = len(walked)
            key = manager_of[key]
        if key in walked:
            loop = list(walked)[walked[key] :]
            smallest = loop.index(min(loop))
            found.append((*loop[smallest:], *loop[:smallest]))
        done.update(walked)
    return sorted(found)


def _groups(rows: Iterable[RosterRow], key: Callable[[RosterRow], str]) -> list[list[RosterRow]]:
    """The rows that share a key with another one; those without a key stand alone."""
    groups = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return [group for value, group in groups.items() if value and len(group) > 1]


def _also_in(row: RosterRow, rows: list[RosterRow]) -> str:
    others = [other.line for other in islice((other for other in rows if other is not row), 6)]
    return ngettext("in row %(rows)s too.", "in rows %(rows)s too.", len(others), rows=_enumerated(others))


def _enumerated(lines: Iterable[int]) -> str:
    numbers = [str(line) for line in sorted(lines)]
    return ", ".join(numbers[:5]) + (" …" if len(numbers) > 5 else "")


def _named(person: RosterRow | PersonNow) -> str:
    return f"{person.name} ({person.employee_number})".strip()
