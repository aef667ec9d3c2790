"""Rehearsing a script: begin, and rate a line. Each may be sent twice, and happens once."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.core import ledger
from training.core.permissions import Actor
from training.people.models import Person
from training.scripts.models import Rehearsal
from training.scripts.queries import Rehearsing, as_ratings, rehearsing
from training.scripts.rules_rehearsal import NotThisTurn, Rating, Said, rated


def begin(db: Session, actor: Actor, slug: str, *, anew: bool = False, now: datetime, today: date) -> Rehearsing:
    """Begin a rehearsal, or go on with the open one; with `anew` that one starts over. Raises NotFound.

    If the script has lost the very lines that were still to be said, going on finds it complete.
    """
    found = _locked(db, actor, slug, today)
    if found.row_id is not None:
        return _keep(db, actor, found, () if anew else found.said, now)
    row = Rehearsal(
        person_id=actor.person_id,
        document_id=found.edition.document_id,
        version_id=found.edition.id,
        ratings=[],
        started_at=now,
    )
    db.add(row)
    db.flush()
    return Rehearsing(found.edition, (), row.id)


def rate(
    db: Session, actor: Actor, slug: str, number: int, *, line: str, rating: Rating, now: datetime, today: date
) -> Rehearsing:
    """Keep how a line came; returns the rehearsal after it, finished when nothing is left to be said.

    Raises NotFound, and NotThisTurn for a turn that is not there, which is so of every turn while none is open.
    """
    found = _locked(db, actor, slug, today)
    if found.row_id is None:
        raise NotThisTurn
    said = rated(found.script.line_ids, found.said, number=number, line=line, rating=rating)
    return _keep(db, actor, found, said, now)


def _keep(db: Session, actor: Actor, found: Rehearsing, said: Sequence[Said], now: datetime) -> Rehearsing:
    """Write down what has been said. A complete rehearsal is evidence of the version on which it ended."""
    edition = found.edition
    row = db.get_one(Rehearsal, found.row_id)
    row.ratings, row.version_id = as_ratings(said), edition.id
    after = Rehearsing(edition, tuple(said), row.id)
    if after.turn is not None:
        return after
    row.finished_at = now
    ledger.record(
        db,
        "script.rehearsed",
        at=now,
        actor_id=actor.person_id,
        subject_id=actor.person_id,
        document_id=edition.document_id,
        version_id=edition.id,
        payload=evidence_of(after),
    )
    return Rehearsing(edition, after.said, None, now)


def evidence_of(rehearsed: Rehearsing) -> dict[str, Any]:
    """What the ledger keeps of a complete rehearsal."""
    edition = rehearsed.edition
    return {
        "slug": edition.slug,
        "title": edition.title,
        "version": edition.number,
        "lines": list(rehearsed.script.line_ids),
        "shaky": list(rehearsed.shaky),
    }


def _locked(db: Session, actor: Actor, slug: str, today: date) -> Rehearsing:
    # One person's rehearsals change one after another, so that two tabs begin one and finish it once.
    db.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update(key_share=True))
    return rehearsing(db, actor, slug, today=today)
