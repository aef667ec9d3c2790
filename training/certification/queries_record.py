"""A person's record: what was asked, what was proven and what was issued, as of today or of a past day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from training.certification.models import Assignment, Award
from training.certification.queries import EVIDENCE_FACTS, Result, results_on_past_day
from training.certification.queries_programmes import catalogue_on
from training.certification.rules import ProgrammeStanding, Standing
from training.content.library import kind_named
from training.content.models import Document, Version
from training.core.clock import local_day
from training.core.ledger import Entry
from training.core.permissions import Actor, Permission
from training.core.web import NotFound
from training.people.models import Person, Role, RolePeriod
from training.people.queries import people_within, person_for

ASSIGNED, ENDED = "assigned", "ended"


@dataclass(frozen=True)
class Began:
    """Why a programme is asked of somebody: the role that brought it, or None when somebody assigned it by hand.

    `with_role` says that it was asked for from the role's first day on.
    """

    role: str | None
    start_on: date
    with_role: bool = False


@dataclass(frozen=True)
class Line:
    """One requirement: the document, where its person stands with it, and why."""

    kind: str
    slug: str
    title: str
    standing: Standing

    @property
    def url(self) -> str:
        """Where the document is learned."""
        return kind_named(self.kind).place(self.slug, None)


@dataclass(frozen=True)
class Part:
    """One programme of a record. `award` is the certificate that is in force on the day."""

    assignment_id: int
    document_id: int
    title: str
    began: Began
    standing: ProgrammeStanding
    lines: Sequence[Line]
    award: Award | None


@dataclass(frozen=True)
class Fact:
    """Something that happened: the ledger's kind, or an assignment that began or ended."""

    day: date
    kind: str
    title: str
    version: int | None = None
    facts: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Record:
    """Everything about one person on a day."""

    person: Person
    day: date
    parts: Sequence[Part]
    awards: Sequence[Award]
    history: Sequence[Fact]


def person_of_record(db: Session, actor: Actor, person_id: int) -> Person:
    """The person, if it is the actor, or somebody whose standing the actor may see. Raises NotFound otherwise."""
    if person_id != actor.person_id:
        return person_for(db, actor, person_id, Permission.STANDING_READ)
    return db.get_one(Person, person_id, options=[joinedload(Person.team)])


def may_on(db: Session, actor: Actor, person_id: int, permission: Permission) -> bool:
    """Whether the actor holds a permission on somebody."""
    return (
        db.scalar(people_within(actor, permission).where(Person.id == person_id).with_only_columns(Person.id))
        is not None
    )


def offered(db: Session, day: date, zone: ZoneInfo) -> list[tuple[int, str]]:
    """The programmes that are live on a day, by title: document id and title."""
    programmes = catalogue_on(db, day, zone).programmes.values()
    return sorted(((programme.document_id, programme.title) for programme in programmes), key=lambda pair: pair[1])


def record_of(db: Session, actor: Actor, person_id: int, day: date, zone: ZoneInfo) -> Record:
    """The record as it stood at the end of a day; nothing that came later is in it. Raises NotFound."""
    person = person_of_record(db, actor, person_id)
    catalogue = catalogue_on(db, day, zone)
    results = results_on_past_day(db, [person.id], catalogue, zone)
    awards = awards_of(db, person.id, day)
    began = _began(db, results)
    named = _documents(db, {item.target for result in results for item in result.live.programme.requirements})
    parts = [_part(result, began[result.asked.id], named, awards) for result in results]
    history = [*_written(db, person.id, day, zone), *_assignments(db, person.id, day)]
    history.sort(key=lambda fact: fact.day, reverse=True)
    return Record(person, day, sorted(parts, key=lambda part: part.title), awards, history)


def awards_of(db: Session, person_id: int, day: date) -> list[Award]:
    """The certificates issued to somebody up to a day, the newest first."""
    query = select(Award).where(Award.person_id == person_id, Award.issued_on <= day)
    return list(db.scalars(query.order_by(Award.issued_on.desc(), Award.id.desc())))


def _part(result: Result, began: Began, named: Mapping[int, tuple[str, str, str]], awards: Sequence[Award]) -> Part:
    lines = [
        Line(*named[item.target], standing)
        for item, standing in zip(result.live.programme.requirements, result.outcome.requirements, strict=True)
    ]
    certified_on = result.outcome.programme.certified_on
    held = (
        award for award in awards if award.document_id == result.asked.document_id and award.issued_on == certified_on
    )
    return Part(
        assignment_id=result.asked.id,
        document_id=result.asked.document_id,
        title=result.live.title,
        began=began,
        standing=result.outcome.programme,
        lines=lines,
        award=next(held, None),
    )


def _began(db: Session, results: Sequence[Result]) -> dict[int, Began]:
    query = (
        select(Assignment.id, Assignment.start_on, Role.name, RolePeriod.id)
        .outerjoin(Role, Role.id == Assignment.role_id)
        .outerjoin(
            RolePeriod,
            (RolePeriod.person_id == Assignment.person_id)
            & (RolePeriod.role_id == Assignment.role_id)
            & (RolePeriod.from_on == Assignment.start_on),
        )
        .where(Assignment.id.in_([result.asked.id for result in results]))
    )
    return {
        key: Began(role, start_on, with_role=period is not None) for key, start_on, role, period in db.execute(query)
    }


def _documents(db: Session, document_ids: set[int]) -> dict[int, tuple[str, str, str]]:
    query = (
        select(Document.id, Document.kind, Document.slug, Version.title)
        .outerjoin(Version, Version.id == Document.live_version_id)
        .where(Document.id.in_(document_ids))
    )
    return {key: (kind, slug, title or slug) for key, kind, slug, title in db.execute(query)}


def _written(db: Session, person_id: int, day: date, zone: ZoneInfo) -> list[Fact]:
    query = (
        select(Entry, Version.title, Version.number)
        .outerjoin(Version, Version.id == Entry.version_id)
        .where(Entry.subject_id == person_id, Entry.kind.in_((*EVIDENCE_FACTS, "award.issued")))
        .order_by(Entry.at.desc(), Entry.id.desc())
    )
    return [
        Fact(local_day(entry.at, zone), entry.kind, title or "", number, entry.facts)
        for entry, title, number in db.execute(query)
        if local_day(entry.at, zone) <= day
    ]


def _assignments(db: Session, person_id: int, day: date) -> list[Fact]:
    query = (
        select(Assignment.start_on, Assignment.ended_on, Version.title)
        .join(Document, Document.id == Assignment.document_id)
        .outerjoin(Version, Version.id == Document.live_version_id)
        .where(
            Assignment.person_id == person_id,
            Assignment.start_on <= day,
            or_(Assignment.ended_on.is_(None), Assignment.ended_on > Assignment.start_on),
        )
    )
    found: list[Fact] = []
    for start_on, ended_on, title in db.execute(query):
        found.append(Fact(start_on, ASSIGNED, title or ""))
        if ended_on is not None and ended_on <= day:
            found.append(Fact(ended_on, ENDED, title or ""))
    return found


def award_for(db: Session, actor: Actor, award_id: int) -> Award:
    """A certificate of the actor's own, or of somebody whose standing they may see. Raises NotFound otherwise."""
    award = db.get(Award, award_id)
    if award is None:
        raise NotFound
    person_of_record(db, actor, award.person_id)
    return award


@dataclass(frozen=True)
class Verified:
    """All that an outsider learns of a certificate. `state` is valid, expired or revoked on the day of the question."""

    number: str
    name: str
    title: str
    issued_on: date
    until: date | None
    state: str
    revoked_on: date | None


def verified(db: Session, number: str, today: date) -> Verified | None:
    """What may be said of the certificate with this number to anybody who has it; None when there is none."""
    award = db.scalars(select(Award).where(Award.public_id == number)).first()
    if award is None:
        return None
    return Verified(
        award.public_id, award.name, award.title, award.issued_on, award.until, state_of(award, today), award.revoked_on
    )


def state_of(award: Award, today: date) -> str:
    """Whether a certificate is valid, expired or revoked on a day."""
    if award.revoked_on is not None and award.revoked_on <= today:
        return "revoked"
    return "expired" if award.until is not None and award.until < today else "valid"
