"""The keys that sign badges: the first one, the next one, and one that got into the wrong hands."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from training.awards.keys import Fresh, Signer, new_key, opened
from training.awards.models import SigningKey
from training.awards.queries_keys import active_key
from training.awards.rules_keys import KeyState
from training.core import ledger
from training.core.db import Database
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.core.web import NotFound

MADE, WITHDRAWN = "award.key-made", "award.key-withdrawn"


def signer(database: Database, *, secret: str, now: datetime) -> Signer:
    """The key that signs, made on first use in a transaction of its own.

    Raises Problems when the site’s secret is not the one that the key was sealed with.
    """
    with database.reading() as db:
        key = active_key(db)
    if key is None:
        fresh = new_key(secret)
        try:
            with database.writing() as db:
                if active_key(db) is None:
                    _add(db, Actor.house(), fresh, replaces=None, now=now)
        except IntegrityError:
            pass  # another process was faster
        with database.reading() as db:
            key = db.scalars(select(SigningKey).where(SigningKey.state == KeyState.ACTIVE)).one()
    return opened(key.thumbprint, key.sealed or "", secret)


def rotate(db: Session, actor: Actor, fresh: Fresh, *, now: datetime) -> SigningKey:
    """Let a new key sign from now on. What the old one signed holds, and it stays published as long as that does."""
    old = active_key(db)
    if old is not None:
        _end(db, old, KeyState.RETIRED, actor, now)
    return _add(db, actor, fresh, replaces=old.thumbprint if old else None, now=now)


def withdraw_key(
    db: Session, actor: Actor, thumbprint: str, reason: str, fresh: Fresh, *, now: datetime
) -> SigningKey | None:
    """Take a key out of use for ever: badges that it signed hold no more, and their holders fetch them anew.

    Returns the new key when the one that signed was meant. Raises NotFound, or Problems without a reason or when it is
    withdrawn already.
    """
    key = db.scalars(select(SigningKey).where(SigningKey.thumbprint == thumbprint)).first()
    if key is None:
        raise NotFound
    if key.state == KeyState.WITHDRAWN:
        raise Problems([Problem("reason", None, _("This key is withdrawn already."))])
    if not reason.strip():
        raise Problems([Problem("reason", None, _("Say why. It stays with the key."))])
    was_active = key.state == KeyState.ACTIVE
    _end(db, key, KeyState.WITHDRAWN, actor, now)
    key.reason = reason
    ledger.record(db, WITHDRAWN, at=now, actor_id=actor.person_id, payload={"key": key.thumbprint, "reason": reason})
    return _add(db, actor, fresh, replaces=key.thumbprint, now=now) if was_active else None


def _end(db: Session, key: SigningKey, state: KeyState, actor: Actor, now: datetime) -> None:
    key.state, key.sealed = state.value, None
    key.ended_at, key.ended_by_id = key.ended_at or now, actor.person_id
    db.flush()  # before the next one is active: there is only ever one


def _add(db: Session, actor: Actor, fresh: Fresh, *, replaces: str | None, now: datetime) -> SigningKey:
    key = SigningKey(
        thumbprint=fresh.thumbprint,
        public=dict(fresh.public),
        sealed=fresh.sealed,
        state=KeyState.ACTIVE.value,
        made_at=now,
        made_by_id=actor.person_id,
    )
    db.add(key)
    db.flush()
    ledger.record(db, MADE, at=now, actor_id=actor.person_id, payload={"key": fresh.thumbprint, "replaces": replaces})
    return key
