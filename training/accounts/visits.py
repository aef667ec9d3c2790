"""Open visits: who vouches for a browser, and when it was last seen."""

from datetime import timedelta

from flask import request
from sqlalchemy import update

from training.accounts.models import Visit
from training.accounts.queries import actor_of_visit
from training.core.permissions import Actor
from training.core.web import SAFE_METHODS, database, db, now, today

SEEN_EVERY = timedelta(minutes=10)  # precise enough for an idle limit of days, and spares a write a page


def load_actor(secret: str) -> Actor | None:
    """The actor behind this browser's secret. Reads before the request's own transaction when that one writes."""
    if request.method in SAFE_METHODS:
        found = actor_of_visit(db(), secret, now=now(), today=today())
    else:
        with database().reading() as session:
            found = actor_of_visit(session, secret, now=now(), today=today())
    if found is None:
        return None
    actor, seen_at = found
    if now() - seen_at > SEEN_EVERY:
        with database().writing() as session:
            session.execute(update(Visit).where(Visit.id == actor.session_id).values(seen_at=now()))
    return actor
