"""The ledger of an invented past: facts are gathered in any order and written down in the order of their moments."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from training.content.models import Version
from training.core.ledger import GENESIS, Entry, digest_of, seal_of
from training.demo.rows import write_rows

_COLUMNS = [column.name for column in Entry.__table__.columns if column.name != "id"]


@dataclass
class Chronicle:
    """The facts gathered so far."""

    entries: list[Entry] = field(default_factory=list)

    def note(
        self,
        kind: str,
        *,
        at: datetime,
        actor: int | None,
        subject: int | None = None,
        document: int | None = None,
        version: int | None = None,
        payload: Mapping[str, Any] | None = None,
    ) -> Entry:
        """A fact, as `ledger.record` would write it."""
        text = json.dumps(payload or {}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        salt = secrets.token_hex(16)
        entry = Entry(
            at=at,
            kind=kind,
            subject_id=subject,
            actor_id=actor,
            document_id=document,
            version_id=version,
            payload=text,
            salt=salt,
            digest=digest_of(salt, text),
        )
        self.entries.append(entry)
        return entry

    def write(self, db: Session) -> None:
        """Write the ledger anew: these facts and those that it holds already, in true order, each one sealed.

        Only the demo may do this, before anybody has relied on the ledger: no standing and no certificate points at
        an entry yet. A version that was dated back takes its entry along.
        """
        db.flush()
        published = dict(db.execute(select(Version.id, Version.at)).all())
        for old in db.scalars(select(Entry).order_by(Entry.id)).all():
            moved = old.kind == "document.published"
            at = published.get(old.version_id or 0, old.at) if moved else old.at
            self.entries.append(_copy(old, at))
        db.execute(delete(Entry))
        self.entries.sort(key=lambda entry: entry.at)
        previous = GENESIS
        for position, entry in enumerate(self.entries, start=1):
            entry.position = position
            entry.seal = previous = seal_of(previous, entry)
        db.expunge_all()
        rows = [{name: getattr(entry, name) for name in _COLUMNS} for entry in self.entries]
        write_rows(db, Entry, rows)


def _copy(entry: Entry, at: datetime) -> Entry:
    return Entry(
        at=at,
        kind=entry.kind,
        subject_id=entry.subject_id,
        actor_id=entry.actor_id,
        document_id=entry.document_id,
        version_id=entry.version_id,
        payload=entry.payload,
        salt=entry.salt,
        digest=entry.digest,
    )
