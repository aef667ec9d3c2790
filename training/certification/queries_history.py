"""What happened to somebody, in order: what they did, what was decided, and what began and ended around it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, String, and_, cast, or_, select
from sqlalchemy.orm import Session

from training.certification.models import Assignment
from training.certification.queries import EVIDENCE_FACTS
from training.certification.rules import TargetId
from training.content.models import Document, Version
from training.core.clock import local_day
from training.core.ledger import Entry
from training.people.models import LeavePeriod, Person, Role, RolePeriod, Team

ASSIGNED, ENDED = "assigned", "ended"
ROLE_BEGAN, ROLE_ENDED = "role-began", "role-ended"
LEAVE_BEGAN, LEAVE_ENDED = "leave-began", "leave-ended"
MOVED = "moved"
LEFT, RETURNED = "person.left", "person.returned"
AWARD_REVOKED, AWARD_REINSTATED = "award.revoked", "award.reinstated"
AWARD_FACTS = ("award.issued", AWARD_REVOKED, AWARD_REINSTATED)

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Fact:
    """Something that happened: the ledger's kind, or something that began or ended.

    `by` is who did it to the person, if it was not the person; `entry` is the ledger's number.
    """

    day: date
    kind: str
    title: str
    version: int | None = None
    said: Mapping[str, Any] = field(default_factory=dict)
    by: str = ""
    entry: int | None = None
    about: TargetId | None = None  # the document or the skill; of what is asked, the assignment

    @property
    def until(self) -> date | None:
        """The end that a decision set."""
        text = self.said.get("until")
        return date.fromisoformat(text) if isinstance(text, str) else None


def history_of(db: Session, person_id: int, day: date, zone: ZoneInfo) -> list[Fact]:
    """Everything up to the end of a day, the newest first."""
    found = [
        *written(db, person_id, Entry.kind.in_((*EVIDENCE_FACTS, *AWARD_FACTS, LEFT, RETURNED)), zone),
        *_transfers(db, person_id, zone),
        *_assignments(db, person_id),
        *_roles(db, person_id),
        *_leave(db, person_id),
    ]
    return sorted((fact for fact in found if fact.day <= day), key=_newest_last, reverse=True)


def _newest_last(fact: Fact) -> tuple[date, int]:
    return fact.day, fact.entry or 0


def written(db: Session, person_id: int, which: ColumnElement[bool], zone: ZoneInfo) -> Iterator[Fact]:
    """Some of the facts that the ledger has about somebody, the oldest first."""
    query = (
        select(Entry, Version.title, Version.number, Person)
        .outerjoin(Version, Version.id == Entry.version_id)
        .outerjoin(Person, and_(Person.id == Entry.actor_id, Entry.actor_id != Entry.subject_id))
        .where(Entry.subject_id == person_id, which)
        .order_by(Entry.at, Entry.id)
    )
    for entry, title, number, by in db.execute(query):
        said = entry.facts
        yield Fact(
            day=local_day(entry.at, zone),
            kind=entry.kind,
            title=title or said.get("title") or "",
            version=number,
            said=said,
            by=by.full_name if by else "",
            entry=entry.id,
            about=entry.document_id if entry.document_id is not None else said.get("skill"),
        )


def _transfers(db: Session, person_id: int, zone: ZoneInfo) -> Iterator[Fact]:
    """Changes of team. A form writes a team's id, a roster its path."""
    about_team = and_(Entry.kind == "person.changed", cast(Entry.payload, String).contains('"team'))
    names: dict[int, str] | None = None
    for fact in written(db, person_id, about_team, zone):
        changes = fact.said.get("changes", {})
        change = changes.get("team_id") or changes.get("team")
        if not change:
            continue
        if names is None:
            names = dict(db.execute(select(Team.id, Team.name)).all())
        before, after = (_team_name(team, names) for team in change)
        yield Fact(fact.day, MOVED, after, said={"before": before}, by=fact.by, entry=fact.entry)


def _team_name(team: int | str | None, names: Mapping[int, str]) -> str:
    if isinstance(team, int):
        return names.get(team, "")
    return (team or "").rpartition("/")[2].strip()


def _assignments(db: Session, person_id: int) -> Iterator[Fact]:
    query = (
        select(Assignment, Version.title, Role.name)
        .join(Document, Document.id == Assignment.document_id)
        .outerjoin(Version, Version.id == Document.live_version_id)
        .outerjoin(Role, Role.id == Assignment.role_id)
        .where(
            Assignment.person_id == person_id,
            or_(Assignment.ended_on.is_(None), Assignment.ended_on > Assignment.start_on),
        )
    )
    for assignment, title, role in db.execute(query):
        said = {"because": assignment.because, "role": role, "ended_because": assignment.ended_because}
        yield Fact(assignment.start_on, ASSIGNED, title or "", said=said, about=assignment.id)
        if assignment.ended_on is not None:
            yield Fact(assignment.ended_on, ENDED, title or "", said=said)


def _roles(db: Session, person_id: int) -> Iterator[Fact]:
    query = select(Role.name, RolePeriod.from_on, RolePeriod.until_on).join(Role, Role.id == RolePeriod.role_id)
    for name, from_on, until_on in db.execute(query.where(RolePeriod.person_id == person_id)):
        yield Fact(from_on, ROLE_BEGAN, name)
        if until_on is not None:
            yield Fact(until_on, ROLE_ENDED, name)


def _leave(db: Session, person_id: int) -> Iterator[Fact]:
    query = select(LeavePeriod.from_on, LeavePeriod.until_on).where(LeavePeriod.person_id == person_id)
    for from_on, until_on in db.execute(query):
        yield Fact(from_on, LEAVE_BEGAN, "", said={"until": until_on.isoformat() if until_on else None})
        if until_on is not None:
            yield Fact(until_on + DAY, LEAVE_ENDED, "")
