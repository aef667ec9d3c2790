"""Proof that the stored standings are what the facts say: for `training check`."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification.jobs import is_catching_up
from training.certification.models import Award, CurrentStanding
from training.certification.queries import away_on, in_chunks, results_today
from training.certification.queries_programmes import Catalogue, catalogue_on
from training.certification.queries_roles import changes_of_assignments
from training.certification.queries_standing import Row, row_of, stored_rows
from training.certification.rules_assignment import Begin
from training.core.clock import local_day
from training.core.ledger import Entry
from training.people.models import LeavePeriod, Person


def flaws(db: Session, *, now: datetime, zone: ZoneInfo) -> list[str]:
    """Every difference between what is stored and what the rules compute from the facts, in words.

    What the date alone has moved since midnight is no flaw, and nothing is while a job still looks at everybody:
    both are about to be written.
    """
    found = list(_unrecorded_awards(db))
    if is_catching_up(db):
        return found
    today = local_day(now, zone)
    catalogue, yesterday = catalogue_on(db, today, zone), catalogue_on(db, today - timedelta(days=1), zone)
    people = db.scalars(select(Person.id).union(select(CurrentStanding.person_id))).all()
    for chunk in in_chunks(people):
        found += _forgotten_assignments(db, chunk, catalogue, yesterday)
        computed = {result.asked.id: row_of(result) for result in results_today(db, chunk, catalogue, zone)}
        stored = stored_rows(db, chunk)
        going = set(db.scalars(away_on(today).where(LeavePeriod.from_on == today, LeavePeriod.person_id.in_(chunk))))
        waiting = {key for key, row in stored.items() if _turns_today(row, catalogue) or row["person_id"] in going}
        for key in sorted((computed.keys() | stored.keys()) - waiting):
            found += _differences(key, computed.get(key), stored.get(key))
    return found


def _turns_today(row: Row, catalogue: Catalogue) -> bool:
    return row["changes_on"] is not None and row["changes_on"] <= catalogue.day


def _forgotten_assignments(db: Session, person_ids: list[int], today: Catalogue, yesterday: Catalogue) -> Iterator[str]:
    """What a role asked for yesterday and still asks for; what begins only today is for the nightly job."""
    missing = _missing(db, person_ids, today)
    if missing:
        for person_id, document_id in sorted(missing & _missing(db, person_ids, yesterday)):
            title = today.programmes[document_id].title
            yield f"Standings: person {person_id} should have been assigned “{title}” by their role."


def _missing(db: Session, person_ids: list[int], catalogue: Catalogue) -> set[tuple[int, int]]:
    return {
        (person_id, change.document_id)
        for person_id, changes in changes_of_assignments(db, person_ids, catalogue).items()
        for change in changes
        if isinstance(change, Begin)
    }


def _differences(key: int, computed: Row | None, stored: Row | None) -> Iterator[str]:
    if stored is None:
        yield f"Standings: assignment {key} has none, and should."
    elif computed is None:
        yield f"Standings: assignment {key} has one, and should not."
    else:
        for column, value in computed.items():
            if value != stored[column]:
                yield f"Standings: {column} of assignment {key} is {stored[column]}; the facts say {value}."


def _unrecorded_awards(db: Session) -> Iterator[str]:
    """Certificates that the ledger does not know, and those that it knows and that are gone."""
    said: dict[int, str] = {}
    erased: set[int | None] = set()
    for entry in db.scalars(select(Entry).where(Entry.kind == "award.issued")):
        if entry.payload is None:
            erased.add(entry.subject_id)
        else:
            said[entry.facts["award"]] = entry.facts["number"]
    held = {
        key: number
        for key, number, person_id in db.execute(select(Award.id, Award.public_id, Award.person_id))
        if person_id not in erased
    }
    for key in sorted(said.keys() | held.keys()):
        if said.get(key) != held.get(key):
            yield f"Certificates: {held.get(key) or 'none'} is kept where the ledger says {said.get(key) or 'none'}."
