"""The site's people as a roster sees them, in a handful of queries however many they are."""

from collections import defaultdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from training.core.ledger import Entry
from training.core.permissions import PermissionSet
from training.people.models import Grant, Person, Role, RolePeriod, Team, TeamLeader
from training.people.roster.facts import IMPORTED
from training.people.roster.snapshot import Held, PersonNow, Snapshot, TeamNow, TeamPath, number_key, role_key


def snapshot_of(db: Session, today: date) -> Snapshot:
    """Everybody, every team and every role."""
    paths = team_paths(db)
    roles = db.execute(select(Role.name, Role.slug).order_by(Role.id)).all()
    return Snapshot(
        people=_people(db, paths, today),
        teams=_teams(db, paths),
        roles=tuple(row.name for row in roles),
        renamed=tuple((row.slug, row.name) for row in roles if role_key(row.name) != row.slug),
    )


def team_paths(db: Session) -> dict[int, TeamPath]:
    """The names from the topmost team down, by the team's id."""
    paths: dict[int, TeamPath] = {}
    # A path of ids is longer than that of its parent, so parents come first.
    rows = sorted(db.execute(select(Team.id, Team.name, Team.parent_id, Team.path)), key=lambda row: len(row.path))
    for row in rows:
        above = paths[row.parent_id] if row.parent_id is not None else ()
        paths[row.id] = (*above, row.name)
    return paths


def those_who_run_the_site(db: Session, actor_id: int | None) -> frozenset[str]:
    """Keys of the employee numbers of the administrators of the whole site, and of the actor."""
    administrators = select(Grant.person_id).where(
        Grant.permission_set == PermissionSet.ADMINISTRATOR.value, Grant.team_id.is_(None)
    )
    numbers = select(Person.employee_number).where(Person.id.in_(administrators) | (Person.id == actor_id))
    return frozenset(number_key(number) for number in db.scalars(numbers))


def last_import(db: Session, actor_id: int | None) -> Entry | None:
    """The fact that the actor's latest import left in the ledger."""
    query = select(Entry).where(Entry.kind == IMPORTED, Entry.actor_id == actor_id).order_by(Entry.id.desc())
    return db.scalars(query.limit(1)).first()


def _people(db: Session, paths: dict[int, TeamPath], today: date) -> tuple[PersonNow, ...]:
    manager = aliased(Person)
    query = (
        select(
            Person.id,
            Person.employee_number,
            Person.given_name,
            Person.family_name,
            Person.preferred_name,
            Person.email,
            Person.phone,
            Person.language,
            Person.team_id,
            Person.hired_on,
            Person.left_on,
            Person.leave_from,
            Person.leave_until,
            manager.employee_number.label("manager"),
        )
        .join(manager, Person.manager_id == manager.id, isouter=True)
        .order_by(Person.employee_number)
    )
    held, by_hand = _roles(db, today)
    return tuple(
        PersonNow(
            employee_number=row.employee_number,
            given=row.given_name,
            family=row.family_name,
            team=paths[row.team_id],
            preferred=row.preferred_name,
            email=row.email or "",
            phone=row.phone,
            language=row.language,
            manager=row.manager or "",
            hired_on=row.hired_on,
            left_on=row.left_on,
            leave_from=row.leave_from,
            leave_until=row.leave_until,
            held=held.get(row.id),
            by_hand=by_hand.get(row.id, ()),
        )
        for row in db.execute(query)
    )


def _roles(db: Session, today: date) -> tuple[dict[int, Held], dict[int, tuple[str, ...]]]:
    """By person: the role that rosters speak of, and those in force that were given by hand."""
    query = (
        select(RolePeriod.person_id, Role.name, RolePeriod.from_on, RolePeriod.until_on, RolePeriod.by_hand)
        .join(RolePeriod.role)
        .order_by(RolePeriod.from_on, RolePeriod.id)
    )
    periods: defaultdict[int, list[Held]] = defaultdict(list)
    by_hand: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for row in db.execute(query):
        period = Held(row.name, row.from_on, row.until_on)
        if not row.by_hand:
            periods[row.person_id].append(period)
        elif _in_force(period, today):
            by_hand[row.person_id] += (row.name,)
    return {person: _speaking(found, today) for person, found in periods.items()}, by_hand


def _speaking(periods: list[Held], today: date) -> Held:
    """Of the periods in order of their first days: the one of today, else the next, else the last."""
    now = [period for period in periods if _in_force(period, today)]
    ahead = [period for period in periods if period.from_on > today]
    return now[-1] if now else ahead[0] if ahead else periods[-1]


def _in_force(period: Held, day: date) -> bool:
    return period.from_on <= day and (period.until_on is None or period.until_on >= day)


def _teams(db: Session, paths: dict[int, TeamPath]) -> tuple[TeamNow, ...]:
    query = select(TeamLeader.team_id, Person.employee_number, TeamLeader.by_hand).join(
        Person, Person.id == TeamLeader.person_id
    )
    leaders: defaultdict[int, set[str]] = defaultdict(set)
    by_hand: defaultdict[int, set[str]] = defaultdict(set)
    for row in db.execute(query):
        leaders[row.team_id].add(row.employee_number)
        if row.by_hand:
            by_hand[row.team_id].add(row.employee_number)
    return tuple(
        TeamNow(path, frozenset(leaders[team_id]), frozenset(by_hand[team_id])) for team_id, path in paths.items()
    )
