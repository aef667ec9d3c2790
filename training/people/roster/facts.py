"""What an import leaves in the ledger: a fact for each person, team and role, and one about the import itself."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from training.core.ledger import Fact
from training.people.roster.cells import written_team
from training.people.roster.headers import Field
from training.people.roster.plan import Change, Changed, Plan, Value
from training.people.roster.snapshot import PersonNow

IMPORTED = "roster.imported"


def facts_of(plan: Plan, ids: Mapping[str, int], file_name: str) -> Iterator[Fact]:
    """The facts of an applied plan; `ids` are person ids by employee number."""
    for path in plan.teams:
        yield Fact("team.added", payload={"name": path[-1], "path": written_team(path)})
    for role in plan.roles:
        yield Fact("role.added", payload={"name": role})
    for person in plan.new:
        yield Fact("person.added", ids[person.employee_number], _said(person))
    for changed in plan.changed:
        yield from _about(changed, ids[changed.before.employee_number])
    for change in plan.leaders:
        yield Fact("team.led", payload={"team": written_team(change.team), "leaders": list(change.after)})
    yield Fact(IMPORTED, payload={"file": file_name, **summary_of(plan)})


def summary_of(plan: Plan) -> dict[str, int]:
    """How many people the plan adds, changes, finds as they are, misses, and marks as left."""
    leaving = sum(1 for changed in plan.changed if _leaves(changed))
    return {
        "new": len(plan.new),
        "changed": len(plan.changed) - leaving,
        "left": leaving,
        "unchanged": len(plan.unchanged),
        "gone": len(plan.gone),
        "teams": len(plan.teams),
        "roles": len(plan.roles),
    }


def _leaves(changed: Changed) -> bool:
    return changed.after.left_on is not None and changed.after.left_on != changed.before.left_on


def _about(changed: Changed, person_id: int) -> Iterator[Fact]:
    """A change of the last day is a fact of its own: leaving ends access, coming back does not restore it."""
    others = [change for change in changed.changes if change.field is not Field.LEFT]
    if others:
        payload = {"changes": {change.field.value: _pair(change) for change in others}}
        yield Fact("person.changed", person_id, payload)
    last_day = changed.after.left_on
    if last_day and _leaves(changed):
        yield Fact("person.left", person_id, {"last_day": last_day.isoformat()})
    elif last_day is None and changed.before.left_on:
        yield Fact("person.returned", person_id)


def _pair(change: Change) -> list[Any]:
    return [_plain(change.before), _plain(change.after)]


def _plain(value: Value) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return written_team(value) if isinstance(value, tuple) else value


def _said(person: PersonNow) -> dict[str, Any]:
    said = {
        Field.NUMBER: person.employee_number,
        Field.GIVEN: person.given,
        Field.FAMILY: person.family,
        Field.PREFERRED: person.preferred,
        Field.EMAIL: person.email,
        Field.PHONE: person.phone,
        Field.TEAM: person.team,
        Field.ROLE: person.role,
        Field.MANAGER: person.manager,
        Field.HIRED: person.hired_on,
        Field.LEFT: person.left_on,
        Field.LEAVE_FROM: person.leave_from,
        Field.LEAVE_UNTIL: person.leave_until,
        Field.LANGUAGE: person.language,
    }
    return {column.value: _plain(value) for column, value in said.items() if value}
