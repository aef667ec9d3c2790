"""What can be done to people, teams and roles. Each act leaves a fact in the ledger."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session

from training.core import ledger
from training.core.db import Base
from training.core.i18n import gettext as _
from training.core.permissions import Actor, Permission
from training.core.problems import Problem, Problems
from training.people.models import Person, Role, RolePeriod, Team, TeamLeader
from training.people.queries import person_for, team_for
from training.people.queries_holding import above
from training.people.rules import Period, chain_to_self, folded, search_text_of, slug_of, tidy_name


@dataclass(frozen=True)
class PersonFacts:
    """Everything about a person that a form can set. Days are local; the address is lower case or None."""

    employee_number: str
    given_name: str
    family_name: str
    preferred_name: str
    email: str | None
    phone: str
    language: str
    team_id: int
    manager_id: int | None
    hired_on: date | None
    leave_from: date | None
    leave_until: date | None


def add_person(
    db: Session, actor: Actor, facts: PersonFacts, *, role_id: int | None, now: datetime, today: date
) -> Person:
    """Add somebody. Raises Problems at the fields that are wrong."""
    team_for(db, actor, facts.team_id, Permission.PERSON_WRITE)
    _refuse_wrong(db, facts, person_id=None)
    person = Person(**_values(facts))
    db.add(person)
    db.flush()
    if role_id is not None:
        db.add(RolePeriod(person_id=person.id, role_id=role_id, from_on=facts.hired_on or today))
        db.flush()
    ledger.record(db, "person.added", at=now, actor_id=actor.person_id, subject_id=person.id, payload=_said(facts))
    return person


def edit_person(db: Session, actor: Actor, person_id: int, facts: PersonFacts, *, now: datetime, today: date) -> Person:
    """Change somebody's facts. Raises Problems at the fields that are wrong."""
    person = person_for(db, actor, person_id, Permission.PERSON_WRITE)
    if facts.team_id != person.team_id:
        team_for(db, actor, facts.team_id, Permission.PERSON_WRITE)
    _refuse_wrong(db, facts, person_id=person.id)
    if (facts.email, facts.employee_number) != (person.email, person.employee_number):
        # Whoever changes where a new passphrase is sent could get into the account.
        _refuse_above(db, actor, person, field="email", today=today)
    changes = {
        name: [_plain(getattr(person, name)), _plain(value)]
        for name, value in _values(facts).items()
        if name != "search_text" and getattr(person, name) != value
    }
    for name, value in _values(facts).items():
        setattr(person, name, value)
    if changes:
        db.flush()
        payload = {"changes": changes}
        ledger.record(db, "person.changed", at=now, actor_id=actor.person_id, subject_id=person.id, payload=payload)
    return person


def end_employment(db: Session, actor: Actor, person_id: int, *, last_day: date, now: datetime, today: date) -> Person:
    """Note the last working day. The record stays; access ends after that day. Raises Problems."""
    person = person_for(db, actor, person_id, Permission.PERSON_WRITE)
    if person.id == actor.person_id:
        raise Problems([Problem("last_day", None, _("You cannot end your own employment."), _("Ask a colleague."))])
    # This also keeps the last administrator of the site: only another one could end their employment.
    _refuse_above(db, actor, person, field="last_day", today=today)
    if person.hired_on and last_day < person.hired_on:
        raise Problems(
            [Problem("last_day", None, _("The last day is before the first one."), _("Check the year and the month."))]
        )
    person.left_on = last_day
    db.execute(
        update(RolePeriod)
        .where(RolePeriod.person_id == person.id, RolePeriod.until_on.is_(None), RolePeriod.from_on <= last_day)
        .values(until_on=last_day)
    )
    db.execute(delete(RolePeriod).where(RolePeriod.person_id == person.id, RolePeriod.from_on > last_day))
    payload = {"last_day": last_day.isoformat()}
    ledger.record(db, "person.left", at=now, actor_id=actor.person_id, subject_id=person.id, payload=payload)
    return person


def resume_employment(db: Session, actor: Actor, person_id: int, *, now: datetime) -> Person:
    """Take back an end of employment, or take somebody on again. Roles are given anew; earlier ones stay."""
    person = person_for(db, actor, person_id, Permission.PERSON_WRITE)
    person.left_on = None
    db.flush()
    ledger.record(db, "person.returned", at=now, actor_id=actor.person_id, subject_id=person.id)
    return person


def give_role(
    db: Session, actor: Actor, person_id: int, role_id: int, *, from_on: date, until_on: date | None, now: datetime
) -> RolePeriod:
    """Let somebody hold a role for a time; several at once are fine, the same one twice is not. Raises Problems."""
    person = person_for(db, actor, person_id, Permission.PERSON_WRITE)
    _refuse_wrong_period(db, person.id, role_id, from_on, until_on, except_id=None)
    period = RolePeriod(person_id=person.id, role_id=role_id, from_on=from_on, until_on=until_on, by_hand=True)
    db.add(period)
    db.flush()
    _note_role(db, actor, period, "role.given", now)
    return period


def change_role(
    db: Session, actor: Actor, period: RolePeriod, *, from_on: date, until_on: date | None, now: datetime
) -> None:
    """Set the first and last day of a role. Raises Problems."""
    _refuse_wrong_period(db, period.person_id, period.role_id, from_on, until_on, except_id=period.id)
    period.from_on, period.until_on = from_on, until_on
    db.flush()
    _note_role(db, actor, period, "role.changed", now)


def take_role(db: Session, actor: Actor, period: RolePeriod, *, now: datetime) -> None:
    """Remove a role that was given by mistake."""
    db.delete(period)
    db.flush()
    _note_role(db, actor, period, "role.taken", now)


def _note_role(db: Session, actor: Actor, period: RolePeriod, kind: str, now: datetime) -> None:
    payload = {"role": period.role_id, "from": _plain(period.from_on), "until": _plain(period.until_on)}
    ledger.record(db, kind, at=now, actor_id=actor.person_id, subject_id=period.person_id, payload=payload)


def _refuse_wrong_period(
    db: Session, person_id: int, role_id: int, from_on: date, until_on: date | None, *, except_id: int | None
) -> None:
    if until_on is not None and until_on < from_on:
        raise Problems([Problem("until_on", None, _("The last day is before the first one."), _("Check both days."))])
    wanted = Period(from_on, until_on)
    held = select(RolePeriod).where(RolePeriod.person_id == person_id, RolePeriod.role_id == role_id)
    for other in db.scalars(held):
        if other.id != except_id and wanted.overlaps(Period(other.from_on, other.until_on)):
            raise Problems(
                [Problem("from_on", None, _("They hold this role in that time already."), _("Change that period."))]
            )


def _values(facts: PersonFacts) -> dict[str, Any]:
    values = {field.name: getattr(facts, field.name) for field in fields(facts)}
    values["search_text"] = search_text_of(
        number=facts.employee_number,
        given=facts.given_name,
        preferred=facts.preferred_name,
        family=facts.family_name,
        email=facts.email,
    )
    return values


def _said(facts: PersonFacts) -> dict[str, Any]:
    return {field.name: _plain(getattr(facts, field.name)) for field in fields(facts)}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _refuse_wrong(db: Session, facts: PersonFacts, *, person_id: int | None) -> None:
    problems: list[Problem] = []
    others = select(Person).where(Person.id != person_id) if person_id else select(Person)
    twin = db.scalars(others.where(Person.employee_number == facts.employee_number)).first()
    if twin is not None:
        problems.append(
            Problem(
                "employee_number",
                None,
                _("%(name)s has this number already.", name=twin.full_name),
                _("Each person needs a number of their own."),
            )
        )
    if facts.email and (twin := db.scalars(others.where(Person.email == facts.email)).first()) is not None:
        problems.append(
            Problem(
                "email",
                None,
                _("%(name)s has this address already.", name=twin.full_name),
                _("Leave it empty if two people share it; sign-in works by employee number too."),
            )
        )
    if facts.leave_until and not facts.leave_from:
        problems.append(Problem("leave_from", None, _("Leave has an end but no beginning."), _("Add its first day.")))
    elif facts.leave_from and facts.leave_until and facts.leave_until < facts.leave_from:
        problems.append(Problem("leave_until", None, _("Leave ends before it begins."), _("Check the two days.")))
    if facts.manager_id is not None and person_id is not None:
        problems += _loop_problems(db, person_id, facts.manager_id)
    if problems:
        raise Problems(problems)


def _refuse_above(db: Session, actor: Actor, person: Person, *, field: str, today: date) -> None:
    if above(db, actor, [person.id], today=today):
        message = _("%(name)s may do more here than you.", name=person.full_name)
        raise Problems([Problem(field, None, message, _("An administrator of the whole site can do this."))])


def _loop_problems(db: Session, person_id: int, manager_id: int) -> list[Problem]:
    if manager_id == person_id:
        return [Problem("manager", None, _("Nobody can be their own manager."), _("Leave it empty at the top."))]
    manager_of = dict(db.execute(select(Person.id, Person.manager_id).where(Person.manager_id.is_not(None))).all())
    chain = chain_to_self(person_id, manager_id, manager_of)
    if not chain:
        return []
    names = {person.id: person.full_name for person in db.scalars(select(Person).where(Person.id.in_(chain)))}
    loop = " → ".join(names[link] for link in chain)
    return [Problem("manager", None, _("This would close a circle: %(loop)s.", loop=loop), _("Choose somebody else."))]


def add_team(db: Session, actor: Actor, name: str, parent_id: int, *, now: datetime) -> Team:
    """A new team below another one. Raises Problems when the name is taken there."""
    parent = team_for(db, actor, parent_id, Permission.TEAM_WRITE)
    _refuse_twin_team(db, name, parent_id, None)
    team = Team(name=tidy_name(name), parent_id=parent.id, path=f"{parent.path}new/")
    db.add(team)
    db.flush()
    team.path = f"{parent.path}{team.id}/"
    ledger.record(db, "team.added", at=now, actor_id=actor.person_id, payload={"team": team.id, "name": team.name})
    return team


def edit_team(
    db: Session, actor: Actor, team_id: int, *, name: str, parent_id: int | None, leader_ids: set[int], now: datetime
) -> Team:
    """Rename a team, move it below another one with everything in it, and say who leads it. Raises Problems."""
    team = team_for(db, actor, team_id, Permission.TEAM_WRITE)
    _refuse_twin_team(db, name, parent_id, team.id)
    if parent_id != team.parent_id:
        _move(db, actor, team, parent_id)
    team.name = tidy_name(name)
    now_leading = {leader.person_id for leader in db.scalars(select(TeamLeader).where(TeamLeader.team_id == team.id))}
    db.execute(delete(TeamLeader).where(TeamLeader.team_id == team.id, TeamLeader.person_id.not_in(leader_ids)))
    for person_id in sorted(leader_ids - now_leading):
        db.add(TeamLeader(team_id=team.id, person_id=person_id, by_hand=True))
    db.flush()
    payload = {"team": team.id, "name": team.name, "parent": parent_id, "leaders": sorted(leader_ids)}
    ledger.record(db, "team.changed", at=now, actor_id=actor.person_id, payload=payload)
    return team


def _move(db: Session, actor: Actor, team: Team, parent_id: int | None) -> None:
    if team.parent_id is None or parent_id is None:
        raise Problems([Problem("parent", None, _("The topmost team stays at the top."), _("Move a team below it."))])
    parent = team_for(db, actor, parent_id, Permission.TEAM_WRITE)
    if parent.path.startswith(team.path):
        raise Problems([Problem("parent", None, _("A team cannot stand below itself."), _("Choose another one."))])
    old, new = team.path, f"{parent.path}{team.id}/"
    team.parent_id = parent.id
    db.flush()
    below = update(Team).where(Team.path.startswith(old, autoescape=True))
    db.execute(below.values(path=func.concat(new, func.substr(Team.path, len(old) + 1))))
    db.refresh(team)


def remove_team(db: Session, actor: Actor, team_id: int, *, now: datetime) -> None:
    """Remove a team that nobody was ever in. Raises Problems otherwise."""
    team = team_for(db, actor, team_id, Permission.TEAM_WRITE)
    if db.scalar(select(exists().where(Person.team_id == team.id))):
        raise Problems([Problem("name", None, _("People belong to this team."), _("Move them to another team first."))])
    if db.scalar(select(exists().where(Team.parent_id == team.id))) or team.parent_id is None:
        raise Problems([Problem("name", None, _("Other teams stand below it."), _("Move or remove them first."))])
    if _is_named(db, team):
        message = _("What customers said, figures or permissions name this team.")
        raise Problems([Problem("name", None, message, _("Leave it, or rename it."))])
    db.execute(delete(TeamLeader).where(TeamLeader.team_id == team.id))
    db.delete(team)
    ledger.record(db, "team.removed", at=now, actor_id=actor.person_id, payload={"team": team.id, "name": team.name})


def _is_named(db: Session, team: Team) -> bool:
    """Whether rows of any domain speak of a team, beside those of its leaders."""
    columns = (
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if table.name != TeamLeader.__tablename__
        and any(key.column is Team.__table__.c.id for key in column.foreign_keys)
    )
    return any(db.scalar(select(exists().where(column == team.id))) for column in columns)


def _refuse_twin_team(db: Session, name: str, parent_id: int | None, team_id: int | None) -> None:
    names = db.execute(select(Team.id, Team.name).where(Team.parent_id == parent_id)).all()
    if any(folded(other.name) == folded(name) and other.id != team_id for other in names):
        raise Problems([Problem("name", None, _("There is a team of this name here."), _("Choose another name."))])


def add_role(db: Session, actor: Actor, name: str, *, now: datetime) -> Role:
    """A new job role. Raises Problems when there is one of this name."""
    slug = slug_of(name)
    if db.scalar(select(exists().where(Role.slug == slug))):
        raise Problems([Problem("name", None, _("There is a role of this name."), _("Choose another name."))])
    role = Role(name=tidy_name(name), slug=slug)
    db.add(role)
    db.flush()
    ledger.record(db, "role.added", at=now, actor_id=actor.person_id, payload={"role": slug, "name": role.name})
    return role


def rename_role(db: Session, actor: Actor, role: Role, name: str, *, now: datetime) -> None:
    """Give a role another name; programmes go on knowing it by its first one."""
    role.name = tidy_name(name)
    ledger.record(db, "role.renamed", at=now, actor_id=actor.person_id, payload={"role": role.slug, "name": role.name})


def remove_role(db: Session, actor: Actor, role: Role, *, now: datetime) -> None:
    """Remove a role that nobody ever held. Raises Problems otherwise."""
    if db.scalar(select(exists().where(RolePeriod.role_id == role.id))):
        raise Problems([Problem("name", None, _("People hold or held this role."), _("It stays for their record."))])
    db.delete(role)
    ledger.record(db, "role.removed", at=now, actor_id=actor.person_id, payload={"role": role.slug, "name": role.name})
