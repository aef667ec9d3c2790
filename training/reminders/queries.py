"""What reminders are decided on: who reads them and when, what is asked of people, and what they were told."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from training.accounts.models import Account
from training.certification.models import Assignment, CurrentStanding
from training.certification.queries import results_today
from training.certification.queries_programmes import Catalogue
from training.certification.queries_standing import row_of
from training.certification.rules import Level, State
from training.content.queries import editions
from training.people.models import LeavePeriod, Person
from training.people.queries import status_on
from training.reminders.models import Reminder, ReminderDigest, ReminderPreference
from training.reminders.rules import LAST_CALL_DAYS, Asked, Duty, History
from training.reminders.rules_own import BACK_DAYS, SHORT_LEAVE_DAYS
from training.reminders.rules_when import Rhythm, Wish

DAY = timedelta(days=1)
LATE_LEVELS = (Level.OVERDUE.value, Level.EXPIRED.value)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may be told something. After a leave `back_on` is their first day at work again."""

    id: int
    called: str
    email: str | None
    language: str
    status: str
    wish: Wish
    back_on: date | None = None


def readers(db: Session, person_ids: Collection[int], *, today: date, zone: ZoneInfo) -> dict[int, Reader]:
    """These people as readers on a day of the site, but those whose account was closed."""
    query = (
        select(
            Person.id,
            Person.preferred_name,
            Person.given_name,
            Person.email,
            Person.language,
            status_on(today).label("status"),
            ReminderPreference.timezone,
            ReminderPreference.hour,
            ReminderPreference.rhythm,
            ReminderPreference.weekday,
        )
        .outerjoin(ReminderPreference, ReminderPreference.person_id == Person.id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(Person.id.in_(person_ids), Account.disabled_at.is_(None))
        .order_by(Person.id)
    )
    back = _back(db, person_ids, today)
    return {
        row.id: Reader(
            id=row.id,
            called=row.preferred_name or row.given_name,
            email=row.email,
            language=row.language,
            status=row.status,
            wish=wish_of(row.timezone, row.hour, row.rhythm, row.weekday, zone),
            back_on=back.get(row.id),
        )
        for row in db.execute(query)
    }


def wish_of(timezone: str | None, hour: int | None, rhythm: str | None, weekday: int | None, zone: ZoneInfo) -> Wish:
    """The columns of a preference as a wish; without them the site's zone, each day."""
    return Wish(ZoneInfo(timezone) if timezone else zone, hour, Rhythm(rhythm or Rhythm.DAILY), weekday or 0)


def _back(db: Session, person_ids: Collection[int], today: date) -> dict[int, date]:
    """The first day back of those who came back lately from a leave that was not short."""
    query = select(LeavePeriod.person_id, LeavePeriod.from_on, LeavePeriod.until_on).where(
        LeavePeriod.person_id.in_(person_ids),
        LeavePeriod.until_on < today,
        LeavePeriod.until_on >= today - BACK_DAYS * DAY,
    )
    return {
        person_id: until_on + DAY
        for person_id, from_on, until_on in db.execute(query.order_by(LeavePeriod.until_on))
        if until_on is not None and (until_on - from_on).days >= SHORT_LEAVE_DAYS - 1
    }


_STANDINGS = (
    select(
        CurrentStanding.assignment_id,
        CurrentStanding.person_id,
        CurrentStanding.document_id,
        CurrentStanding.version_id,
        CurrentStanding.level,
        CurrentStanding.until,
        CurrentStanding.parts,
        Assignment.start_on,
    )
    .join(Assignment, Assignment.id == CurrentStanding.assignment_id)
    .order_by(CurrentStanding.assignment_id)
)


def asked_of(db: Session, person_ids: Collection[int], *, everything: bool = False) -> dict[int, list[Asked]]:
    """What is asked of these people today, by person, as it is stored.

    Programmes of which there is nothing to tell are left out, unless `everything` is wanted.
    """
    telling = or_(CurrentStanding.level != Level.CERTIFIED.value, CurrentStanding.held < CurrentStanding.total)
    query = _STANDINGS.where(CurrentStanding.person_id.in_(person_ids))
    return _asked(db, db.execute(query if everything else query.where(telling)).all())


def pressing(db: Session, person_ids: Collection[int], today: date) -> dict[int, list[Asked]]:
    """Of what is asked of these people today, what is late or close to its end."""
    ending = and_(CurrentStanding.level == Level.SOON.value, CurrentStanding.until <= today + LAST_CALL_DAYS * DAY)
    telling = or_(CurrentStanding.level.in_(LATE_LEVELS), ending)
    return _asked(db, db.execute(_STANDINGS.where(CurrentStanding.person_id.in_(person_ids), telling)).all())


@dataclass(frozen=True)
class Expected:
    """A standing as it will be on a day if nothing happens until then, in the shape of a stored one."""

    assignment_id: int
    person_id: int
    document_id: int
    version_id: int
    level: str
    until: date | None
    parts: list[Any]
    start_on: date


def asked_on(db: Session, person_ids: Collection[int], catalogue: Catalogue, zone: ZoneInfo) -> dict[int, list[Asked]]:
    """What will be asked of these people on the catalogue's day if nothing happens until then."""
    expected = []
    for result in results_today(db, person_ids, catalogue, zone):
        row = row_of(result)
        values = {name: row[name] for name in Expected.__dataclass_fields__ if name in row}
        expected.append(Expected(**values, start_on=result.asked.start_on))
    return _asked(db, expected)


def _asked(db: Session, rows: Sequence[Any]) -> dict[int, list[Asked]]:
    found: defaultdict[int, list[Asked]] = defaultdict(list)
    programmes = editions(db, {row.version_id for row in rows})
    for row in rows:
        found[row.person_id].append(
            Asked(
                assignment_id=row.assignment_id,
                programme_id=row.document_id,
                started_on=row.start_on,
                level=Level(row.level),
                until=row.until,
                duties=tuple(duty_of(part) for part in row.parts),
                escalate=programmes[row.version_id].model.escalate,
            )
        )
    return found


def duty_of(part: Sequence[Any]) -> Duty:
    """A part of a stored standing."""
    requirement_id, state, since, until, due_on, _evidence, target, *rest = part
    return Duty(
        requirement_id=requirement_id,
        target=target,
        state=State(state),
        since=date.fromisoformat(since),
        until=date.fromisoformat(until) if until else None,
        due_on=date.fromisoformat(due_on) if due_on else None,
        blocked=bool(rest and rest[0]),
    )


def behind(db: Session, person_ids: Collection[int], today: date) -> list[int]:
    """Those of these people whose stored standings the calendar has moved on from."""
    query = (
        select(CurrentStanding.person_id)
        .distinct()
        .where(CurrentStanding.person_id.in_(person_ids), CurrentStanding.changes_on <= today)
    )
    return list(db.scalars(query))


def histories(db: Session, person_ids: Collection[int]) -> Mapping[int, History]:
    """What these people were told, by person."""
    query = select(Reminder.person_id, Reminder.topic, Reminder.day).where(Reminder.person_id.in_(person_ids))
    found: defaultdict[int, dict[str, date]] = defaultdict(dict)
    for person_id, topic, day in db.execute(query):
        found[person_id][topic] = day
    return defaultdict(lambda: History({}), {person_id: History(days) for person_id, days in found.items()})


def last_told(db: Session, person_ids: Collection[int]) -> dict[tuple[int, str], date]:
    """The last day, of the reader's own calendar, on which these people were told anything, by person and audience."""
    query = select(ReminderDigest.person_id, ReminderDigest.audience, func.max(ReminderDigest.day))
    query = query.where(ReminderDigest.person_id.in_(person_ids))
    rows = db.execute(query.group_by(ReminderDigest.person_id, ReminderDigest.audience))
    return {(person_id, audience): day for person_id, audience, day in rows}


def wishes(db: Session, zone: ZoneInfo) -> dict[Wish, list[int]]:
    """Who wants to be told at an hour of their own, by zone and hour; whoever is not in it leaves both to the site."""
    query = select(ReminderPreference.person_id, ReminderPreference.timezone, ReminderPreference.hour)
    found: defaultdict[Wish, list[int]] = defaultdict(list)
    for person_id, timezone, hour in db.execute(query):
        found[wish_of(timezone, hour, None, None, zone)].append(person_id)
    return found


def at_work(db: Session, today: date) -> list[int]:
    """Everybody who is at work on a day of the site."""
    return list(db.scalars(select(Person.id).where(status_on(today) == "active").order_by(Person.id)))
