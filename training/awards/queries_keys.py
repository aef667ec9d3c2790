"""Keys that sign badges, and which of them outsiders still need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from training.awards.models import SigningKey
from training.awards.rules_keys import KeyState, is_published
from training.certification.models import Award
from training.core.web import NotFound


@dataclass(frozen=True)
class KeyLine:
    """One key: `is_public` says that outsiders find it; `last_day` is the last on which something it signed holds."""

    id: int
    thumbprint: str
    public: Mapping[str, str]
    state: KeyState
    made_at: datetime
    ended_at: datetime | None
    reason: str
    is_public: bool
    last_day: date | None


def keys(db: Session, today: date) -> list[KeyLine]:
    """Every key that there ever was, the newest first."""
    return [_line(db, key, today) for key in db.scalars(select(SigningKey).order_by(SigningKey.id.desc()))]


def key_named(db: Session, thumbprint: str, today: date) -> KeyLine:
    """A key by its thumbprint. Raises NotFound."""
    key = db.scalars(select(SigningKey).where(SigningKey.thumbprint == thumbprint)).first()
    if key is None:
        raise NotFound
    return _line(db, key, today)


def active_key(db: Session) -> SigningKey | None:
    """The one that signs; None before the first badge is asked for."""
    return db.scalars(select(SigningKey).where(SigningKey.state == KeyState.ACTIVE)).first()


def published(lines: Sequence[KeyLine]) -> list[KeyLine]:
    """Those that outsiders find."""
    return [line for line in lines if line.is_public]


def _line(db: Session, key: SigningKey, today: date) -> KeyLine:
    state = KeyState(key.state)
    last, has_open_end = None, False
    if state is KeyState.RETIRED and key.ended_at is not None:
        # Whatever was issued while it signed may have been signed by it, and nothing else.
        row = db.execute(
            select(func.max(Award.until), func.count(), func.count(Award.until)).where(Award.at <= key.ended_at)
        ).one()
        last, has_open_end = row[0], row[1] > row[2]
    return KeyLine(
        id=key.id,
        thumbprint=key.thumbprint,
        public=key.public,
        state=state,
        made_at=key.made_at,
        ended_at=key.ended_at,
        reason=key.reason,
        is_public=is_published(state, last_end=last, open_end=has_open_end, today=today),
        last_day=None if has_open_end else last,
    )
