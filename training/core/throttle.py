"""Token buckets in the database, so that a limit holds over all processes and machines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, Session, mapped_column

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

    def bucket(self, key: str) -> str:
        return f"{self.name}:{key}"


def take(database: Database, limits: Iterable[tuple[Limit, str]], now: datetime) -> timedelta | None:
    """Take one token for each (limit, key); returns how long to wait when one is empty, else None.

    Runs in a transaction of its own, before the request's: a refused try counts too, although its request is undone.
    """
    longest: timedelta | None = None
    with database.writing() as db:
        # In one order everywhere, so that two requests never wait for each other.
        for name, limit in sorted(((limit.bucket(key), limit) for limit, key in limits), key=lambda pair: pair[0]):
            tokens, at = _locked(db, name, limit, now)
            tokens = limit.refilled(tokens, max(timedelta(0), now - at))
            if tokens < 1:
                wait = limit.period * ((1 - tokens) / limit.size)
                longest = max(longest or timedelta(0), wait)
            else:
                tokens -= 1
            db.execute(update(Bucket).where(Bucket.key == name).values(tokens=tokens, at=max(at, now)))
    return longest


def _locked(db: Session, name: str, limit: Limit, now: datetime) -> tuple[float, datetime]:
    """Tokens and moment of a bucket, made full when it is missing, and locked whichever of two requests made it."""
    insert = sqlite_insert if db.get_bind().dialect.name == "sqlite" else postgresql_insert
    making = insert(Bucket).values(key=name, tokens=float(limit.size), at=now)
    touching = making.on_conflict_do_update(index_elements=[Bucket.key], set_={"key": name})
    row = db.execute(touching.returning(Bucket.tokens, Bucket.at)).one()
    return row.tokens, row.at


def left(db: Session, limit: Limit, key: str) -> float:
    """How many tries are left under a key, as of the last one."""
    found: float | None = db.scalar(select(Bucket.tokens).where(Bucket.key == limit.bucket(key)))
    return limit.size if found is None else found


def forgive(db: Session, limit: Limit, key: str) -> None:
    """Forget every try under a key, after a success, in the caller's transaction."""
    db.execute(update(Bucket).where(Bucket.key == limit.bucket(key)).values(tokens=float(limit.size)))


def give_back(db: Session, limit: Limit, key: str) -> None:
    """Put back the one token that the caller took, after a success, in the caller's transaction."""
    db.execute(update(Bucket).where(Bucket.key == limit.bucket(key)).values(tokens=Bucket.tokens + 1))


def forget_old(db: Session, before: datetime) -> None:
    """Remove buckets nobody has touched since: they are full again."""
    db.execute(delete(Bucket).where(Bucket.at < before))
