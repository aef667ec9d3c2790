"""Practice levels: when somebody remembers a skill as well as a programme asks for, that is a fact."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification import files
from training.certification.models import CurrentStanding
from training.certification.rules import REACHED, State
from training.certification.rules_stored import parts_of
from training.content.queries import editions
from training.core import ledger, web
from training.core.clock import local_day
from training.practice.queries_recall import recall


def note_levels(db: Session, person_id: int | None, now: datetime) -> None:
    """Record the levels that somebody has just reached and is asked for; one query for whoever is asked for none.

    The score is the expected share of all cards of the skill that they remember today, in whole per cent; a card that
    they never answered counts as not remembered. See docs/practice.md.
    """
    wanted = _wanted(db, person_id)
    if not wanted:
        return
    for found in recall(db, person_id, at=local_day(now, web.site().zone)):
        if found.skill not in wanted or found.expected is None or found.low is None:
            continue
        score = int(100 * found.expected / found.cards)
        if score >= wanted[found.skill]:
            payload = {"skill": found.skill, "score": score, "low": int(100 * found.low / found.cards)}
            ledger.record(db, REACHED, at=now, actor_id=person_id, subject_id=person_id, payload=payload)


def _wanted(db: Session, person_id: int | None) -> Mapping[str, int]:
    """The skills that somebody is asked for and does not hold, or may renew, each with the least mark that helps."""
    rows = db.execute(
        select(CurrentStanding.version_id, CurrentStanding.parts).where(CurrentStanding.person_id == person_id)
    ).all()
    open_parts = {
        (version_id, part.requirement_id)
        for version_id, parts in rows
        for part in parts_of(parts)
        if isinstance(part.target, str) and part.state not in (State.MET, State.SPARE)
    }
    if not open_parts:
        return {}
    found: dict[str, int] = {}
    for version_id, edition in editions(db, {version_id for version_id, _ in open_parts}).items():
        programme: files.Programme = edition.model
        for item in programme.items:
            if (version_id, item.id) in open_parts and item.mark is not None:
                found[item.slug] = min(item.mark, found.get(item.slug, 100))
    return found
