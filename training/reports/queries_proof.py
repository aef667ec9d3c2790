"""The facts behind an answer as they stand in the ledger, with their seals, and the versions they speak of."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from training.certification.queries import CHUNK
from training.certification.rules import DECIDED
from training.content.models import Document, Version
from training.core.ledger import GENESIS, Entry
from training.reports.rules_audit import Line

ISSUED = "award.issued"
DECISIONS = (*DECIDED, "award.revoked", "award.reinstated", "programme.assigned", "programme.withdrawn")


@dataclass(frozen=True, slots=True)
class SealedFact:
    """A row of the ledger. Without a position it waits for its seal; without salt its payload was erased.

    `previous` is the seal of the row before it.
    """

    id: int
    position: int | None
    at: datetime
    kind: str
    subject_id: int | None
    actor_id: int | None
    document_id: int | None
    version_id: int | None
    digest: str
    previous: str | None
    seal: str | None
    payload: str | None
    salt: str | None


def facts_behind(db: Session, lines: Sequence[Line], end: datetime) -> list[SealedFact]:
    """What decided these lines: the evidence, the certificates in force, and what was decided by hand before `end`."""
    evidence = {proof.entry_id for line in lines for part in line.parts for proof in part.proofs}
    held = {line.certificate.id for line in lines if line.certificate is not None}
    people = {line.person.id for line in lines}
    said = select(Entry).where(
        Entry.subject_id.in_(people),
        or_(Entry.kind == ISSUED, Entry.kind.in_(DECISIONS) & (Entry.at < end)),
    )
    rows = list(db.scalars(said))
    entries = {row.id: row for row in rows if row.kind != ISSUED or row.payload is None or row.facts["award"] in held}
    for some in _in_parts(evidence - entries.keys()):
        entries.update((row.id, row) for row in db.scalars(select(Entry).where(Entry.id.in_(some))))
    before = {row.position - 1 for row in entries.values() if row.position}
    seals: dict[int | None, str | None] = {0: GENESIS}
    for some in _in_parts(before):
        rows_before = db.execute(select(Entry.position, Entry.seal).where(Entry.position.in_(some)))
        seals.update(dict(rows_before.all()))
    return [_sealed(row, seals) for _key, row in sorted(entries.items())]


def chain(db: Session, first: int, last: int) -> Iterator[dict[str, Any]]:
    """Every row of the ledger between two positions, without what it says: each with the seal of the one before it."""
    columns = [column for column in Entry.__table__.c if column.name not in {"payload", "salt"}]
    previous = GENESIS if first == 1 else db.scalar(select(Entry.seal).where(Entry.position == first - 1))
    query = select(*columns).where(Entry.position.between(first, last)).order_by(Entry.position)
    for row in db.execute(query.execution_options(yield_per=10 * CHUNK)):
        yield {**row._mapping, "at": row.at.isoformat(), "previous": previous}
        previous = row.seal


def _sealed(row: Entry, seals: dict[int | None, str | None]) -> SealedFact:
    return SealedFact(
        id=row.id,
        position=row.position,
        at=row.at,
        kind=row.kind,
        subject_id=row.subject_id,
        actor_id=row.actor_id,
        document_id=row.document_id,
        version_id=row.version_id,
        digest=row.digest,
        previous=seals.get(row.position - 1) if row.position else None,
        seal=row.seal,
        payload=row.payload,
        salt=row.salt,
    )


def _in_parts(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), 10 * CHUNK):
        yield ordered[start : start + 10 * CHUNK]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version that an answer speaks of."""

    id: int
    kind: str
    slug: str
    title: str
    number: int
    at: datetime
    sha256: str


def versions_named(db: Session, version_ids: Iterable[int]) -> list[VersionLine]:
    """These versions, by kind, slug and number."""
    found: list[VersionLine] = []
    for some in _in_parts(set(version_ids)):
        query = (
            select(Version.id, Document.kind, Document.slug, Version.title, Version.number, Version.at, Version.sha256)
            .join(Document, Document.id == Version.document_id)
            .where(Version.id.in_(some))
        )
        found += [VersionLine(*row) for row in db.execute(query)]
    return sorted(found, key=lambda line: (line.kind, line.slug, line.number))
