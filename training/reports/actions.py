"""What a manager does from the board: remind people of what is due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification.actions import assign
from training.certification.models import CurrentStanding
from training.certification.rules import TargetId
from training.certification.rules_stored import parts_of
from training.core import ledger
from training.core.clock import local_day
from training.core.ledger import Entry
from training.core.letters import send_letter
from training.core.permissions import Actor, Permission
from training.core.problems import Problems
from training.people.models import Person
from training.people.queries import people_within, status_on
from training.reports.queries import titles_of

REMINDED = "reminder.sent"
MOST_LINES = 8  # a mail that lists more is not read


@dataclass(frozen=True)
class Reminded:
    """What became of a wish to remind people: how many mails went out, and whom they could not reach and why."""

    sent: int
    already: tuple[str, ...]
    nothing_open: tuple[str, ...]
    away: tuple[str, ...]
    without_mail: tuple[str, ...]


def remind(
    db: Session, actor: Actor, person_ids: Collection[int], *, base_url: str, now: datetime, zone: ZoneInfo
) -> Reminded:
    """Send each of these people one mail about what is open; nobody gets a second one on the same day.

    People on leave or not yet here, without anything open, or without an address are named instead.
    """
    today = local_day(now, zone)
    allowed = people_within(actor, Permission.REMINDER_SEND).where(Person.id.in_(person_ids))
    # Two managers may press at once: the second waits here and then sees the first one's fact.
    people = db.scalars(allowed.order_by(Person.id).with_for_update(of=Person)).all()
    ids = [person.id for person in people]
    status = dict(db.execute(select(Person.id, status_on(today)).where(Person.id.in_(ids))).all())
    reminded = _reminded_on(db, ids, today, zone)
    open_of = _open_of(db, ids)
    names: dict[str, list[str]] = {"already": [], "nothing_open": [], "away": [], "without_mail": []}
    sent = 0
    for person in people:
        if status[person.id] != "active":
            names["away"].append(person.full_name)
        elif not open_of.get(person.id):
            names["nothing_open"].append(person.full_name)
        elif person.id in reminded:
            names["already"].append(person.full_name)
        elif not person.email:
            names["without_mail"].append(person.full_name)
        else:
            send_letter(
                db,
                "reminder",
                to=person.email,
                language=person.language,
                now=now,
                name=person.preferred_name or person.given_name,
                sender=actor.display_name,
                items=open_of[person.id][:MOST_LINES],
                more=max(0, len(open_of[person.id]) - MOST_LINES),
                url=f"{base_url}/",
            )
            ledger.record(db, REMINDED, at=now, actor_id=actor.person_id, subject_id=person.id)
            sent += 1
    return Reminded(sent, **{reason: tuple(who) for reason, who in names.items()})


def assign_all(
    db: Session, actor: Actor, people: Sequence[Person], document_id: int, *, now: datetime, zone: ZoneInfo
) -> tuple[list[str], list[str]]:
    """Ask these people for a programme from today on: the names of those it is now asked of, and was already."""
    done: list[str] = []
    already: list[str] = []
    for person in people:
        try:
            assign(db, actor, person.id, document_id, now=now, zone=zone)
        except Problems:
            already.append(person.full_name)
        else:
            done.append(person.full_name)
    return done, already


def _reminded_on(db: Session, person_ids: Collection[int], day: date, zone: ZoneInfo) -> set[int]:
    query = select(Entry.subject_id, Entry.at).where(Entry.subject_id.in_(person_ids), Entry.kind == REMINDED)
    return {person_id for person_id, at in db.execute(query) if person_id is not None and local_day(at, zone) == day}


@dataclass(frozen=True)
class OpenItem:
    """Something that somebody has still to do, and by when."""

    title: str
    due_on: date | None


def _open_of(db: Session, person_ids: Collection[int]) -> dict[int, list[OpenItem]]:
    """What is open for these people, the soonest first; each document once."""
    query = select(CurrentStanding.person_id, CurrentStanding.parts).where(CurrentStanding.person_id.in_(person_ids))
    due_of: dict[int, dict[TargetId, date | None]] = {}
    for person_id, parts in db.execute(query):
        for part in parts_of(parts):
            if part.is_open:
                known = due_of.setdefault(person_id, {})
                known[part.target] = min(filter(None, (part.due, known.get(part.target))), default=None)
    titles = titles_of(db, {target for found in due_of.values() for target in found})
    return {
        person_id: [
            OpenItem(titles.get(target, ""), day)
            for target, day in sorted(found.items(), key=lambda pair: (pair[1] or date.max, str(pair[0])))
        ]
        for person_id, found in due_of.items()
    }
