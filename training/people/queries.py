"""Whom an actor may see, and the lists made of them: the one place that knows."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased, joinedload

from training.core.permissions import TEAM_MANAGER, WHOLE_SITE, Actor, Permission
from training.core.web import NotFound
from training.people.models import Delegation, Person, Role, RolePeriod, Team, TeamLeader
from training.people.rules import folded

PAGE_SIZE = 50


def within(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """The people on whom the actor holds a permission: whole subtrees of teams, and their own reports."""
    if WHOLE_SITE in actor.reach(permission):
        return true()
    # Teams are few: found first, they lead to their people by an index, instead of each person to a comparison.
    teams = Person.team_id.in_(select(Team.id).where(within_teams(actor, permission)).correlate(None))
    if permission in TEAM_MANAGER and actor.person_id is not None:
        return or_(teams, Person.manager_id == actor.person_id)
    return teams


def within_teams(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """The teams on which the actor holds a permission."""
    reach = actor.reach(permission)
    if WHOLE_SITE in reach:
        return true()
    return or_(false(), *(Team.path.startswith(path, autoescape=True) for path in reach))


def status_on(day: date) -> ColumnElement[str]:
    """Status as a column: left, future, leave or active on a day. The only place that decides it."""
    return case(
        (Person.left_on < day, "left"),
        (Person.hired_on > day, "future"),
        ((Person.leave_from <= day) & or_(Person.leave_until.is_(None), Person.leave_until >= day), "leave"),
        else_="active",
    )


def status_of(db: Session, person_id: int, day: date) -> str:
    """One person's status on a day."""
    return db.scalar(select(status_on(day)).where(Person.id == person_id)) or "active"


def in_force(day: date) -> ColumnElement[bool]:
    """The role periods that a day lies in."""
    return (RolePeriod.from_on <= day) & or_(RolePeriod.until_on.is_(None), RolePeriod.until_on >= day)


def roles_on(day: date, person_id: ColumnElement[int]) -> ColumnElement[str | None]:
    """The names of a person's roles on a day as one column, for lists. Ask for it when the page is cut out already."""
    return (
        select(func.aggregate_strings(Role.name, ", "))
        .join(RolePeriod, RolePeriod.role_id == Role.id)
        .where(RolePeriod.person_id == person_id, in_force(day))
        .scalar_subquery()
    )


def matching(text: str) -> ColumnElement[bool]:
    """The people whose names, number or address hold every word of a search."""
    return and_(true(), *(Person.search_text.contains(word, autoescape=True) for word in folded(text).split()))


def people_within(actor: Actor, permission: Permission) -> Select[Any]:
    """Persons joined to their teams, limited to those the actor may see."""
    return select(Person).join(Person.team).where(within(actor, permission))


def person_for(db: Session, actor: Actor, person_id: int, permission: Permission) -> Person:
    """The person, if the actor holds the permission on them. Raises NotFound otherwise: nobody learns who exists."""
    query = people_within(actor, permission).where(Person.id == person_id)
    query = query.options(joinedload(Person.team), joinedload(Person.manager))
    person: Person | None = db.scalars(query).first()
    if person is None:
        raise NotFound
    return person


@dataclass(frozen=True)
class PeopleFilter:
    """What a list of people is narrowed to; empty fields do not narrow."""

    text: str = ""
    team_id: int | None = None
    role_id: int | None = None
    status: str = "here"  # here (active, on leave, future), active, leave, future, left, all


@dataclass(frozen=True)
class PeoplePage:
    """One page of a list of people, and how many there are in all."""

    rows: Sequence[Row[*tuple[Any, ...]]]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def list_people(db: Session, actor: Actor, wanted: PeopleFilter, *, today: date, page: int) -> PeoplePage:
    """People the actor may see, by family name, a page at a time."""
    status = status_on(today)
    query = (
        select(
            Person.id,
            Person.employee_number,
            Person.given_name,
            Person.preferred_name,
            Person.family_name,
            Person.hired_on,
            Person.left_on,
            Team.name.label("team"),
            status.label("status"),
        )
        .join(Person.team)
        .where(within(actor, Permission.PERSON_READ), matching(wanted.text))
    )
    if wanted.team_id is not None:
        path = select(Team.path).where(Team.id == wanted.team_id).scalar_subquery()
        query = query.where(Team.path.startswith(path))
    if wanted.role_id is not None:
        held = select(RolePeriod.person_id).where(RolePeriod.role_id == wanted.role_id, in_force(today))
        query = query.where(Person.id.in_(held))
    if wanted.status == "here":
        query = query.where(status != "left")
    elif wanted.status != "all":
        query = query.where(status == wanted.status)
    total = db.scalar(query.with_only_columns(func.count())) or 0
    number = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    ordered = query.order_by(Person.family_name, Person.given_name, Person.id)
    shown = ordered.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE).subquery("shown")
    with_roles = select(shown, roles_on(today, shown.c.id).label("roles"))
    rows = db.execute(with_roles.order_by(shown.c.family_name, shown.c.given_name, shown.c.id)).all()
    return PeoplePage(rows, total, number)


@dataclass(frozen=True)
class TeamNode:
    """A team in the tree, and how deep it stands below the topmost one that is shown."""

    id: int
    name: str
    path: str
    depth: int

    @property
    def indented(self) -> str:
        """The name, moved in by its depth, for a list to choose from."""
        return "\u2003" * self.depth + self.name


def team_tree(db: Session, actor: Actor, permission: Permission) -> list[TeamNode]:
    """The teams on which the actor holds a permission, each below its parent, names in order."""
    teams = db.execute(select(Team.id, Team.name, Team.path).where(within_teams(actor, permission))).all()
    names = {str(team.id): folded(team.name) for team in teams}
    teams = sorted(teams, key=lambda team: [names.get(step, "") for step in team.path.strip("/").split("/")])
    shallowest = min((team.path.count("/") for team in teams), default=0)
    return [TeamNode(team.id, team.name, team.path, team.path.count("/") - shallowest) for team in teams]


@dataclass(frozen=True)
class TeamLine:
    """A team, who leads it, and how many people are in it and in the teams below it."""

    node: TeamNode
    leaders: tuple[tuple[int, str], ...]
    people: int


def team_lines(db: Session, actor: Actor, permission: Permission, *, today: date) -> list[TeamLine]:
    """The tree with leaders and numbers of people."""
    counted = select(Person.team_id, func.count()).where(status_on(today) != "left").group_by(Person.team_id)
    counts = dict(db.execute(counted).all())
    leading = (
        select(TeamLeader.team_id, Person.id, Person.given_name, Person.preferred_name, Person.family_name)
        .join(Person, Person.id == TeamLeader.person_id)
        .order_by(Person.family_name)
    )
    leaders: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for team_id, person_id, given, preferred, family in db.execute(leading):
        leaders[team_id].append((person_id, f"{preferred or given} {family}".strip()))
    nodes = team_tree(db, actor, permission)
    below: Counter[str] = Counter()
    for node in nodes:
        for step in node.path.strip("/").split("/"):
            below[step] += counts.get(node.id, 0)
    return [TeamLine(node, tuple(leaders.get(node.id, ())), below[str(node.id)]) for node in nodes]


def team_for(db: Session, actor: Actor, team_id: int, permission: Permission) -> Team:
    """The team, if the actor holds the permission on it. Raises NotFound otherwise."""
    team = db.scalars(select(Team).where(Team.id == team_id, within_teams(actor, permission))).first()
    if team is None:
        raise NotFound
    return team


@dataclass(frozen=True)
class RoleLine:
    """A role and how many people hold it today."""

    id: int
    name: str
    slug: str
    people: int
    ever: int


def list_roles(db: Session, *, today: date) -> list[RoleLine]:
    """Every role by name."""
    now = func.count().filter(in_force(today))
    query = (
        select(Role.id, Role.name, Role.slug, now.label("people"), func.count(RolePeriod.id).label("ever"))
        .outerjoin(RolePeriod, RolePeriod.role_id == Role.id)
        .group_by(Role.id, Role.name, Role.slug)
        .order_by(Role.name)
    )
    return [RoleLine(*row) for row in db.execute(query)]


def role_names(db: Session, slugs: Collection[str]) -> list[str]:
    """What the roles with these slugs are called, in the same order; a slug that no role has stays as it is."""
    names = dict(db.execute(select(Role.slug, Role.name).where(Role.slug.in_(slugs))).all()) if slugs else {}
    return [names.get(slug, slug) for slug in slugs]


def roles_held(db: Session, person_id: int | None, *, today: date) -> set[str]:
    """The slugs of the roles that somebody holds today."""
    query = select(Role.slug).join(RolePeriod, RolePeriod.role_id == Role.id)
    return set(db.scalars(query.where(RolePeriod.person_id == person_id, in_force(today))))


def role_periods(db: Session, person_id: int) -> Sequence[Row[RolePeriod, str]]:
    """A person's roles over time, the newest first."""
    query = select(RolePeriod, Role.name).join(Role).where(RolePeriod.person_id == person_id)
    return db.execute(query.order_by(RolePeriod.from_on.desc(), RolePeriod.id.desc())).all()


def reports_of(db: Session, person_id: int, *, today: date) -> Sequence[Row[int, str, str, str]]:
    """The people who name somebody as their manager and have not left: id, given, preferred and family name."""
    report = aliased(Person)
    query = select(report.id, report.given_name, report.preferred_name, report.family_name)
    query = query.where(report.manager_id == person_id, or_(report.left_on.is_(None), report.left_on >= today))
    return db.execute(query.order_by(report.family_name)).all()


def delegations_of(db: Session, person_id: int, *, today: date) -> Sequence[Row[Delegation, Person]]:
    """Who stands in for somebody, now or later."""
    query = select(Delegation, Person).join(Person, Person.id == Delegation.delegate_id)
    return db.execute(query.where(Delegation.person_id == person_id, Delegation.until_on >= today)).all()


def role_period_for(db: Session, actor: Actor, person_id: int, period_id: int) -> RolePeriod:
    """A period of a person's roles, for somebody who may change them. Raises NotFound otherwise."""
    person = person_for(db, actor, person_id, Permission.PERSON_WRITE)
    period = db.get(RolePeriod, period_id)
    if period is None or period.person_id != person.id:
        raise NotFound
    return period


def person_by_number(db: Session, number: str) -> Person | None:
    """The person with an employee number, however many capitals it was typed with."""
    found: Person | None = db.scalars(
        select(Person).where(func.lower(Person.employee_number) == number.strip().lower())
    ).first()
    return found
