"""Teams, people, roles and permissions as rows, and how they came to be as facts."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.core.permissions import PermissionSet
from training.demo.cast import COMPANY, LAUNCH, OFFICE, STAND_INS, UNITS, Colleague, unit_named
from training.demo.chronicle import Chronicle
from training.demo.colleagues import COLLEAGUES
from training.demo.days import OPENS, Days
from training.people.actions import PersonFacts
from training.people.models import Delegation, Grant, LeavePeriod, Person, Role, RolePeriod, Team, TeamLeader
from training.people.rules import search_text_of, slug_of

ADMINISTRATOR, AUTHOR, AUDITOR = "J1002", "J1003", "J1004"
GRANTS = (
    (ADMINISTRATOR, PermissionSet.ADMINISTRATOR),
    (AUTHOR, PermissionSet.AUTHOR),
    (AUDITOR, PermissionSet.AUDITOR),
)
NOTICE = 12  # days between hearing of a leave or an end and its first day


@dataclass
class Company:
    """The ids of what was made, by name or number."""

    teams: dict[str, int] = field(default_factory=dict)
    roles: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)


def hire(db: Session, days: Days, chronicle: Chronicle, *, begins: bool) -> Company:
    """Make the company. Its teams stand below the root team, where there is one already.

    With `begins` its administrator set up the site.
    """
    company = Company()
    _teams(db, company)
    _roles(db, company)
    _people(db, company, days)
    _leaders_and_grants(db, company)
    _stand_ins(db, company, days, chronicle)
    _say_how_it_began(company, days, chronicle, begins=begins)
    for colleague in COLLEAGUES:
        _say_what_happened(colleague, company, days, chronicle)
    return company


def manager_of(colleague: Colleague, team: str) -> str | None:
    """The number of whom somebody in a team reports to."""
    unit = unit_named(team)
    if unit.leader != colleague.number:
        return unit.leader
    return unit_named(unit.above).leader if unit.above else None


def _teams(db: Session, company: Company) -> None:
    root = db.scalars(select(Team).where(Team.parent_id.is_(None)).order_by(Team.id)).first()
    paths: dict[str, str] = {}
    for unit in UNITS:
        if unit.name == OFFICE and root is not None:
            team = root
        else:
            above = company.teams[unit.above] if unit.above else None
            team = Team(name=unit.name, parent_id=above, path=f"new {unit.name}")
            db.add(team)
            db.flush()
            team.path = f"{paths.get(unit.above or '', '/')}{team.id}/"
        company.teams[unit.name], paths[unit.name] = team.id, team.path
    db.flush()


def _roles(db: Session, company: Company) -> None:
    known = {role.slug: role.id for role in db.scalars(select(Role))}
    for name in dict.fromkeys(post.role for colleague in COLLEAGUES for post in colleague.posts):
        if slug_of(name) in known:
            company.roles[name] = known[slug_of(name)]
            continue
        role = Role(name=name, slug=slug_of(name))
        db.add(role)
        db.flush()
        company.roles[name] = role.id


def _people(db: Session, company: Company, days: Days) -> None:
    rows = [_person(colleague, company, days) for colleague in COLLEAGUES]
    db.add_all(rows)
    db.flush()
    company.people.update({person.employee_number: person.id for person in rows})
    for colleague, person in zip(COLLEAGUES, rows, strict=True):
        manager = manager_of(colleague, colleague.team)
        person.manager_id = company.people[manager] if manager else None
        for post in colleague.posts:
            db.add(
                RolePeriod(
                    person_id=person.id,
                    role_id=company.roles[post.role],
                    from_on=days.on(post.first),
                    until_on=None if post.last is None else days.on(post.last),
                )
            )
        if colleague.leave is not None:
            first, last = colleague.leave
            db.add(LeavePeriod(person_id=person.id, from_on=days.on(first), until_on=days.on(last)))
    db.flush()


def _person(colleague: Colleague, company: Company, days: Days) -> Person:
    return Person(
        employee_number=colleague.number,
        given_name=colleague.given,
        family_name=colleague.family,
        preferred_name=colleague.preferred,
        email=colleague.email,
        phone=colleague.phone,
        language=colleague.language,
        hired_on=days.on(colleague.hired),
        left_on=None if colleague.left is None else days.on(colleague.left),
        leave_from=days.on(colleague.leave[0]) if colleague.leave else None,
        leave_until=days.on(colleague.leave[1]) if colleague.leave else None,
        team_id=company.teams[colleague.team],
        search_text=search_text_of(
            number=colleague.number,
            given=colleague.given,
            preferred=colleague.preferred,
            family=colleague.family,
            email=colleague.email,
        ),
    )


def _leaders_and_grants(db: Session, company: Company) -> None:
    for unit in UNITS:
        db.add(TeamLeader(team_id=company.teams[unit.name], person_id=company.people[unit.leader], by_hand=True))
    for number, permission_set in GRANTS:
        db.add(Grant(person_id=company.people[number], permission_set=permission_set.value))
    db.flush()


def _stand_ins(db: Session, company: Company, days: Days, chronicle: Chronicle) -> None:
    for stand_in in STAND_INS:
        leader, deputy = company.people[stand_in.leader], company.people[stand_in.deputy]
        first, last = days.on(stand_in.first), days.on(stand_in.last)
        delegation = Delegation(person_id=leader, delegate_id=deputy, from_on=first, until_on=last)
        db.add(delegation)
        db.flush()
        payload = {
            "delegation": delegation.id,
            "for": leader,
            "from": first.isoformat(),
            "until": last.isoformat(),
        }
        at = days.at(days.open_day(stand_in.day), OPENS + 315)
        chronicle.note("delegation.given", at=at, actor=leader, subject=deputy, payload=payload)


def _say_how_it_began(company: Company, days: Days, chronicle: Chronicle, *, begins: bool) -> None:
    administrator = company.people[ADMINISTRATOR]
    if begins:
        payload: dict[str, Any] = {"company": COMPANY, "timezone": days.zone.key}
        chronicle.note("site.set-up", at=days.at(LAUNCH, OPENS - 40), actor=administrator, payload=payload)
    for number, permission_set in GRANTS:
        chronicle.note(
            "grant.given",
            at=days.at(LAUNCH, OPENS - 39 if number == ADMINISTRATOR else OPENS + 40),
            actor=administrator,
            subject=company.people[number],
            payload={"set": permission_set.value, "team": None, "until": None},
        )
    for name, role_id in company.roles.items():
        payload = {"role": slug_of(name), "name": name, "id": role_id}
        chronicle.note("role.added", at=days.at(LAUNCH, OPENS + 20), actor=administrator, payload=payload)
    for unit in UNITS:
        team, at = company.teams[unit.name], days.at(unit.joined, OPENS + 25)
        chronicle.note("team.added", at=at, actor=administrator, payload={"team": team, "name": unit.name})
        leads = [(unit.joined, unit.led_by(unit.joined))] + ([(unit.since, unit.leader)] if unit.before else [])
        for day, number in leads:
            chronicle.note(
                "team.changed",
                at=days.at(day, OPENS + 32),
                actor=administrator,
                payload={
                    "team": team,
                    "name": unit.name,
                    "parent": company.teams[unit.above] if unit.above else None,
                    "leaders": [company.people[number]],
                },
            )


def _say_what_happened(colleague: Colleague, company: Company, days: Days, chronicle: Chronicle) -> None:
    """That somebody was entered, and whatever changed about them since."""
    person = company.people[colleague.number]

    def say(kind: str, day: int, minute: int, payload: dict[str, Any]) -> None:
        at = days.at(max(day, colleague.added), minute)
        chronicle.note(kind, at=at, actor=company.people[ADMINISTRATOR], subject=person, payload=payload)

    def changed(day: int, **changes: list[Any]) -> None:
        plain = {name: [_plain(before), _plain(after)] for name, (before, after) in changes.items()}
        say("person.changed", day, OPENS + 48, {"changes": plain})

    def manager_in(team: str) -> int | None:
        number = manager_of(colleague, team)
        return company.people[number] if number else None

    facts = _facts(colleague, company, days, manager_in(colleague.first_team))
    say("person.added", colleague.added, OPENS + 30, {name: _plain(value) for name, value in asdict(facts).items()})
    teams = [*(team for team, _last in colleague.earlier), colleague.team]
    for (team, until), new_team in zip(colleague.earlier, teams[1:], strict=True):
        old, new = company.teams[team], company.teams[new_team]
        changed(until + 1, team_id=[old, new], manager_id=[manager_in(team), manager_in(new_team)])
    for post, following in zip(colleague.posts, colleague.posts[1:], strict=False):
        if post.last is not None and post.last >= colleague.added:
            first, last = days.on(post.first).isoformat(), days.on(post.last).isoformat()
            ended = {"role": company.roles[post.role], "from": first, "until": last}
            say("role.changed", post.last - NOTICE, OPENS + 50, ended)
            begun = {"role": company.roles[following.role], "from": days.on(following.first).isoformat(), "until": None}
            say("role.given", post.last - NOTICE, OPENS + 51, begun)
    if colleague.leave is not None:
        away_from, away_until = (days.on(day) for day in colleague.leave)
        changed(colleague.leave[0] - NOTICE, leave_from=[None, away_from], leave_until=[None, away_until])
    if colleague.left is not None:
        payload = {"last_day": days.on(colleague.left).isoformat()}
        say("person.left", colleague.left - NOTICE, OPENS + 55, payload)


def _facts(colleague: Colleague, company: Company, days: Days, manager_id: int | None) -> PersonFacts:
    return PersonFacts(
        employee_number=colleague.number,
        given_name=colleague.given,
        family_name=colleague.family,
        preferred_name=colleague.preferred,
        email=colleague.email,
        phone=colleague.phone,
        language=colleague.language,
        team_id=company.teams[colleague.first_team],
        manager_id=manager_id,
        hired_on=days.on(colleague.hired),
        leave_from=None,
        leave_until=None,
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
