"""Lists of complaints, and what many of them say together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from training.complaints.models import Complaint, ComplaintEntry, ComplaintPromise
from training.complaints.queries import in_reach, visible
from training.complaints.queries_rules import RulesNow
from training.complaints.rules import Sort, State
from training.complaints.rules_authority import Sufficed, sufficed_by_role
from training.complaints.rules_pareto import Pareto, pareto
from training.complaints.rules_promises import Kept, PromiseSort, kept_share, standing_of
from training.complaints.rules_times import AGAIN_WITHIN, Decided, Heard, decided, repeats
from training.core.clock import local_day
from training.core.permissions import Actor, Permission
from training.core.web import site
from training.people.models import Person, Team

PAGE_SIZE = 30
MOST_MEASURED = 5_000
"""Decisions whose opening hours are counted for one page; the newest ones."""


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to; empty fields do not narrow. `days` is how far back it looks."""

    state: str = ""
    category: str = ""
    team_id: int | None = None
    days: int = 90


@dataclass(frozen=True)
class Line:
    """A complaint in a list, with what is due next."""

    id: int
    reference: str
    at: datetime
    category: str
    state: str
    owner: str
    team: str
    due_at: datetime | None


@dataclass(frozen=True)
class ListPage:
    """One page of complaints, and how many there are in all."""

    lines: Sequence[Line]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def my_open(db: Session, actor: Actor) -> list[Line]:
    """The open complaints that somebody looks after, what is due first in front."""
    own = Complaint.owner_id == actor.person_id, Complaint.state == State.OPEN.value
    found = [_line(row) for row in db.execute(_lines().where(*own).limit(PAGE_SIZE))]
    return sorted(found, key=lambda line: (line.due_at is None, line.due_at or line.at))


def list_complaints(db: Session, actor: Actor, wanted: Wanted, *, now: datetime, page: int) -> ListPage:
    """Complaints that the actor may see, the newest first, a page at a time."""
    narrowed = _narrowed(wanted, now)
    total = db.scalar(select(func.count()).select_from(Complaint).where(visible(actor), *narrowed)) or 0
    number = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    query = _lines().where(visible(actor), *narrowed).order_by(Complaint.at.desc(), Complaint.id.desc())
    rows = db.execute(query.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE))
    return ListPage([_line(row) for row in rows], total, number)


def _lines() -> Select[*tuple[Any, ...]]:
    due = (
        select(func.min(ComplaintPromise.due_at))
        .where(
            ComplaintPromise.complaint_id == Complaint.id,
            ComplaintPromise.kept_at.is_(None),
            ComplaintPromise.dropped_at.is_(None),
        )
        .scalar_subquery()
    )
    return (
        select(
            Complaint.id,
            Complaint.reference,
            Complaint.at,
            Complaint.category,
            Complaint.state,
            Person.given_name,
            Person.preferred_name,
            Person.family_name,
            Team.name.label("team"),
            due.label("due_at"),
        )
        .join(Team, Team.id == Complaint.team_id)
        .outerjoin(Person, Person.id == Complaint.owner_id)
    )


def _line(row: Row[*tuple[Any, ...]]) -> Line:
    owner = f"{row.preferred_name or row.given_name or ''} {row.family_name or ''}".strip()
    due = row.due_at if row.state == State.OPEN else None
    return Line(row.id, row.reference, row.at, row.category, row.state, owner, row.team, due)


def _narrowed(wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Complaint.at >= now - timedelta(days=wanted.days)]
    if wanted.state:
        found.append(Complaint.state == wanted.state)
    if wanted.category:
        found.append(Complaint.category == wanted.category)
    if wanted.team_id is not None:
        path = select(Team.path).where(Team.id == wanted.team_id).scalar_subquery()
        found.append(Complaint.team_id.in_(select(Team.id).where(Team.path.startswith(path))))
    return found


_COLUMNS = {"step": "step", "team": "team"}
BY = ("category", "step", "team", "time")
"""By what causes are counted; time is not ordered by count."""


@dataclass(frozen=True)
class Figures:
    """What the complaints of one's teams say together. `by_week` are Mondays with how many came that week."""

    pareto: Pareto
    by_week: tuple[tuple[str, int], ...]
    repeated: int
    decided: Decided
    promises: Kept
    authority: tuple[Sufficed, ...]

    @property
    def total(self) -> int:
        return self.pareto.total


def figures(db: Session, actor: Actor, wanted: Wanted, by: str, rules: RulesNow, *, now: datetime) -> Figures:
    """The figures of the complaints in reach, without those that were none; six statements."""
    counted = [Complaint.state != State.VOID.value, in_reach(actor, Permission.COMPLAINT_READ), *_narrowed(wanted, now)]
    rows = db.execute(
        select(Complaint.id, Complaint.at, Complaint.category, Complaint.step, Team.name.label("team"))
        .join(Team, Team.id == Complaint.team_id)
        .where(*counted)
    ).all()
    zone = site().zone
    days = [local_day(row.at, zone) for row in rows]
    weeks: dict[str, int] = {}
    for day in days:
        monday = (day - timedelta(days=day.weekday())).isoformat()
        weeks[monday] = weeks.get(monday, 0) + 1
    return Figures(
        pareto=pareto(str(getattr(row, _COLUMNS.get(by, "category"))) for row in rows),
        by_week=tuple(sorted(weeks.items())),
        repeated=_repeated(db, counted, wanted, now),
        decided=_decided(db, counted, rules),
        promises=_promises(db, counted, now),
        authority=_authority(db, counted),
    )


def _repeated(db: Session, counted: list[ColumnElement[bool]], wanted: Wanted, now: datetime) -> int:
    """How many of them repeat an earlier one, be it of another team or of before the time that is looked at."""
    since = now - timedelta(days=wanted.days) - AGAIN_WITHIN
    heard = db.execute(
        select(Complaint.id, Complaint.at, Complaint.customer_key, Complaint.receipt_key).where(
            Complaint.at >= since,
            Complaint.state != State.VOID.value,
            Complaint.customer_key.is_not(None) | Complaint.receipt_key.is_not(None),
        )
    )
    again = repeats(Heard(row.id, row.at, row.customer_key or "", row.receipt_key or "") for row in heard)
    if not again:
        return 0
    ours = set(db.scalars(select(Complaint.id).where(*counted)))
    return len(ours & set(again))


def _decided(db: Session, counted: list[ColumnElement[bool]], rules: RulesNow) -> Decided:
    query = (
        select(ComplaintPromise.complaint_id, ComplaintPromise.made_at, ComplaintPromise.due_at, Complaint.decided_at)
        .join(Complaint, Complaint.id == ComplaintPromise.complaint_id)
        .where(ComplaintPromise.sort == PromiseSort.DECISION.value, Complaint.decided_at.is_not(None), *counted)
        .order_by(ComplaintPromise.id.desc())
        .limit(MOST_MEASURED)
    )
    # The last promise of each: one that was taken up again was promised anew.
    last = {row.complaint_id: row for row in reversed(db.execute(query).all())}
    return decided([(rules.took(row.made_at, row.decided_at), row.decided_at <= row.due_at) for row in last.values()])


def _promises(db: Session, counted: list[ColumnElement[bool]], now: datetime) -> Kept:
    query = (
        select(ComplaintPromise.due_at, ComplaintPromise.kept_at, ComplaintPromise.dropped_at)
        .join(Complaint, Complaint.id == ComplaintPromise.complaint_id)
        .where(*counted)
    )
    return kept_share(
        standing_of(row.due_at, kept=row.kept_at, dropped=row.dropped_at, now=now) for row in db.execute(query)
    )


def _authority(db: Session, counted: list[ColumnElement[bool]]) -> tuple[Sufficed, ...]:
    query = (
        select(ComplaintEntry.role, ComplaintEntry.sufficed)
        .join(Complaint, Complaint.id == ComplaintEntry.complaint_id)
        .where(ComplaintEntry.sort == Sort.OFFERED.value, ComplaintEntry.sufficed.is_not(None), *counted)
    )
    return tuple(sufficed_by_role((row.role, row.sufficed) for row in db.execute(query)))


def house_figures(db: Session, *, days: int, now: datetime) -> tuple[Pareto, Kept]:
    """Causes and kept promises of the whole house, which everybody may know: numbers, no names."""
    counted: list[ColumnElement[bool]] = [
        Complaint.state != State.VOID.value,
        Complaint.at >= now - timedelta(days=days),
    ]
    keys = db.scalars(select(Complaint.category).where(*counted))
    return pareto(keys), _promises(db, counted, now)


def export_rows(db: Session, actor: Actor, wanted: Wanted, *, now: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    """What an export says of each complaint that the actor may see: no customer, and no words that were typed."""
    query = (
        select(
            Complaint.reference,
            Complaint.at,
            Team.name,
            Complaint.category,
            Complaint.severity,
            Complaint.service,
            Complaint.step,
            Complaint.state,
            Complaint.decided_at,
            Complaint.closed_at,
            Complaint.outcome,
            Complaint.cause,
        )
        .join(Team, Team.id == Complaint.team_id)
        .where(visible(actor), *_narrowed(wanted, now))
    )
    return db.execute(query.order_by(Complaint.at, Complaint.id)).all()
