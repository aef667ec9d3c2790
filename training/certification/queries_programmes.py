"""Programmes as they stood on a day, with the documents that they ask for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification import files
from training.certification.rules import Change, Programme, Requirement, Target
from training.certification.rules_assignment import Offer, shortest
from training.certification.rules_dates import Validity
from training.content.library import Edition
from training.content.models import Document, Version
from training.content.queries import editions
from training.core.clock import local_day


@dataclass(frozen=True)
class LiveProgramme:
    """One programme on a day: its version, what it asks for, and of whom."""

    document_id: int
    version_id: int
    slug: str
    title: str
    published_on: date
    roles: frozenset[str]
    programme: Programme

    @property
    def offer(self) -> Offer:
        times = (requirement.due for requirement in self.programme.requirements)
        return Offer(self.document_id, self.published_on, self.roles, shortest(times, self.published_on))


@dataclass(frozen=True)
class Catalogue:
    """Every programme that was live on a day, and the documents whose versions ask people to learn again."""

    day: date
    programmes: Mapping[int, LiveProgramme]
    targets: Mapping[int, Target]

    @property
    def offers(self) -> dict[int, Offer]:
        return {key: programme.offer for key, programme in self.programmes.items()}


def catalogue_on(db: Session, day: date, zone: ZoneInfo) -> Catalogue:
    """The programmes live on a day of the site, in a few queries however many there are."""
    query = (
        select(Version.id, Version.document_id, Version.at, Document.retired_at)
        .join(Document, Document.id == Version.document_id)
        .where(Document.kind == files.KIND.name)
        .order_by(Version.document_id, Version.number)
    )
    histories: dict[int, list[int]] = {}
    for version_id, document_id, at, retired_at in db.execute(query):
        if local_day(at, zone) <= day and (retired_at is None or local_day(retired_at, zone) > day):
            histories.setdefault(document_id, []).append(version_id)
    found = editions(db, [version_id for history in histories.values() for version_id in history])
    ids = _document_ids(db, (item for edition in found.values() for item in edition.model.requirements))
    live = {
        document_id: _live([found[version_id] for version_id in history], ids, zone)
        for document_id, history in histories.items()
    }
    wanted = {item.target for programme in live.values() for item in programme.programme.requirements}
    return Catalogue(day, live, _targets(db, wanted, day, zone))


def _live(history: Sequence[Edition], ids: Mapping[tuple[str, str], int], zone: ZoneInfo) -> LiveProgramme:
    edition = history[-1]
    model: files.Programme = edition.model
    requirements = tuple(
        Requirement(
            id=item.id,
            kind=item.kind,
            target=ids[item.kind, item.slug],
            due=item.due or model.due,
            added_on=_added_on(item, history, zone),
        )
        for item in model.requirements
        if (item.kind, item.slug) in ids
    )
    return LiveProgramme(
        document_id=edition.document_id,
        version_id=edition.id,
        slug=edition.slug,
        title=edition.title,
        published_on=local_day(history[0].at, zone),
        roles=frozenset(model.roles),
        programme=Programme(Validity.of(model.validity), requirements),
    )


def _added_on(item: files.Requirement, history: Sequence[Edition], zone: ZoneInfo) -> date | None:
    """The day of the version since which a requirement is asked for without a break; None if it always was."""
    place = len(history) - 1
    while place > 0 and _asks_for(history[place - 1].model, item):
        place -= 1
    return local_day(history[place].at, zone) if place > 0 else None


def _asks_for(programme: files.Programme, item: files.Requirement) -> bool:
    return any((other.kind, other.slug) == (item.kind, item.slug) for other in programme.requirements)


def _document_ids(db: Session, items: Iterable[files.Requirement]) -> dict[tuple[str, str], int]:
    slugs = {item.slug for item in items}
    rows = db.execute(select(Document.kind, Document.slug, Document.id).where(Document.slug.in_(slugs)))
    return {(kind, slug): document_id for kind, slug, document_id in rows}


def _targets(db: Session, document_ids: Iterable[int], day: date, zone: ZoneInfo) -> dict[int, Target]:
    query = (
        select(Version.document_id, Version.number, Version.at)
        .where(Version.document_id.in_(set(document_ids)), Version.asks_again, Version.number > 1)
        .order_by(Version.document_id, Version.number)
    )
    changes: dict[int, list[Change]] = {}
    for document_id, number, at in db.execute(query):
        on = local_day(at, zone)
        if on <= day:
            changes.setdefault(document_id, []).append(Change(number, on))
    return {document_id: Target(tuple(found)) for document_id, found in changes.items()}
