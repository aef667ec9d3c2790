"""What people decide about their own reminders and their calendar."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from training.accounts.rules_codes import hashed, new_secret
from training.reminders.models import CalendarAddress, CalendarEntry, ReminderPreference
from training.reminders.rules_calendar import CANCELLED_KEPT, Entry
from training.reminders.rules_when import Rhythm


def choose(
    db: Session, person_id: int, *, timezone: str | None, hour: int | None, rhythm: Rhythm, weekday: int
) -> None:
    """Keep how somebody wants to be told; None leaves zone and hour to the site. It holds from the next day on."""
    kept = db.get(ReminderPreference, person_id)
    if kept is None:
        kept = ReminderPreference(person_id=person_id)
        db.add(kept)
    kept.timezone, kept.hour, kept.rhythm, kept.weekday = timezone, hour, rhythm.value, weekday


def make_address(db: Session, person_id: int, *, now: datetime) -> str:
    """A new secret address for somebody's calendar, in place of the one before; returns the secret, this once."""
    secret = new_secret()
    kept = db.get(CalendarAddress, person_id)
    if kept is None:
        db.add(CalendarAddress(person_id=person_id, secret_hash=hashed(secret), made_at=now))
    else:
        kept.secret_hash, kept.made_at = hashed(secret), now
    return secret


def close_address(db: Session, person_id: int) -> None:
    """Let the secret address of somebody's calendar lead nowhere."""
    db.execute(delete(CalendarAddress).where(CalendarAddress.person_id == person_id))


def keep_entries(db: Session, person_id: int, known: Iterable[str], changed: Iterable[Entry], *, now: datetime) -> None:
    """Keep what is given out of a calendar from now on, and forget what was cancelled long ago."""
    there = set(known)
    for entry in changed:
        if entry.uid in there:
            mine = (CalendarEntry.person_id == person_id, CalendarEntry.uid == entry.uid)
            db.execute(update(CalendarEntry).where(*mine).values(**_columns(entry)))
        else:
            db.execute(insert(CalendarEntry).values(person_id=person_id, uid=entry.uid, **_columns(entry)))
    old = (CalendarEntry.cancelled, CalendarEntry.changed_at < now - CANCELLED_KEPT)
    db.execute(delete(CalendarEntry).where(CalendarEntry.person_id == person_id, *old))


def _columns(entry: Entry) -> dict[str, Any]:
    values: dict[str, date | str | int | bool | datetime | None] = {
        "on": entry.on,
        "title": entry.title,
        "path": entry.path,
        "sequence": entry.sequence,
        "changed_at": entry.changed_at,
        "cancelled": entry.cancelled,
    }
    return values
