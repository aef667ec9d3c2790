"""Keeping assignments, standings and certificates in step with the facts, in the transaction that changes them."""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from training.certification.models import Assignment, Award, CurrentStanding
from training.certification.queries import Result, in_chunks, results_today
from training.certification.queries_programmes import Catalogue, catalogue_on
from training.certification.queries_roles import changes_of_assignments
from training.certification.queries_standing import row_of, stored_rows
from training.certification.rules_assignment import Begin, End
from training.certification.rules_number import RANDOM_BITS, number_of
from training.core import ledger
from training.core.clock import local_day
from training.people.models import Person


def follow(db: Session, person_ids: Collection[int], *, now: datetime, zone: ZoneInfo) -> None:
    """Let assignments follow the roles these people hold today, then look at everybody's standing again."""
    catalogue = catalogue_on(db, local_day(now, zone), zone)
    for chunk in in_chunks(person_ids):
        _lock(db, chunk)
        for person_id, changes in changes_of_assignments(db, chunk, catalogue).items():
            _apply(db, person_id, changes, now)
        _refresh(db, chunk, catalogue, now, zone)


def refresh(db: Session, person_ids: Collection[int], *, now: datetime, zone: ZoneInfo) -> None:
    """Compute the standings of these people anew, and issue the certificates that they have earned."""
    catalogue = catalogue_on(db, local_day(now, zone), zone)
    for chunk in in_chunks(person_ids):
        _lock(db, chunk)
        _refresh(db, chunk, catalogue, now, zone)


def _lock(db: Session, person_ids: Sequence[int]) -> None:
    # Two proofs of one person may arrive at once, each fulfilling the last thing missing beside the other. One
    # waits here for the other's commit, so that the second sees both.
    query = select(Person.id).where(Person.id.in_(person_ids)).order_by(Person.id)
    db.execute(query.with_for_update(key_share=True))


def _apply(db: Session, person_id: int, changes: Iterable[Begin | End], now: datetime) -> None:
    for change in changes:
        if isinstance(change, End):
            ending = update(Assignment).where(Assignment.id == change.assignment_id)
            db.execute(ending.values(ended_on=change.ended_on, ended_because=change.because.value))
        else:
            db.execute(
                insert(Assignment).values(
                    person_id=person_id,
                    document_id=change.document_id,
                    role_id=change.role_id,
                    start_on=change.start_on,
                    because=change.because.value,
                    at=now,
                )
            )


def _refresh(db: Session, person_ids: Sequence[int], catalogue: Catalogue, now: datetime, zone: ZoneInfo) -> None:
    results = results_today(db, person_ids, catalogue, zone)
    _issue(db, [result for result in results if result.outcome.earned], now)
    wanted = {result.asked.id: row_of(result) for result in results}
    stored = stored_rows(db, person_ids)
    new = [row for key, row in wanted.items() if key not in stored]
    changed = [row for key, row in wanted.items() if key in stored and stored[key] != row]
    gone = stored.keys() - wanted.keys()
    if new:
        db.execute(insert(CurrentStanding), new)
    if changed:
        db.execute(update(CurrentStanding), changed)
    if gone:
        db.execute(delete(CurrentStanding).where(CurrentStanding.assignment_id.in_(gone)))


def _issue(db: Session, results: Sequence[Result], now: datetime) -> None:
    if not results:
        return
    people = select(Person).where(Person.id.in_({result.asked.person_id for result in results}))
    names = {person.id: person.full_name for person in db.scalars(people)}
    for result in results:
        for term in result.outcome.earned:
            award = Award(
                public_id=number_of(secrets.randbits(RANDOM_BITS)),
                person_id=result.asked.person_id,
                document_id=result.asked.document_id,
                version_id=result.live.version_id,
                name=names[result.asked.person_id],
                title=result.live.title,
                issued_on=term.issued_on,
                anchor_on=term.anchor_on,
                periods=term.periods,
                until=term.until,
                at=now,
            )
            db.add(award)
            db.flush()
            ledger.record(
                db,
                "award.issued",
                at=now,
                actor_id=None,
                subject_id=award.person_id,
                document_id=award.document_id,
                version_id=award.version_id,
                payload=said_of_issued(award),
            )


def said_of_issued(award: Award) -> Mapping[str, Any]:
    """What the ledger says of a certificate that was issued."""
    return {
        "award": award.id,
        "number": award.public_id,
        "title": award.title,
        "issued_on": award.issued_on.isoformat(),
        "until": award.until.isoformat() if award.until else None,
    }
