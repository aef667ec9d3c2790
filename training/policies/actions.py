"""Signing a policy: once for each version, and only the version that is live."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.models import Document
from training.content.queries import version_numbered
from training.core import ledger, web
from training.core.clock import local_day
from training.core.permissions import Actor
from training.core.web import NotFound
from training.people.models import Person
from training.policies.queries import policy_for, signatures_of


@dataclass
class Outdated(Exception):
    """Another version is live than the one that was read (None: there never was such a version)."""

    read: Edition | None
    live: Edition


def sign(db: Session, actor: Actor, slug: str, *, number: int, sha256: str, now: datetime, today: date) -> bool:
    """Sign the version with this number and checksum, which the actor has read.

    Returns False when they have signed the live version today already: sent twice, it happens once. On a later day it
    may be signed again, as where a programme asks for it each year. Raises NotFound, and Outdated when another version
    is live.
    """
    # One person signs one thing after another, and nothing is published in between.
    db.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update(key_share=True))
    policy = Document.kind == "policy", Document.slug == slug
    db.execute(select(Document.id).where(*policy).with_for_update(read=True))
    live = policy_for(db, actor, slug, today=today)
    last = signatures_of(db, actor.person_id, [live.document_id]).get(live.document_id)
    if last is not None and last.version_id == live.id and local_day(last.at, web.site().zone) >= today:
        return False
    if (number, sha256) != (live.number, live.sha256):
        raise Outdated(_read(db, live, number, sha256), live)
    ledger.record(
        db,
        "policy.signed",
        at=now,
        actor_id=actor.person_id,
        subject_id=actor.person_id,
        document_id=live.document_id,
        version_id=live.id,
        payload=evidence_of(live),
    )
    return True


def evidence_of(signed: Edition) -> dict[str, Any]:
    """What a signature of this version says in the ledger."""
    return {
        "slug": signed.slug,
        "title": signed.title,
        "version": signed.number,
        "sha256": signed.sha256,
        "meaning": signed.model.meaning,
    }


def _read(db: Session, live: Edition, number: int, sha256: str) -> Edition | None:
    try:
        found = version_numbered(db, live.document_id, number)
    except NotFound:
        return None
    return found if found.sha256 == sha256 else None
