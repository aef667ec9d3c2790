"""Browsers that are signed in: who vouches for one, when it was last seen, and where it is."""

import hashlib
import hmac

from flask import request
from sqlalchemy import update

from training.accounts.models import Visit
from training.accounts.queries import presence_of
from training.accounts.rules_visits import Origin
from training.core.permissions import Actor
from training.core.web import SAFE_METHODS, database, db, now, settings, today

LONGEST_DEVICE = 300  # browsers call themselves by up to about 200 signs


def origin() -> Origin:
    """Where this request comes from."""
    address = request.remote_addr or ""
    mark = hmac.new(settings().secret_key.encode(), address.encode(), hashlib.sha256).hexdigest()[:16]
    return Origin(request.headers.get("User-Agent", "")[:LONGEST_DEVICE], address, mark)


def load_actor(secret: str) -> Actor | None:
    """The actor behind this browser's secret. Reads before the request's own transaction when that one writes."""
    if request.method in SAFE_METHODS:
        found = presence_of(db(), secret, now=now(), today=today())
    else:
        with database().reading() as session:
            found = presence_of(session, secret, now=now(), today=today())
    if found is None:
        return None
    if now() - found.seen_at > found.trust.seen_every:
        with database().writing() as session:
            session.execute(update(Visit).where(Visit.id == found.actor.session_id).values(seen_at=now()))
    return found.actor
