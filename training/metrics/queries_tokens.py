"""Which tokens there are, and which source one stands for."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.accounts.rules_codes import hashed
from training.core.web import NotFound
from training.metrics.models import ReadingSource
from training.metrics.models_tokens import MetricToken


@dataclass(frozen=True)
class Holder:
    """Who pushes: a token, and the source whose readings it may bring."""

    token_id: int
    source_id: int
    source: str
    last_used_on: date | None


@dataclass(frozen=True)
class TokenLine:
    """A token as a page lists it."""

    id: int
    title: str
    made_at: datetime
    last_used_on: date | None
    ended_at: datetime | None


def holder_of(db: Session, secret: str) -> Holder | None:
    """Whom a token stands for; None for one that is unknown or ended."""
    row = db.execute(
        select(MetricToken.id, MetricToken.last_used_on, ReadingSource.id, ReadingSource.slug)
        .join(ReadingSource, ReadingSource.id == MetricToken.source_id)
        .where(MetricToken.secret_hash == hashed(secret), MetricToken.ended_at.is_(None))
    ).first()
    return None if row is None else Holder(row[0], row[2], row[3], row[1])


def tokens_of(db: Session, source_id: int) -> list[TokenLine]:
    """The tokens of a source, those that work first, the newest first."""
    query = select(MetricToken).where(MetricToken.source_id == source_id)
    rows = db.scalars(query.order_by(MetricToken.ended_at.is_not(None), MetricToken.id.desc()))
    return [TokenLine(row.id, row.title, row.made_at, row.last_used_on, row.ended_at) for row in rows]


def token_of(db: Session, token_id: int) -> MetricToken:
    """A token by its id. Raises NotFound."""
    found = db.get(MetricToken, token_id)
    if found is None:
        raise NotFound
    return found
