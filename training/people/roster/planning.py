"""From a roster and the site as it is to the plan of what an import would do."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from training.core.i18n import format_date, ngettext
from training.core.i18n import gettext as _
from training.core.problems import Problem
from training.people.roster.entries import Roster
from training.people.roster.headers import LABELS, Field
from training.people.roster.leaders import LeaderChange, leader_changes, touched_teams
from training.people.roster.merging import left_on_day, merged, role_on
from training.people.roster.plan import Change, Changed, Plan, RoleStep
from training.people.roster.relations import check_relations
from training.people.roster.snapshot import (
    PersonNow,
    Snapshot,
    Status,
    TeamNow,
    TeamPath,
    eve,
    number_key,
    role_key,
    team_key,
)
from training.people.roster.spelling import settle_spelling

# The attribute of PersonNow behind each field that is compared; roles are compared apart.
COMPARED = {
    Field.GIVEN: "given",
    Field.FAMILY: "family",
    Field.PREFERRED: "preferred",
    Field.EMAIL: "email",
    Field.PHONE: "phone",
    Field.TEAM: "team",
    Field.MANAGER: "manager",
    Field.HIRED: "hired_on",
    Field.LEFT: "left_on",
    Field.LEAVE_FROM: "leave_from",
    Field.LEAVE_UNTIL: "leave_until",
    Field.LANGUAGE: "language",
}

People = dict[str, PersonNow]  # by the key of the employee number


@dataclass(frozen=True)
class PlanOptions:
    """How a roster is to be taken.

    A full roster names everybody, so that people who are missing are gone; `missing_left_on` marks them as left on that
    day. People in `staying` (keys of employee numbers) are never gone: those who run the site.
    """

    effective: date
    is_full: bool = True
    missing_left_on: date | None = None
    staying: frozenset[str] = frozenset()
    top_is_company: bool | None = None


def make_plan(roster: Roster, snapshot: Snapshot, options: PlanOptions) -> Plan:
    """What the roster would change on the site of the snapshot; its problems are those of the file and its own."""
    effective = options.effective
    roster = settle_spelling(roster, snapshot, top_is_company=options.top_is_company)
    roster = check_relations(roster, snapshot)
    said = _said(roster, snapshot, effective)
    gone = _gone(roster, snapshot, options)
    if options.missing_left_on:
        said |= {person.key: left_on_day(person, options.missing_left_on, effective) for person in gone}
    new = _by_number(person for key, person in said.items() if key not in snapshot.by_key)
    changed = _changed(snapshot, said, effective)
    after = snapshot.by_key | {person.key: person for person in (*new, *(change.after for change in changed))}
    teams = _teams_to_create(new, changed, snapshot)
    roles = _roles_to_create(new, changed, snapshot)
    leaders = _leaders(snapshot, teams, after, [*new, *(change.after for change in changed)], effective)
    known = {row.key for row in roster.good_rows} & snapshot.by_key.keys()
    problems = [*roster.problems, *_own_problems(roster, snapshot, said, effective)]
    return Plan(
        effective=effective,
        new=new,
        changed=changed,
        unchanged=tuple(sorted(known - {change.before.key for change in changed})),
        gone=gone,
        teams=teams,
        roles=roles,
        role_steps=tuple(_role_steps(new, changed, effective)),
        leaders=leaders,
        problems=tuple(sorted(problems, key=lambda problem: (problem.line or 0, problem.message))),
        lines={row.key: row.line for row in roster.rows},
        after=_snapshot_after(snapshot, after, teams, roles, leaders),
    )


def _said(roster: Roster, snapshot: Snapshot, effective: date) -> People:
    """The people of the file as it leaves them. A new person without a team belongs to the topmost one."""
    numbers = {row.key: row.employee_number for row in roster.rows}
    numbers |= {person.key: person.employee_number for person in snapshot.people}
    said = {}
    for row in roster.good_rows:
        person = merged(row, snapshot.by_key.get(row.key), roster.fields, numbers, effective)
        said[row.key] = person if person.team else replace(person, team=snapshot.root or ())
    return said


def _gone(roster: Roster, snapshot: Snapshot, options: PlanOptions) -> tuple[PersonNow, ...]:
    if not options.is_full:
        return ()
    named = {row.key for row in roster.rows} | options.staying
    return _by_number(
        person
        for person in snapshot.people
        if person.key not in named and person.status(options.effective) is not Status.LEFT
    )


def _changed(snapshot: Snapshot, said: People, effective: date) -> tuple[Changed, ...]:
    found = []
    for before in _by_number(snapshot.people):
        after = said.get(before.key, before)
        if after.employee_number != before.employee_number:
            continue  # a twin whose number differs in capitals only: the file means the other one
        changes = [
            Change(column, getattr(before, name), getattr(after, name))
            for column, name in COMPARED.items()
            if getattr(before, name) != getattr(after, name)
        ]
        if after.status(effective) is not Status.LEFT:
            was = "" if before.status(effective) is Status.LEFT else role_on(before.held, effective)
            becomes = role_on(after.held, effective)
            if role_key(was) != role_key(becomes):
                changes.append(Change(Field.ROLE, was, becomes))
        if changes:
            found.append(Changed(before, after, tuple(changes)))
    return tuple(found)


def _teams_to_create(new: Iterable[PersonNow], changed: Iterable[Changed], snapshot: Snapshot) -> tuple[TeamPath, ...]:
    """Parents before their children."""
    wanted = {person.team for person in new} | {change.after.team for change in changed}
    paths = {path[:depth] for path in wanted for depth in range(1, len(path) + 1)}
    return tuple(sorted(path for path in paths if team_key(path) not in snapshot.team_by_key))


def _roles_to_create(new: Iterable[PersonNow], changed: Iterable[Changed], snapshot: Snapshot) -> tuple[str, ...]:
    held = {person.held.role for person in (*new, *(change.after for change in changed)) if person.held}
    return tuple(sorted(role for role in held if role_key(role) not in snapshot.role_by_key))


def _role_steps(new: Iterable[PersonNow], changed: Iterable[Changed], effective: date) -> Iterator[RoleStep]:
    for person in new:
        if person.held:
            yield RoleStep(person.employee_number, None, None, person.held)
    for change in changed:
        before, after = change.before.held, change.after.held
        if before == after:
            continue
        number = change.before.employee_number
        if before is None:
            yield RoleStep(number, None, None, after)
        elif after and (after.from_on, role_key(after.role)) == (before.from_on, role_key(before.role)):
            yield RoleStep(number, before, after, None)
        elif before.until_on and before.until_on < effective:
            yield RoleStep(number, before, before, after)
        elif before.from_on >= effective or change.after.status(effective) is Status.LEFT:
            yield RoleStep(number, before, None, after)  # it never came into force
        else:
            kept = replace(before, until_on=eve(max(effective, after.from_on) if after else effective))
            yield RoleStep(number, before, kept, after)


def _leaders(
    snapshot: Snapshot, created: Iterable[TeamPath], after: Mapping[str, PersonNow], moved: list[PersonNow], day: date
) -> tuple[LeaderChange, ...]:
    teams = snapshot.team_by_key | {team_key(path): TeamNow(path) for path in created}
    touched = touched_teams(snapshot.by_key, after, [person.key for person in moved])
    return leader_changes(teams, after.values(), touched, day)


def _snapshot_after(
    snapshot: Snapshot,
    people: Mapping[str, PersonNow],
    teams: tuple[TeamPath, ...],
    roles: tuple[str, ...],
    leaders: tuple[LeaderChange, ...],
) -> Snapshot:
    leading = {change.team: frozenset(change.after) for change in leaders}
    all_teams = (*snapshot.teams, *(TeamNow(path) for path in teams))
    return Snapshot(
        people=_by_number(people.values()),
        teams=tuple(replace(team, leaders=leading.get(team.path, team.leaders)) for team in all_teams),
        roles=(*snapshot.roles, *roles),
        renamed=snapshot.renamed,
    )


def _own_problems(roster: Roster, snapshot: Snapshot, said: People, effective: date) -> Iterator[Problem]:
    """What shows only against the site: new people without a name or a team, people who left on an unknown day."""
    new = [row for row in roster.good_rows if row.key not in snapshot.by_key]
    if new and (missing := [LABELS[column] for column in (Field.GIVEN, Field.FAMILY) if column not in roster.fields]):
        message = ngettext(
            "%(num)s person is new, but the file has no column for: %(columns)s.",
            "%(num)s people are new, but the file has no column for: %(columns)s.",
            len(new),
            columns=", ".join(map(str, missing)),
        )
        yield Problem(roster.name, new[0].line, message, _("Add the column, or leave the new people out."))
    if new and Field.TEAM not in roster.fields:
        if snapshot.root:
            message = _("The file has no column for teams: new people belong to %(top)s.", top=snapshot.root[-1])
            yield Problem(roster.name, None, message, _("Add the column, or move them later."), "warning")
        else:
            message = _("The file has no column for teams, and there is no team yet.")
            yield Problem(roster.name, None, message, _("Add the column, or a first team."))
    for row in roster.good_rows:
        now = snapshot.by_key.get(row.key)
        person = said[row.key]
        if row.status is Status.LEFT and not row.left_on and (not now or now.left_on != person.left_on):
            message = _("%(name)s has left, but no last day is given.", name=person.name)
            remedy = _("Taken as %(day)s. Write the last day if you know it.", day=format_date(eve(effective)))
            yield Problem(roster.name, row.line, message, remedy, "warning")
        manager = said.get(number_key(person.manager)) or snapshot.by_key.get(number_key(person.manager))
        has_left = manager is not None and manager.status(effective) is Status.LEFT
        if manager and has_left and Field.MANAGER in roster.fields and person.status(effective) is not Status.LEFT:
            names = {"name": person.name, "manager": manager.name}
            message = _("%(manager)s, the manager of %(name)s, has left.", **names)
            yield Problem(roster.name, row.line, message, _("Enter who manages them now."), "warning")


def _by_number(people: Iterable[PersonNow]) -> tuple[PersonNow, ...]:
    return tuple(sorted(people, key=lambda person: (person.key, person.employee_number)))
