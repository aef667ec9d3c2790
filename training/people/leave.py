"""Keeps the leave of everybody as it was told, in the transaction that tells it."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from training.core import web
from training.core.clock import local_day
from training.core.ledger import Entry, Listeners
from training.people.models import LeavePeriod, Person
from training.people.rules_leave import Away, kept

CHUNK = 500


def listen(listeners: Listeners) -> None:
    """A person's leave stands among the facts about them."""
    listeners.on_many(("person.added", "person.changed"), keep_leave)


def keep_leave(db: Session, entries: Sequence[Entry]) -> None:
    """Bring the leave periods of the people whom these facts are about in line with what is said of them now."""
    today = local_day(entries[-1].at, web.site().zone)
    people = sorted({entry.subject_id for entry in entries if entry.subject_id is not None})
    for start in range(0, len(people), CHUNK):
        chunk = people[start : start + CHUNK]
        known: defaultdict[int, list[Away]] = defaultdict(list)
        periods = select(LeavePeriod.person_id, LeavePeriod.from_on, LeavePeriod.until_on)
        for person_id, from_on, until_on in db.execute(periods.where(LeavePeriod.person_id.in_(chunk))):
            known[person_id].append(Away(from_on, until_on))
        told = select(Person.id, Person.leave_from, Person.leave_until).where(Person.id.in_(chunk))
        for person_id, leave_from, leave_until in db.execute(told):
            before = sorted(known[person_id], key=lambda one: one.from_on)
            after = kept(before, Away(leave_from, leave_until) if leave_from else None, today)
            if after != before:
                _replace(db, person_id, after)


def _replace(db: Session, person_id: int, periods: Sequence[Away]) -> None:
    db.execute(delete(LeavePeriod).where(LeavePeriod.person_id == person_id))
    rows = [{"person_id": person_id, "from_on": one.from_on, "until_on": one.until_on} for one in periods]
    if rows:
        db.execute(insert(LeavePeriod), rows)
