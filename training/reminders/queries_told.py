"""What somebody was told: the digests of the last months, with their lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.people.models import Person
from training.reminders.models import ReminderDigest, ReminderLine
from training.reminders.queries_things import Things, things_of
from training.reminders.rules import Kind, Line

SHOWN = timedelta(days=90)
MOST_DIGESTS = 50


@dataclass(frozen=True)
class ToldDigest:
    """A digest as it was told; `by` is the name of whoever asked for it by hand."""

    id: int
    day: date
    audience: str
    by_mail: bool
    by: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Told:
    """Digests, the newest first, and what they speak of."""

    digests: Sequence[ToldDigest]
    things: Things


def told_to(db: Session, person_id: int, *, today: date, within: timedelta = SHOWN) -> Told:
    """What somebody was told lately, in at most five queries."""
    query = (
        select(ReminderDigest, Person)
        .outerjoin(Person, Person.id == ReminderDigest.by_id)
        .where(ReminderDigest.person_id == person_id, ReminderDigest.day > today - within)
        .order_by(ReminderDigest.day.desc(), ReminderDigest.id.desc())
        .limit(MOST_DIGESTS)
    )
    rows = db.execute(query).all()
    lines: dict[int, list[Line]] = {row.ReminderDigest.id: [] for row in rows}
    if rows:
        said = select(ReminderLine).where(ReminderLine.digest_id.in_(lines)).order_by(ReminderLine.place)
        for line in db.scalars(said):
            lines[line.digest_id].append(_line(line))
    digests = [
        ToldDigest(
            id=digest.id,
            day=digest.day,
            audience=digest.audience,
            by_mail=digest.mail_id is not None,
            by=by.full_name if by else "",
            lines=lines[digest.id],
        )
        for digest, by in rows
    ]
    return Told(digests, things_of(db, (line for found in lines.values() for line in found)))


def _line(row: ReminderLine) -> Line:
    return Line(
        kind=Kind(row.kind),
        topics=(),
        on=row.on,
        programme_id=row.programme_id,
        target=row.skill or row.document_id,
        count=row.count,
        person_id=row.about_id,
        words=row.words,
        path=row.path,
    )
