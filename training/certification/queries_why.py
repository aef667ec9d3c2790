"""Why a requirement stood as it did on a day: the facts behind it in order, and the seals that prove them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from training.certification.queries import EVIDENCE_FACTS, Result, results_on_past_day, terms_of
from training.certification.queries_decisions import Place
from training.certification.queries_history import (
    ASSIGNED,
    AWARD_FACTS,
    LEAVE_BEGAN,
    LEAVE_ENDED,
    Fact,
    history_of,
    written,
)
from training.certification.queries_programmes import catalogue_on
from training.certification.queries_record import Began, Line, began_of, documents_named, lines_of, person_of_record
from training.certification.rules import DECIDED, Change, TargetId, Term
from training.certification.rules_programme import UNCHANGED, last_term
from training.content.models import Document, Version
from training.core.clock import local_day
from training.core.ledger import GENESIS, Entry, digest_of, seal_of
from training.core.permissions import Actor
from training.core.web import NotFound
from training.people.models import Person

PUBLISHED = "document.published"


class Seal(StrEnum):
    """Whether the ledger proves that an entry is as it was written."""

    SEALED = "sealed"
    WAITING = "waiting"  # for the job that seals every minute
    BROKEN = "broken"


@dataclass(frozen=True)
class Link:
    """A fact of the chain. `counts` marks what the standing rests on; without an entry it is no fact of the ledger."""

    fact: Fact
    counts: bool
    position: int | None = None
    seal: Seal | None = None


@dataclass(frozen=True)
class Chain:
    """Everything that decided where somebody stood with one requirement on a day, the oldest first.

    `version` is the programme's on that day, `term` the last certificate that was known then.
    """

    person: Person
    day: date
    result: Result
    began: Began
    line: Line
    version: int
    term: Term | None
    links: Sequence[Link]


def chain_of(db: Session, actor: Actor, place: Place, *, day: date, zone: ZoneInfo) -> Chain:
    """The chain for a requirement that was asked for on a day. Raises NotFound when it was not."""
    person, assignment_id = person_of_record(db, actor, place.person_id), place.assignment_id
    catalogue = catalogue_on(db, day, zone)
    results = results_on_past_day(db, [person.id], catalogue, zone)
    result = next((result for result in results if result.asked.id == assignment_id), None)
    if result is None:
        raise NotFound
    programme = result.live.programme
    named = documents_named(db, [one.target for one in programme.requirements])
    history = history_of(db, person.id, day, zone)
    line = next(
        (found for found in lines_of(result, named, history) if found.requirement.id == place.requirement_id), None
    )
    if line is None:
        raise NotFound
    target = line.requirement.target
    facts = _facts(db, result, target, catalogue.targets.get(target, UNCHANGED).changes, zone)
    around = [fact for fact in history if fact.kind == ASSIGNED and fact.about == assignment_id]
    if line.standing.reason.values.get("leave_days"):
        around += [fact for fact in history if fact.kind in (LEAVE_BEGAN, LEAVE_ENDED)]
    known = sorted(
        (fact for fact in [*facts, *around] if fact.day <= day), key=lambda fact: (fact.day, fact.entry or 0)
    )
    counting = {*line.standing.evidence_ids, *(decision.entry for decision in line.decisions)}
    seals = seals_of(db, [fact.entry for fact in known if fact.entry is not None])
    return Chain(
        person=person,
        day=day,
        result=result,
        began=began_of(db, [assignment_id])[assignment_id],
        line=line,
        version=db.scalar(select(Version.number).where(Version.id == result.live.version_id)) or 1,
        term=last_term(terms_of(db, [person.id]).get((person.id, result.asked.document_id), ()), day),
        links=[Link(fact, fact.entry in counting, *seals.get(fact.entry or 0, (None, None))) for fact in known],
    )


def _facts(db: Session, result: Result, target: TargetId, changes: Sequence[Change], zone: ZoneInfo) -> Iterator[Fact]:
    person_id, programme = result.asked.person_id, result.asked.document_id
    of_target = Entry.document_id == target if isinstance(target, int) else Entry.document_id.is_(None)
    about = or_(
        and_(of_target, Entry.kind.in_(EVIDENCE_FACTS)),
        and_(Entry.document_id == programme, Entry.kind.in_((*DECIDED, *AWARD_FACTS))),
    )
    yield from (fact for fact in written(db, person_id, about, zone) if fact.about in (target, programme))
    asking_again = [change.version for change in changes]
    yield from _published(db, Version.id == result.live.version_id, zone)
    if asking_again and isinstance(target, int):
        yield from _published(db, and_(Version.document_id == target, Version.number.in_(asking_again)), zone)


def _published(db: Session, which: ColumnElement[bool], zone: ZoneInfo) -> Iterator[Fact]:
    """Versions going live, with the ledger's entry for it."""
    query = (
        select(Version.title, Version.number, Version.at, Version.document_id, Document.kind, Entry.id)
        .join(Document, Document.id == Version.document_id)
        .outerjoin(Entry, and_(Entry.version_id == Version.id, Entry.kind == PUBLISHED))
        .where(which)
    )
    for title, number, at, document_id, kind, entry_id in db.execute(query):
        said = {"kind": kind}
        yield Fact(local_day(at, zone), PUBLISHED, title, number, said=said, entry=entry_id, about=document_id)


def seals_of(db: Session, entry_ids: Collection[int]) -> dict[int, tuple[int | None, Seal]]:
    """Of entries of the ledger, the position in the chain and whether the seal there proves them."""
    entries = db.scalars(select(Entry).where(Entry.id.in_(entry_ids))).all()
    before = [entry.position - 1 for entry in entries if entry.position is not None]
    rows = db.execute(select(Entry.position, Entry.seal).where(Entry.position.in_(before)))
    previous = dict(rows.all())
    return {entry.id: (entry.position, _seal(entry, previous)) for entry in entries}


def _seal(entry: Entry, previous: dict[int | None, str | None]) -> Seal:
    if entry.position is None:
        return Seal.WAITING
    if entry.salt is not None and digest_of(entry.salt, entry.payload or "") != entry.digest:
        return Seal.BROKEN
    before = previous.get(entry.position - 1) or GENESIS
    return Seal.SEALED if seal_of(before, entry) == entry.seal else Seal.BROKEN
