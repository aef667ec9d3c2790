"""Requirements as the planner needs them: blocks with what changed, questions with what is remembered."""

from collections.abc import Collection
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification.files import PRACTICE
from training.content.labels import skill_name
from training.content.library import Edition
from training.content.models import Document, Version
from training.content.queries import editions, live_all
from training.content.release import Change
from training.core.clock import local_day
from training.core.ledger import Entry
from training.refreshers.queries_facts import Facts, Proof, Step, Wanted
from training.refreshers.queries_memory import memory_of_documents
from training.refreshers.rules_subject import Scope, Subject


def subjects_of(
    db: Session, person_id: int, wanted: Collection[Wanted], *, today: date, zone: ZoneInfo
) -> list[Subject]:
    """These requirements with everything a plan depends on, in a fixed number of queries. Retired ones are left out."""
    live = _live(db, {one.target for one in wanted})
    proofs = _proofs(db, {id_ for one in wanted for id_ in one.standing.evidence_ids}, zone)
    changes = _changes(db, {edition.document_id for edition in live.values()}, zone)
    slugs = {item.bank for edition in live.values() if edition.kind == "quiz" for item in edition.model.items}
    banks = live_all(db, "bank", slugs) if slugs else {}
    documents = {edition.document_id for edition in (*live.values(), *banks.values())}
    since = min((proof.on for proof in proofs.values()), default=today)
    memory = memory_of_documents(db, person_id, documents, since=since, today=today, zone=zone)
    found = []
    for one in wanted:
        if one.line.kind == PRACTICE:
            found.append(_skill(one))
        elif one.target in live:
            ids = one.standing.evidence_ids
            proof = proofs.get(ids[0]) if ids and one.scope is not Scope.NEW else None
            edition = live[one.target]
            found.append(Facts(one, edition, proof, changes.get(edition.document_id, []), memory, banks).subject())
    return found


def _skill(one: Wanted) -> Subject:
    slug = one.line.slug
    return Subject(
        requirement=one.line.id,
        kind=PRACTICE,
        document_id=0,
        version_id=0,
        number=0,
        slug=slug,
        title=skill_name(slug),
        minutes=0,
        scope=one.scope,
        core=one.core,
    )


def _live(db: Session, targets: Collection[tuple[str, str]]) -> dict[tuple[str, str], Edition]:
    query = select(Document.kind, Document.slug, Document.live_version_id).where(
        Document.slug.in_({slug for _kind, slug in targets}), Document.live_version_id.is_not(None)
    )
    ids = {(row.kind, row.slug): row.live_version_id for row in db.execute(query) if (row.kind, row.slug) in targets}
    found = editions(db, ids.values())
    return {target: found[version_id] for target, version_id in ids.items()}


def _proofs(db: Session, entry_ids: Collection[int], zone: ZoneInfo) -> dict[int, Proof]:
    if not entry_ids:
        return {}
    query = (
        select(Entry.id, Entry.at, Version.number)
        .outerjoin(Version, Version.id == Entry.version_id)
        .where(Entry.id.in_(entry_ids))
    )
    return {row.id: Proof(local_day(row.at, zone), row.number or 1) for row in db.execute(query)}


def _changes(db: Session, document_ids: Collection[int], zone: ZoneInfo) -> dict[int, list[Step]]:
    query = (
        select(Version.document_id, Version.number, Version.at, Version.changes)
        .where(Version.document_id.in_(document_ids), Version.asks_again, Version.number > 1)
        .order_by(Version.number)
    )
    found: dict[int, list[Step]] = {}
    for row in db.execute(query):
        blocks = frozenset(block for block, change in row.changes.items() if change == Change.BEHAVIOUR)
        found.setdefault(row.document_id, []).append((row.number, local_day(row.at, zone), blocks))
    return found
