"""The ledger: facts in the order they happened, never changed, sealed in a chain so that an edit would show.

Each entry carries the hash of its payload with a salt. The chain covers that hash, not the payload, so that an
erasure can remove payload and salt and leave every seal valid.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import current_app, has_app_context
from sqlalchemy import Index, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from training.core.db import Base

GENESIS = "0" * 64


class Entry(Base):
    """One fact: what kind, about whom, by whom, when, and against which version of which document.

    The ids are plain numbers: the ledger outlives what it speaks of and knows no other table.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (Index("ix_ledger_entry_subject_kind", "subject_id", "kind", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str]
    subject_id: Mapped[int | None]
    actor_id: Mapped[int | None]
    document_id: Mapped[int | None] = mapped_column(index=True)
    version_id: Mapped[int | None]
    payload: Mapped[str | None]
    salt: Mapped[str | None]
    digest: Mapped[str]
    position: Mapped[int | None] = mapped_column(unique=True)
    seal: Mapped[str | None]

    @property
    def facts(self) -> dict[str, Any]:
        """The payload, or {} when it has been erased."""
        found: dict[str, Any] = json.loads(self.payload) if self.payload else {}
        return found


Listener = Callable[[Session, Entry], None]
ListenerToMany = Callable[[Session, Sequence[Entry]], None]


class Listeners:
    """Who wants to know, by kind of fact. The application fills it; a listener acts in the same transaction.

    One that can hear many facts at once (`on_many`) hears each fact as a list of one, and an import's in one list.
    """

    def __init__(self) -> None:
        self._by_kind: dict[str, list[Listener]] = {}
        self._of_many: list[tuple[frozenset[str], ListenerToMany]] = []

    def on(self, kinds: Iterable[str], listener: Listener) -> None:
        for kind in kinds:
            self._by_kind.setdefault(kind, []).append(listener)

    def on_many(self, kinds: Iterable[str], listener: ListenerToMany) -> None:
        self._of_many.append((frozenset(kinds), listener))

    def tell(self, db: Session, entries: Sequence[Entry]) -> None:
        for entry in entries:
            for listener in self._by_kind.get(entry.kind, ()):
                listener(db, entry)
        for kinds, to_many in self._of_many:
            if heard := [entry for entry in entries if entry.kind in kinds]:
                to_many(db, heard)


@dataclass(frozen=True)
class Fact:
    """What is to be written: what kind, about whom, and what there is to say."""

    kind: str
    subject_id: int | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)


def record(
    db: Session,
    kind: str,
    *,
    at: datetime,
    actor_id: int | None,
    subject_id: int | None = None,
    document_id: int | None = None,
    version_id: int | None = None,
    payload: Mapping[str, Any] | None = None,
    tell: bool = True,
) -> Entry:
    """Append a fact and tell whoever listens. With `tell=False` the caller does in bulk what listeners would do."""
    entry = _entry(Fact(kind, subject_id, payload or {}), at, actor_id)
    entry.document_id, entry.version_id = document_id, version_id
    _append(db, [entry], tell=tell)
    return entry


def record_all(db: Session, facts: Iterable[Fact], *, at: datetime, actor_id: int | None) -> None:
    """Append many facts that happened together, in this order, and tell whoever listens to many at once."""
    _append(db, [_entry(fact, at, actor_id) for fact in facts], tell=True)


def _entry(fact: Fact, at: datetime, actor_id: int | None) -> Entry:
    text = json.dumps(dict(fact.payload), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    salt = secrets.token_hex(16)
    return Entry(
        at=at,
        kind=fact.kind,
        subject_id=fact.subject_id,
        actor_id=actor_id,
        payload=text,
        salt=salt,
        digest=digest_of(salt, text),
    )


def _append(db: Session, entries: Sequence[Entry], *, tell: bool) -> None:
    db.add_all(entries)
    db.flush()
    if tell and has_app_context():
        listeners: Listeners = current_app.extensions["listeners"]
        listeners.tell(db, entries)


def digest_of(salt: str, payload: str) -> str:
    """SHA-256 of salt and payload, in hex."""
    return hashlib.sha256(f"{salt}\n{payload}".encode()).hexdigest()


def seal_of(previous: str, entry: Entry) -> str:
    """The next link: SHA-256 over the previous seal and everything of the entry but payload and salt."""
    parts = [
        previous,
        str(entry.position),
        entry.at.isoformat(),
        entry.kind,
        *("" if part is None else str(part) for part in (entry.subject_id, entry.actor_id, entry.document_id)),
        "" if entry.version_id is None else str(entry.version_id),
        entry.digest,
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Head:
    """The end of the chain: how many entries are sealed, and the last seal. Kept elsewhere, it anchors the rest."""

    position: int
    seal: str


def head(db: Session) -> Head:
    row = db.execute(
        select(Entry.position, Entry.seal).where(Entry.position.is_not(None)).order_by(Entry.position.desc()).limit(1)
    ).first()
    return Head(row.position, row.seal) if row else Head(0, GENESIS)


def seal(db: Session, *, limit: int = 10_000) -> int:
    """Seal entries that have no seal yet, oldest first; returns how many. A job calls it every minute."""
    last = head(db)
    position, previous = last.position, last.seal
    entries = db.scalars(select(Entry).where(Entry.position.is_(None)).order_by(Entry.id).limit(limit)).all()
    for entry in entries:
        position += 1
        entry.position = position
        entry.seal = previous = seal_of(previous, entry)
    return len(entries)


def flaws(db: Session) -> list[str]:
    """Every sign that sealed history was edited, in words; empty when the chain holds."""
    found: list[str] = []
    previous, expected = GENESIS, 0
    query = select(Entry).where(Entry.position.is_not(None)).order_by(Entry.position)
    for entry in db.scalars(query.execution_options(yield_per=1000)):
        expected += 1
        if entry.position != expected:
            found.append(f"Ledger: position {expected} is missing; the next one is {entry.position}.")
            expected = entry.position or expected
        if entry.salt is not None and digest_of(entry.salt, entry.payload or "") != entry.digest:
            found.append(f"Ledger: the content of entry {entry.id} was changed after it was written.")
        if seal_of(previous, entry) != entry.seal:
            found.append(f"Ledger: the seal of entry {entry.id} does not fit the entry before it.")
        previous = entry.seal or ""
        db.expunge(entry)
    return found


def unsealed(db: Session) -> int:
    """How many entries wait for their seal."""
    return db.scalar(select(func.count()).select_from(Entry).where(Entry.position.is_(None))) or 0


def erase(db: Session, subject_id: int) -> None:
    """Remove what the ledger says about a person; that something was said, and its seal, stay."""
    db.execute(update(Entry).where(Entry.subject_id == subject_id).values(payload=None, salt=None))
