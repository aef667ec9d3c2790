"""What a manager does from the board: remind people of what is due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from training.accounts.actions_codes import House
from training.certification.actions import assign
from training.core.permissions import Actor, Permission
from training.core.problems import Problems
from training.people.models import Person
from training.people.queries import people_within
from training.reminders import actions_by_hand
from training.reminders.actions import Sender
from training.reminders.queries_digests import Custom


@dataclass(frozen=True)
class Reminded:
    """What became of a wish to remind people: how many mails went out, and whom they could not reach and why.

    Those without an address read it on the site.
    """

    sent: int
    already: tuple[str, ...]
    nothing_open: tuple[str, ...]
    away: tuple[str, ...]
    without_mail: tuple[str, ...]


def remind(
    db: Session, actor: Actor, person_ids: Collection[int], custom: Custom, house: House, *, now: datetime
) -> Reminded:
    """Remind each of these people once of what is open; nobody is told anything a second time on the same day.

    People on leave or not yet here, and without anything open, are named instead.
    """
    allowed = people_within(actor, Permission.REMINDER_SEND).where(Person.id.in_(person_ids))
    names = {person.id: person.full_name for person in db.scalars(allowed.order_by(Person.id))}
    sender = Sender(actor.person_id, actor.display_name)
    found = actions_by_hand.remind(db, sender, list(names), custom, house, now=now)

    def named(ids: Collection[int]) -> tuple[str, ...]:
        return tuple(name for key, name in names.items() if key in ids)

    return Reminded(
        sent=len(found.mailed),
        already=named(found.already),
        nothing_open=named(found.nothing_open),
        away=named(found.away),
        without_mail=named(found.on_site),
    )


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
