"""Carrying out a plan: everything in one transaction, with a fact in the ledger for each person it touches."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from training.core.ledger import record_all
from training.core.permissions import WHOLE_SITE, Actor, Permission
from training.core.problems import Problems
from training.core.web import NotFound
from training.people.models import Person, Role, RolePeriod, Team, TeamLeader
from training.people.roster.facts import facts_of
from training.people.roster.plan import Plan, RoleStep
from training.people.roster.queries import team_paths
from training.people.roster.snapshot import PersonNow, TeamPath, role_key, team_key
from training.people.rules import search_text_of, slug_of

CHUNK = 500  # parameters of one statement are limited

Item = TypeVar("Item")


def refuse_outsiders(db: Session, actor: Actor) -> None:
    """Raises NotFound unless the actor may import from the topmost team down: a roster changes people everywhere."""
    top = db.scalar(select(Team.path).where(Team.parent_id.is_(None)).order_by(Team.id).limit(1))
    if not actor.may(Permission.ROSTER_IMPORT, top or WHOLE_SITE):
        raise NotFound


def hold_still(db: Session) -> None:
    """Let nobody else change people until this transaction ends. On SQLite a writing transaction is alone anyway."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("LOCK TABLE person IN SHARE ROW EXCLUSIVE MODE"))


@dataclass(frozen=True)
class Ids:
    """Database ids: people by their number, teams by the key of their path, roles by the key of their name."""

    people: dict[str, int]
    teams: dict[TeamPath, int]
    roles: dict[str, int]


def apply_plan(db: Session, actor: Actor, plan: Plan, *, file_name: str, now: datetime) -> None:
    """Do what the plan says, or nothing. The plan must have been made in this transaction, after `hold_still`.

    Raises NotFound for those who may not import, and Problems when the plan has errors.
    """
    refuse_outsiders(db, actor)
    if plan.errors:
        raise Problems(plan.errors)
    if plan.is_empty:
        return  # nothing to do, and nothing to remember
    roles = _create_roles(db, plan.roles)
    teams = _create_teams(db, plan.teams)
    people = {row.employee_number: row.id for row in db.execute(select(Person.employee_number, Person.id))}
    _free_addresses(db, plan, people)
    people |= _add_people(db, plan.new, teams)
    ids = Ids(people, teams, roles)
    _change_people(db, plan, ids)
    _set_managers(db, plan, ids)
    _end_roles_by_hand(db, plan, ids)
    _step_roles(db, plan.role_steps, ids)
    _set_leaders(db, plan, ids)
    db.flush()
    db.expire_all()  # rows were changed behind the session's back
    record_all(db, facts_of(plan, ids.people, file_name), at=now, actor_id=actor.person_id)


def _create_roles(db: Session, names: Sequence[str]) -> dict[str, int]:
    db.add_all(Role(name=name, slug=slug_of(name)) for name in names)
    db.flush()
    return {role_key(name): role_id for role_id, name in db.execute(select(Role.id, Role.name))}


def _create_teams(db: Session, paths: Sequence[TeamPath]) -> dict[TeamPath, int]:
    """Parents come before their children."""
    ids = {team_key(path): team_id for team_id, path in team_paths(db).items()}
    places = {row.id: row.path for row in db.execute(select(Team.id, Team.path))}
    for path in paths:
        parent_id = ids.get(team_key(path[:-1]))
        above = places[parent_id] if parent_id is not None else "/"
        team = Team(name=path[-1], parent_id=parent_id, path=f"{above}new {len(ids)}/")
        db.add(team)
        db.flush()
        team.path = f"{above}{team.id}/"
        ids[team_key(path)], places[team.id] = team.id, team.path
    db.flush()
    return ids


def _free_addresses(db: Session, plan: Plan, people: dict[str, int]) -> None:
    """Take away every address that moves, so that two people may exchange theirs."""
    moving = [
        {"id": people[change.before.employee_number], "email": None}
        for change in plan.changed
        if change.before.email != change.after.email
    ]
    if moving:
        db.execute(update(Person), moving)


def _add_people(db: Session, new: Sequence[PersonNow], teams: dict[TeamPath, int]) -> dict[str, int]:
    """Their ids by number. Managers come later, when everybody has an id."""
    people = [Person(**_columns(person, teams)) for person in new]
    db.add_all(people)
    db.flush()
    return {person.employee_number: row.id for person, row in zip(new, people, strict=True)}


def _change_people(db: Session, plan: Plan, ids: Ids) -> None:
    rows = [
        {"id": ids.people[person.employee_number], **_columns(person, ids.teams)}
        for person in (change.after for change in plan.changed)
    ]
    if rows:
        db.execute(update(Person), rows)


def _columns(person: PersonNow, teams: dict[TeamPath, int]) -> dict[str, Any]:
    return {
        "employee_number": person.employee_number,
        "given_name": person.given,
        "family_name": person.family,
        "preferred_name": person.preferred,
        "email": person.email or None,
        "phone": person.phone,
        "language": person.language,
        "hired_on": person.hired_on,
        "left_on": person.left_on,
        "leave_from": person.leave_from,
        "leave_until": person.leave_until,
        "team_id": teams[team_key(person.team)],
        "search_text": search_text_of(
            number=person.employee_number,
            given=person.given,
            preferred=person.preferred,
            family=person.family,
            email=person.email,
        ),
    }


def _set_managers(db: Session, plan: Plan, ids: Ids) -> None:
    moved = [change.after for change in plan.changed if change.before.manager != change.after.manager]
    rows = [
        {"id": ids.people[person.employee_number], "manager_id": ids.people[person.manager] if person.manager else None}
        for person in (*moved, *(person for person in plan.new if person.manager))
    ]
    if rows:
        db.execute(update(Person), rows)


def _end_roles_by_hand(db: Session, plan: Plan, ids: Ids) -> None:
    """Whoever leaves gives up the roles that were given by hand too, as when their employment is ended on a page."""
    leavers: defaultdict[date, list[int]] = defaultdict(list)
    for change in plan.changed:
        if change.after.left_on and change.after.left_on != change.before.left_on:
            leavers[change.after.left_on].append(ids.people[change.after.employee_number])
    for last_day, people in leavers.items():
        for chunk in _chunks(people):
            theirs = (RolePeriod.person_id.in_(chunk), RolePeriod.by_hand)
            running = (RolePeriod.until_on.is_(None), RolePeriod.from_on <= last_day)
            db.execute(update(RolePeriod).where(*theirs, *running).values(until_on=last_day))
            db.execute(delete(RolePeriod).where(*theirs, RolePeriod.from_on > last_day))


def _step_roles(db: Session, steps: Iterable[RoleStep], ids: Ids) -> None:
    steps = tuple(steps)
    known = _known_periods(db, [ids.people[step.employee_number] for step in steps if step.period])
    gone: list[int] = []
    ended: list[dict[str, Any]] = []
    opened: list[dict[str, Any]] = []
    for step in steps:
        person_id = ids.people[step.employee_number]
        if step.period:
            period_id = known[person_id, ids.roles[role_key(step.period.role)], step.period.from_on]
            if step.kept is None:
                gone.append(period_id)
            elif step.kept != step.period:
                ended.append({"id": period_id, "until_on": step.kept.until_on})
        if step.opened:
            opened.append(
                {
                    "person_id": person_id,
                    "role_id": ids.roles[role_key(step.opened.role)],
                    "from_on": step.opened.from_on,
                    "until_on": step.opened.until_on,
                }
            )
    for chunk in _chunks(gone):
        db.execute(delete(RolePeriod).where(RolePeriod.id.in_(chunk)))
    if ended:
        db.execute(update(RolePeriod), ended)
    if opened:
        db.execute(insert(RolePeriod), opened)


def _known_periods(db: Session, people: Sequence[int]) -> dict[tuple[int, int, date], int]:
    """Ids of the periods that rosters speak of, by person, role and first day."""
    found: dict[tuple[int, int, date], int] = {}
    for chunk in _chunks(people):
        query = select(RolePeriod.id, RolePeriod.person_id, RolePeriod.role_id, RolePeriod.from_on)
        for row in db.execute(query.where(RolePeriod.person_id.in_(chunk), RolePeriod.by_hand.is_(False))):
            found[row.person_id, row.role_id, row.from_on] = row.id
    return found


def _set_leaders(db: Session, plan: Plan, ids: Ids) -> None:
    for change in plan.leaders:
        team_id = ids.teams[team_key(change.team)]
        gone = [ids.people[number] for number in change.before if number not in change.after]
        come = [ids.people[number] for number in change.after if number not in change.before]
        if gone:
            db.execute(delete(TeamLeader).where(TeamLeader.team_id == team_id, TeamLeader.person_id.in_(gone)))
        db.add_all(TeamLeader(team_id=team_id, person_id=person_id, by_hand=False) for person_id in come)


def _chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
