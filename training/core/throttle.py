"""Token buckets in the database, so that a limit holds over all processes and machines."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base, Database


class Bucket(Base):
    """How many tries are left under a key, as of a moment; it refills with time."""

    __tablename__ = "throttle_bucket"

    key: Mapped[str] = mapped_column(primary_key=True)
    tokens: Mapped[float]
    at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True)
class Limit:
    """At most `size` tries at once, refilled evenly over `period`."""

    name: str
    size: int
    period: timedelta

    def refilled(self, tokens: float, waited: timedelta) -> float:
        return min(float(self.size), tokens + self.size * (waited / self.period))


def take(database: Database, limits: list[tuple[Limit, str]], now: datetime) -> timedelta | None:
    """Take one token for each (limit, key); returns how long to wait when one is empty, else None.

    Runs in a transaction of its own, before the request's: a refused try counts too, although its request is undone.
    """
    longest: timedelta | None = None
    with database.writing() as db:
        for limit, key in sorted(limits, key=lambda pair: (pair[0].name, pair[1])):
            name = f"{limit.name}:{key}"
            bucket = db.get(Bucket, name, with_for_update=True)
            if bucket is None:
                bucket = Bucket(key=name, tokens=float(limit.size), at=now)
                db.add(bucket)
            tokens = limit.refilled(bucket.tokens, max(timedelta(0), now - bucket.at))
            bucket.at = now
            if tokens < 1:
                wait = limit.period * ((1 - tokens) / limit.size)
                longest = max(longest or timedelta(0), wait)
                bucket.tokens = tokens
            else:
                bucket.tokens = tokens - 1
    return longest


def give_back(database: Database, limit: Limit, key: str) -> None:
    """Forget the tries under a key, after a success."""
    with database.writing() as db:
        db.execute(delete(Bucket).where(Bucket.key == f"{limit.name}:{key}"))


def forget_old(database: Database, before: datetime) -> None:
    """Remove buckets nobody has touched since: they are full again."""
    with database.writing() as db:
        db.execute(delete(Bucket).where(Bucket.at < before))
