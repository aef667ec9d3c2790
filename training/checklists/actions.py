"""Keeping observations: what a device sends is kept once, whatever it is sent, and nothing of it is lost."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.checklists.models import Observation, ObservationPhoto
from training.checklists.queries import watch_for
from training.checklists.queries_observations import as_kept, seen
from training.checklists.rules import State
from training.checklists.rules_observers import Refusal
from training.checklists.rules_signing import Fate, Kept, NotAnObservation, Sent, believed, fate, key_beside
from training.checklists.words import refusal_words
from training.content.library import Edition
from training.content.queries import edition
from training.core.clock import local_day
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.core.web import NotFound
from training.people.models import Person


@dataclass(frozen=True)
class Photo:
    """A photo whose bytes are on disk already."""

    sha256: str
    media_type: str
    size: int


def keep(
    db: Session, actor: Actor, slug: str, sent: Sent, photo: Photo | None, *, now: datetime, zone: ZoneInfo
) -> tuple[int, Fate]:
    """Keep an observation under its key; returns its id and what became of it.

    Raises Problems when the actor may not observe this person, NotAnObservation for what fits no version.
    """
    # One observer's observations come in one after another, so that two devices at once keep one.
    db.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update(key_share=True))
    found = _version(db, slug, sent)
    row = _under(db, actor, sent.key)
    if row is not None and (row.learner_id, row.document_id) != (sent.learner_id, found.document_id):
        raise NotAnObservation("a key of another observation")
    became = fate(_kept(db, row), sent.content, base=sent.base)
    if row is not None and became is Fate.SAME:
        return row.id, became
    begun_at = believed(sent.begun_at, now=now)
    refuse_unless_allowed(db, actor, found, sent.learner_id, at=begun_at, now=now, zone=zone)
    if row is not None and became is Fate.NEWER:
        _write(db, row, sent, photo)
        row.revision += 1
        return row.id, became
    if row is not None:
        key = key_beside(sent.key, sent.content)
        already = _under(db, actor, key)
        if already is not None:
            return already.id, Fate.SAME
        sent = replace(sent, key=key)
    new = Observation(
        key=sent.key,
        document_id=found.document_id,
        version_id=found.id,
        learner_id=sent.learner_id,
        observer_id=actor.person_id,
        beside_id=row.id if row is not None else None,
        state=State.OPEN.value,
        begun_at=begun_at,
        seen_on=local_day(begun_at, zone),
        uploaded_at=now,
        ratings={},
    )
    db.add(new)
    _write(db, new, sent, photo)
    return new.id, became


def _version(db: Session, slug: str, sent: Sent) -> Edition:
    """The version that was on the screen. Raises NotAnObservation when it is none of this checklist, or knows less."""
    try:
        found = edition(db, sent.version_id)
    except NotFound:
        raise NotAnObservation("a version") from None
    if (found.kind, found.slug) != ("checklist", slug):
        raise NotAnObservation("a version of another document")
    for name, one in sent.content.ratings.items():
        if found.model.criterion(name) is None or one.level not in {None, *found.model.steps}:
            raise NotAnObservation("a criterion or a level")
    return found


def _under(db: Session, actor: Actor, key: str) -> Observation | None:
    """What is kept under a key, held until the end of the transaction: nobody signs it while it changes."""
    query = select(Observation).where(Observation.observer_id == actor.person_id, Observation.key == key)
    row: Observation | None = db.scalars(query.with_for_update()).first()
    return row


def _kept(db: Session, row: Observation | None) -> Kept | None:
    if row is None:
        return None
    return Kept(seen(db, row).content, row.revision, row.state == State.OPEN)


def _write(db: Session, row: Observation, sent: Sent, photo: Photo | None) -> None:
    content = sent.content
    row.ratings, row.comment = as_kept(content.ratings), content.comment
    row.plan, row.next_on = content.plan, content.next_on
    db.flush()
    if photo is not None:
        db.merge(
            ObservationPhoto(observation_id=row.id, sha256=photo.sha256, media_type=photo.media_type, size=photo.size)
        )
        db.flush()


def refuse_unless_allowed(
    db: Session, actor: Actor, found: Edition, learner_id: int, *, at: datetime, now: datetime, zone: ZoneInfo
) -> None:
    """Raises Problems, in the words of the observer, when the actor may not observe somebody now."""
    try:
        why = watch_for(db, actor, found, learner_id, on=local_day(at, zone), today=local_day(now, zone)).refusal
    except NotFound:
        why = Refusal.REACH
    if why is not None:
        raise Problems([Problem("seen", None, refusal_words(why, found.title), "")])


def not_a_page_of_ours() -> str:
    """What is said to a device that sends what no page of ours sends."""
    return _("This cannot be an observation from our pages. Open the checklist again and fill it in anew.")
