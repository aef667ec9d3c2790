"""Policies that somebody may see, how they stand with each, and what is different since they signed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, Subquery, and_, func, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.models import Version
from training.content.queries import edition, history, live_all_for, live_for, needs_version, needs_versions
from training.core.ledger import Entry
from training.core.markdown import plain_lines
from training.core.permissions import Actor, Permission
from training.core.web import NotFound
from training.people.models import Person
from training.people.queries import person_for, roles_held
from training.policies.files import MEANING, Policy
from training.policies.rules import Part, PartChange, State, changes_between, state_of

SIGNED = "policy.signed"
# Somebody above may decide that a signature does not count, and take that back.
REVOKED, REINSTATED = "revoked", "reinstated"


def policy_for(db: Session, actor: Actor, slug: str, *, today: date) -> Edition:
    """The live version of a policy that the actor may see. Raises NotFound."""
    return live_for(db, actor, "policy", slug, today=today)


@dataclass(frozen=True)
class Signature:
    """Somebody's last signature of a policy that counts; `id` is that of the fact."""

    id: int
    at: datetime
    version_id: int
    number: int


def last_signatures(document_ids: Collection[int], *, person_id: int | None = None) -> Subquery:
    """The last signature of each person and policy that counts: subject_id, document_id, id, at, version_id, number."""

    def newest(kind: str) -> Any:
        return func.max(Entry.id).filter(Entry.kind == kind)

    signed, revoked, reinstated = newest(SIGNED), newest(REVOKED), newest(REINSTATED)
    facts = select(signed.label("id")).where(
        Entry.kind.in_((SIGNED, REVOKED, REINSTATED)), Entry.document_id.in_(document_ids)
    )
    if person_id is not None:
        facts = facts.where(Entry.subject_id == person_id)
    withdrawn = and_(
        func.coalesce(revoked, 0) > func.coalesce(signed, 0), func.coalesce(revoked, 0) > func.coalesce(reinstated, 0)
    )
    counting = facts.group_by(Entry.subject_id, Entry.document_id).having(~withdrawn, signed.is_not(None)).subquery()
    return (
        select(Entry.subject_id, Entry.document_id, Entry.id, Entry.at, Entry.version_id, Version.number)
        .join(counting, counting.c.id == Entry.id)
        .join(Version, Version.id == Entry.version_id)
        .subquery("signature")
    )


def signatures_of(db: Session, person_id: int | None, document_ids: Collection[int]) -> dict[int, Signature]:
    """A person's last signatures that count, by policy, in one query."""
    if not document_ids or person_id is None:
        return {}
    found = last_signatures(document_ids, person_id=person_id)
    query = select(found.c.document_id, found.c.id, found.c.at, found.c.version_id, found.c.number)
    return {document_id: Signature(*rest) for document_id, *rest in db.execute(query)}


@dataclass(frozen=True)
class Listed:
    """A policy in a list. `is_asked` says whether it is for the actor; `signature` is their last."""

    slug: str
    title: str
    summary: str
    language: str
    sort: str
    is_asked: bool
    state: State
    signature: Signature | None

    @property
    def url(self) -> str:
        return f"/policies/{self.slug}"

    @property
    def waits(self) -> bool:
        """Whether it waits to be signed."""
        return self.state is State.CHANGED or (self.is_asked and self.state is State.UNSIGNED)


def policies_for(db: Session, actor: Actor, *, today: date) -> list[Listed]:
    """Every policy that the actor may see, by title."""
    found = live_all_for(db, actor, "policy", today=today)
    ids = [one.document_id for one in found.values()]
    signatures, needed = signatures_of(db, actor.person_id, ids), needs_versions(db, ids)
    held = roles_held(db, actor.person_id, today=today)
    listed = []
    for slug, one in found.items():
        signature, policy = signatures.get(one.document_id), one.model
        number = signature.number if signature else None
        state = state_of(number, live=one.number, needs=needed.get(one.document_id, 1))
        is_asked = not policy.roles or not held.isdisjoint(policy.roles)
        listed.append(Listed(slug, one.title, policy.summary, one.language, policy.sort, is_asked, state, signature))
    return sorted(listed, key=lambda one: one.title.casefold())


@dataclass(frozen=True)
class Reading:
    """A policy as one person reads it: the live version, their last signature, and what is different since."""

    edition: Edition
    state: State
    signature: Signature | None = None
    changes: tuple[PartChange, ...] = ()

    @property
    def policy(self) -> Policy:
        found: Policy = self.edition.model
        return found


def reading(db: Session, actor: Actor, slug: str, *, today: date) -> Reading:
    """A policy with how the actor stands with it. Raises NotFound."""
    found = policy_for(db, actor, slug, today=today)
    signature = signatures_of(db, actor.person_id, [found.document_id]).get(found.document_id)
    if signature is None:
        return Reading(found, State.UNSIGNED)
    state = state_of(signature.number, live=found.number, needs=needs_version(db, found.document_id))
    if state is State.SIGNED:
        return Reading(found, state, signature)
    return Reading(found, state, signature, changes_since(db, edition(db, signature.version_id), found))


def changes_since(db: Session, before: Edition, after: Edition) -> tuple[PartChange, ...]:
    """What is different in a later version of a policy."""
    between = [told.changes for told in history(db, after.document_id) if before.number < told.number <= after.number]
    return changes_between(_parts(before), _parts(after), between)


def _parts(one: Edition) -> list[Part]:
    policy: Policy = one.model
    parts = [
        Part(
            block.id,
            block.title,
            "\n".join(plain_lines(block.text)),
            tuple((name, one.media.get(name, "")) for _line, name in block.media()),
        )
        for block in policy.blocks
    ]
    return [*parts, Part(MEANING, "", policy.meaning)]


@dataclass(frozen=True)
class Receipt:
    """A signature with everything that was signed."""

    edition: Edition
    id: int
    at: datetime
    name: str
    employee_number: str
    meaning: str
    sha256: str


def receipt_for(db: Session, actor: Actor, signature_id: int) -> Receipt:
    """A signature of the actor's own, or of somebody whose standing they may see. Raises NotFound."""
    entry = db.scalars(_signature(signature_id)).first()
    if entry is None or entry.subject_id is None or entry.version_id is None:
        raise NotFound
    if entry.subject_id == actor.person_id:
        person = db.get_one(Person, entry.subject_id)
    else:
        person = person_for(db, actor, entry.subject_id, Permission.STANDING_READ)
    signed = edition(db, entry.version_id)
    said = entry.facts  # empty when it has been erased; the version says the same
    return Receipt(
        edition=signed,
        id=entry.id,
        at=entry.at,
        name=person.full_name,
        employee_number=person.employee_number,
        meaning=said.get("meaning", signed.model.meaning),
        sha256=said.get("sha256", signed.sha256),
    )


def _signature(signature_id: int) -> Select[Entry]:
    return select(Entry).where(Entry.id == signature_id, Entry.kind == SIGNED)
