"""Making tokens and ending them; both are facts."""

from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from training.accounts.rules_codes import hashed, new_secret
from training.core.ledger import record
from training.core.permissions import Actor
from training.metrics.models import ReadingSource
from training.metrics.models_tokens import MetricToken
from training.metrics.queries_tokens import Holder


def make_token(db: Session, actor: Actor, source: ReadingSource, title: str, *, now: datetime) -> str:
    """A new token of a source; returns it, this once."""
    secret = new_secret()
    token = MetricToken(
        source_id=source.id, title=title, secret_hash=hashed(secret), by_id=actor.person_id, made_at=now
    )
    db.add(token)
    payload = {"source": source.slug, "title": title}
    record(db, "token.made", actor_id=actor.person_id, at=now, payload=payload)
    return secret


def end_token(db: Session, actor: Actor, token: MetricToken, *, now: datetime) -> None:
    """Let a token open nothing any more. Ending it twice is ending it once."""
    if token.ended_at is not None:
        return
    token.ended_at = now
    source = db.get_one(ReadingSource, token.source_id)
    payload = {"source": source.slug, "title": token.title}
    record(db, "token.ended", actor_id=actor.person_id, at=now, payload=payload)


def note_use(db: Session, holder: Holder, today: date) -> None:
    """Remember the day on which a token was last used; once a day is enough."""
    if holder.last_used_on != today:
        db.execute(update(MetricToken).where(MetricToken.id == holder.token_id).values(last_used_on=today))
