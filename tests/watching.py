"""A checklist to be observed by in tests, and observations made through the actions that pages use."""

from base64 import b64decode
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy.orm import Session

from tests.moment import NOW
from tests.shelf import put
from training.checklists.actions import Photo, keep
from training.checklists.actions_signing import sign
from training.checklists.models import Assessor
from training.checklists.rules import Rated, State
from training.checklists.rules_signing import Content, Sent
from training.content.media import MediaFile, write
from training.content.queries import live
from training.core.permissions import Actor

ZONE = ZoneInfo("Europe/Dublin")
SLUG = "refund-seen"
CHECKLIST = """\
title: A refund, seen
summary: You settle a return alone.
roles: [counter-staff]
observers: [team-leader]
owner: Shop manager
situation: On an ordinary morning.
criteria:
  - id: greets
    text: Greets within ten seconds
    look_for: Eyes up first, then the screen.
  - id: asks
    text: Asks for the receipt, not for a reason
    look_for: No “why”.
    needed: with-help
  - id: bell
    text: Rings the bell at four in the queue
    look_for: Before anybody sighs.
    optional: true
"""
ALONE = {"greets": "alone", "asks": "alone", "bell": None}
PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
NOT_YET = {"greets": "with-help", "asks": "alone", "bell": None}


def put_checklist(app: Flask, text: str = CHECKLIST, changes: Mapping[str, str] | None = None, slug: str = SLUG) -> int:
    """Publish the checklist, or its next version; returns the id of the version."""
    return put(app, "checklist", slug, text, changes)


def a_photo(app: Flask) -> Photo:
    """A very small picture, on disk already."""
    file = MediaFile("photo", PIXEL, sha256(PIXEL).hexdigest(), "image/png")
    write(app.extensions["library"].media_dir, file)
    return Photo(file.sha256, file.media_type, len(PIXEL))


def appointed(db: Session, person: int, slug: str = SLUG) -> int:
    """Let somebody observe who did not pass; returns the id of the appointment."""
    found = live(db, "checklist", slug)
    assert found is not None
    row = Assessor(document_id=found.document_id, person_id=person, at=NOW)
    db.add(row)
    db.flush()
    return row.id


def sent(
    db: Session,
    learner: int,
    levels: Mapping[str, str | None],
    *,
    key: str = "a-key",
    base: int = 0,
    comment: str = "",
    at: datetime = NOW,
    slug: str = SLUG,
) -> Sent:
    """An observation as a device sends it, by the live version."""
    found = live(db, "checklist", slug)
    assert found is not None
    ratings = {name: Rated(level, "") for name, level in levels.items()}
    return Sent(key, found.id, learner, at, base, Content(ratings, comment))


def observed(
    db: Session,
    observer: Actor,
    learner: int,
    levels: Mapping[str, str | None],
    *,
    key: str = "",
    comment: str = "",
    signs: bool = True,
    at: datetime = NOW,
    slug: str = SLUG,
    photo: Photo | None = None,
    plan: str = "Say the first words to three colleagues.",
) -> int:
    """An observation that was filled in, and signed unless `signs` is false; returns its id."""
    one = sent(db, learner, levels, key=key or f"{slug} {learner} {at:%F}", comment=comment, at=at, slug=slug)
    found, _fate = keep(db, observer, slug, one, photo, now=at, zone=ZONE)
    if signs:
        state = sign(
            db, observer, found, revision=1, plan=plan, next_on=at.date() + timedelta(days=14), now=at, zone=ZONE
        )
        assert state is not State.OPEN
    return found
