"""The manager's board: where everybody stands, read from the table of current standings."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, case, func, select
from sqlalchemy.orm import Session, aliased

from training.certification.models import CurrentStanding
from training.certification.rules import Level, TargetId
from training.certification.rules_stored import parts_of
from training.content.labels import skill_name
from training.content.models import Document, Version
from training.content.queries import editions
from training.core.permissions import Actor, Permission
from training.people.models import Person, Role, RolePeriod, Team
from training.people.queries import in_force, matching, people_within, roles_on, status_on, within

PAGE_SIZE = 50

NONE, LEAVE = "none", "leave"  # nothing is asked of somebody; somebody is away

# The worst of somebody's programmes is what a manager has to know first.
_URGENCY = {Level.CERTIFIED: 1, Level.TRAINING: 2, Level.SOON: 3, Level.OVERDUE: 4, Level.EXPIRED: 5}
_RANK = {level.value: rank for level, rank in _URGENCY.items()}
NOTHING_ASKED, AWAY = 0, -1
_STATE = {**{rank: state for state, rank in _RANK.items()}, NOTHING_ASKED: NONE, AWAY: LEAVE}

ORDERS = ("urgency", "name", "team", "due")


@dataclass(frozen=True)
class BoardFilter:
    """What the board is narrowed to; empty fields do not narrow. `state` is a level, none or leave."""

    text: str = ""
    team_id: int | None = None
    role_id: int | None = None
    programme_id: int | None = None
    state: str = ""
    order: str = "urgency"


@dataclass(frozen=True)
class Line:
    """A person on the board. `level` is the worst of their programmes; `next_title` what is to be done next.

    `gates` are what they may do as soon as some requirements are met, and whether they may.
    """

    person_id: int
    name: str
    number: str
    roles: str
    team: str
    level: str
    held: int
    total: int
    next_due: date | None
    next_title: str
    until: date | None
    gates: Sequence[tuple[str, bool]] = ()


@dataclass(frozen=True)
class Board:
    """One page of the board, how many people there are in each state, and how many match."""

    lines: Sequence[Line]
    counts: dict[str, int]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))

    @property
    def people(self) -> int:
        """Everybody the counts are about."""
        return sum(self.counts.values())


def board(db: Session, actor: Actor, wanted: BoardFilter, *, today: date, page: int) -> Board:
    """The board of the people whose standing the actor may see, a page at a time."""
    counts = _counts(db, actor, wanted, today)
    total = counts.get(wanted.state, 0) if wanted.state else sum(counts.values())
    number = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    # Of ten thousand people only what orders them is read; the rest is, of the fifty on the page.
    everyone = judged(
        actor,
        wanted,
        today,
        Person.id,
        Person.family_name,
        Person.given_name,
        Person.team_id,
        func.min(CurrentStanding.next_due).label("next_due"),
    )
    query = select(everyone)
    if wanted.order == "team":
        query = query.join(Team, Team.id == everyone.c.team_id)
    query = query.order_by(*_order(everyone, wanted.order)).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    shown = in_state(query, everyone, wanted.state).subquery("shown")
    people = db.execute(
        select(
            shown,
            Person.employee_number,
            Person.preferred_name,
            Team.name.label("team"),
            roles_on(today, shown.c.id).label("roles"),
        )
        .join(Person, Person.id == shown.c.id)
        .join(Team, Team.id == shown.c.team_id)
        .order_by(*_order(shown, wanted.order))
    ).all()
    return Board(_lines(db, people, wanted), counts, total, number)


def _counts(db: Session, actor: Actor, wanted: BoardFilter, today: date) -> dict[str, int]:
    """How many people there are in each state."""
    everyone = judged(actor, wanted, today)
    query = select(everyone.c.rank, func.count()).group_by(everyone.c.rank)
    return {state_of(rank): number for rank, number in db.execute(query)}


def state_of(rank: int) -> str:
    """The state that a rank stands for. Ten thousand numbers are compared and counted sooner than words."""
    return _STATE[rank]


def in_state(query: Select[Any], everyone: Subquery, state: str) -> Select[Any]:
    """The people of `judged` in one state, or in any."""
    return query.where(everyone.c.rank.in_([rank for rank in _STATE if _STATE[rank] == state])) if state else query


def judged(actor: Actor, wanted: BoardFilter, today: date, *columns: Any) -> Subquery:
    """A row for each person who has not left: `rank` is that of the worst of their programmes, AWAY on leave.

    More columns may be of the person, or sums of their standings.
    """
    asked, status = CurrentStanding.person_id == Person.id, status_on(today)
    if wanted.programme_id is not None:
        asked &= CurrentStanding.document_id == wanted.programme_id
    worst = func.max(case(_RANK, value=CurrentStanding.level, else_=NOTHING_ASKED))
    query = (
        select(case((status == "leave", AWAY), else_=worst).label("rank"), *columns)
        .select_from(Person)
        .join(CurrentStanding, asked, isouter=wanted.programme_id is None)
        .where(within(actor, Permission.STANDING_READ), status != "left", matching(wanted.text))
        .group_by(Person.id)
    )
    return _narrowed(query, wanted, today).subquery("everyone")


def _narrowed(query: Select[Any], wanted: BoardFilter, today: date) -> Select[Any]:
    if wanted.team_id is not None:
        top = aliased(Team)
        below = select(Team.id).join(top, Team.path.startswith(top.path)).where(top.id == wanted.team_id)
        query = query.where(Person.team_id.in_(below))
    if wanted.role_id is not None:
        held = select(RolePeriod.person_id).where(RolePeriod.role_id == wanted.role_id, in_force(today))
        query = query.where(Person.id.in_(held))
    return query


def _order(everyone: Subquery, wanted: str) -> tuple[ColumnElement[Any], ...]:
    by_name = (everyone.c.family_name, everyone.c.given_name, everyone.c.id)
    soonest = (case((everyone.c.next_due.is_(None), 1), else_=0), everyone.c.next_due)
    if wanted == "name":
        return by_name
    if wanted == "team":
        return (Team.__table__.c.name, *by_name)
    if wanted == "due":
        return (*soonest, *by_name)
    return (case((everyone.c.rank == AWAY, NOTHING_ASKED), else_=everyone.c.rank).desc(), *soonest, *by_name)


def _lines(db: Session, people: Sequence[Row[*tuple[Any, ...]]], wanted: BoardFilter) -> list[Line]:
    """The people of one page, each with the one thing that comes next."""
    standing = CurrentStanding
    query = select(
        standing.person_id,
        standing.level,
        standing.held,
        standing.total,
        standing.next_requirement,
        standing.next_due,
        standing.until,
        standing.parts,
        standing.version_id,
        standing.gates,
    ).where(standing.person_id.in_([person.id for person in people]))
    if wanted.programme_id is not None:
        query = query.where(standing.document_id == wanted.programme_id)
    rows = db.execute(query.order_by(standing.assignment_id)).all()
    models = editions(db, {row.version_id for row in rows})
    first: dict[int, Any] = {}
    gates: defaultdict[int, list[tuple[str, bool]]] = defaultdict(list)
    held: Counter[int] = Counter()
    total: Counter[int] = Counter()
    for row in rows:
        gates[row.person_id] += [(gate.title, gate.id in row.gates) for gate in models[row.version_id].model.gates]
        held[row.person_id] += row.held
        total[row.person_id] += row.total
        known = first.get(row.person_id)
        if known is None or _before(row, known):
            first[row.person_id] = row
    targets = {person_id: _target(row.next_requirement, row.parts) for person_id, row in first.items()}
    titles = titles_of(db, {target for target in targets.values() if target is not None})
    return [
        Line(
            person_id=person.id,
            name=f"{person.preferred_name or person.given_name} {person.family_name}".strip(),
            number=person.employee_number,
            roles=person.roles or "",
            team=person.team,
            level=state_of(person.rank),
            held=held[person.id],
            total=total[person.id],
            next_due=person.next_due,
            next_title=titles.get(targets[person.id] or "", "") if person.id in targets else "",
            until=first[person.id].until if person.id in first else None,
            gates=gates[person.id],
        )
        for person in people
    ]


def _before(row: Row[*tuple[Any, ...]], other: Row[*tuple[Any, ...]]) -> bool:
    """Whether what comes next in one programme comes before what comes next in another."""
    return (row.next_due or date.max, -_URGENCY[Level(row.level)]) < (
        other.next_due or date.max,
        -_URGENCY[Level(other.level)],
    )


def _target(requirement: str | None, parts: Sequence[Sequence[Any]]) -> TargetId | None:
    return next((part.target for part in parts_of(parts) if part.requirement_id == requirement), None)


def assignable(db: Session, actor: Actor, person_ids: set[int], *, today: date) -> list[Person]:
    """Of these people, those of whom the actor may ask a programme and who have not left, by name."""
    query = people_within(actor, Permission.PROGRAMME_ASSIGN).where(
        Person.id.in_(person_ids), status_on(today) != "left"
    )
    return list(db.scalars(query.order_by(Person.family_name, Person.given_name)))


def titles_of(db: Session, targets: Collection[TargetId]) -> dict[TargetId, str]:
    """What requirements ask for, by name: documents as they are called now, and skills."""
    query = select(Document.id, Version.title).join(Version, Version.id == Document.live_version_id)
    document_ids = [target for target in targets if isinstance(target, int)]
    found: dict[TargetId, str] = dict(db.execute(query.where(Document.id.in_(document_ids))).all())
    return found | {target: skill_name(target) for target in targets if isinstance(target, str)}


def programmes(db: Session) -> list[tuple[int, str]]:
    """The live programmes by title: document id and title."""
    query = (
        select(Document.id, Version.title)
        .join(Version, Version.id == Document.live_version_id)
        .where(Document.kind == "programme")
        .order_by(Version.title)
    )
    return [(document_id, title) for document_id, title in db.execute(query)]


def roles(db: Session) -> list[tuple[int, str]]:
    """Every role by name: id and name."""
    return [(row.id, row.name) for row in db.execute(select(Role.id, Role.name).order_by(Role.name))]
