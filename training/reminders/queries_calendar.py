"""Somebody's calendar: whose it is, what was given out last, and which days there are now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.accounts.models import Account
from training.accounts.queries import may_enter
from training.accounts.rules_codes import hashed
from training.core.i18n import gettext as _
from training.core.notices import CalendarDays
from training.people.models import Person
from training.reminders.models import CalendarAddress, CalendarEntry
from training.reminders.queries import asked_of
from training.reminders.queries_things import HOME, Things, things_of
from training.reminders.rules import Asked, Kind, Line
from training.reminders.rules_calendar import Entry


@dataclass(frozen=True)
class Owner:
    """Whose calendar it is."""

    person_id: int
    language: str


def owner_of(db: Session, secret: str, *, today: date) -> Owner | None:
    """Whose calendar a secret opens; None for a wrong one, and once its owner has left."""
    query = (
        select(Person.id, Person.language)
        .join(CalendarAddress, CalendarAddress.person_id == Person.id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(CalendarAddress.secret_hash == hashed(secret), may_enter(today))
    )
    row = db.execute(query).first()
    return Owner(row.id, row.language) if row else None


def address_of(db: Session, person_id: int) -> CalendarAddress | None:
    """The secret address that somebody made, if any; nobody can read the secret from it."""
    return db.get(CalendarAddress, person_id)


def entries_known(db: Session, person_id: int) -> dict[str, Entry]:
    """What was given out last, by name."""
    rows = db.scalars(select(CalendarEntry).where(CalendarEntry.person_id == person_id))
    return {
        row.uid: Entry(row.uid, row.on, row.title, row.path, row.sequence, row.changed_at, row.cancelled)
        for row in rows
    }


def entries_wanted(db: Session, person_id: int, others: Sequence[CalendarDays], *, today: date) -> list[Entry]:
    """The days there are now, in the language that is spoken: due days, last days, and what other domains add."""
    asked = asked_of(db, [person_id], everything=True).get(person_id, [])
    things = things_of(db, (named for one in asked for named in _named(one)))
    found = [entry for one in asked for entry in _of_programme(one, things)]
    found += [
        Entry(day.key, day.on, str(day.words), day.path) for days_of in others for day in days_of(db, person_id, today)
    ]
    return list({entry.uid: entry for entry in found}.values())


def _named(one: Asked) -> Iterator[Line]:
    return (Line(Kind.OPEN, (), None, one.programme_id, duty.target) for duty in one.duties)


def _of_programme(one: Asked, things: Things) -> Iterator[Entry]:
    title = things.programme(one.programme_id)
    held = one.until is not None and any(duty.held and duty.until == one.until for duty in one.duties)
    if held and one.until is not None:
        yield Entry(f"end-{one.assignment_id}", one.until, _("Last day of “%(title)s”", title=title), HOME)
    for duty in one.duties:
        thing, name = things.target(duty.target), f"{one.assignment_id}-{duty.requirement_id}"
        if duty.held and duty.until is not None and duty.until != one.until:
            yield Entry(f"end-{name}", duty.until, _("Last day of “%(title)s”", title=thing.title), thing.path)
        elif not duty.held and duty.due_on is not None:
            yield Entry(f"due-{name}", duty.due_on, _("Due: %(title)s", title=thing.title), thing.path)
