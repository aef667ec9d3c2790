"""A reminder that a leader asks for: everything open at once, in the same form, and within the same one a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.accounts.actions_codes import House
from training.core import ledger
from training.core.clock import local_day
from training.people.models import Person
from training.reminders.actions import Sender, write
from training.reminders.models import OWN
from training.reminders.queries import asked_of, histories, last_told, readers
from training.reminders.queries_digests import Custom, Planned
from training.reminders.rules import Kind, Topic
from training.reminders.rules_own import everything

REMINDED = "reminder.sent"


@dataclass(frozen=True)
class ByHand:
    """What became of the wish: the ids of those who get a mail, read it on the site, were told on this day already,
    have nothing open, or are not at work."""

    mailed: frozenset[int]
    on_site: frozenset[int]
    already: frozenset[int]
    nothing_open: frozenset[int]
    away: frozenset[int]


def remind(
    db: Session, sender: Sender, person_ids: Collection[int], custom: Custom, house: House, *, now: datetime
) -> ByHand:
    """Remind these people of all that is open; the caller has seen to it that the sender may.

    It counts as told, so the digest of the next morning does not repeat it.
    """
    # Two leaders may press at once: the second waits here and then sees what the first one's press told.
    db.execute(select(Person.id).where(Person.id.in_(person_ids)).order_by(Person.id).with_for_update())
    today = local_day(now, custom.zone)
    people = readers(db, person_ids, today=today, zone=custom.zone)
    days = {key: now.astimezone(reader.wish.zone).date() for key, reader in people.items()}
    last = last_told(db, people)
    known, asked = histories(db, people), asked_of(db, people)
    away = {key for key in person_ids if key not in people or people[key].status != "active"}
    already: set[int] = set()
    digests: list[Planned] = []
    for key, reader in people.items():
        if key in away:
            continue
        mark = Topic(Kind.ASKED, "", days[key])
        digest = everything(asked.get(key, ()), known[key], today=today, occasion=Kind.ASKED, mark=mark)
        if digest is not None and last.get((key, OWN), date.min) >= days[key]:
            already.add(key)
        elif digest is not None:
            digests.append(Planned(reader, OWN, days[key], digest))
    write(db, digests, house, now=now, sender=sender)
    facts = [ledger.Fact(REMINDED, one.reader.id) for one in digests]
    ledger.record_all(db, facts, at=now, actor_id=sender.id)
    mailed = {one.reader.id for one in digests if one.reader.email}
    reached = {one.reader.id for one in digests}
    return ByHand(
        mailed=frozenset(mailed),
        on_site=frozenset(reached - mailed),
        already=frozenset(already),
        nothing_open=frozenset(people.keys() - reached - already - away),
        away=frozenset(away),
    )
