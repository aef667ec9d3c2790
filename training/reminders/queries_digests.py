"""What is to be told to whom: now, or on a day to come if nothing happens until then."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification.queries import in_chunks
from training.certification.queries_programmes import catalogue_on
from training.core.clock import local_day
from training.core.notices import Waiting, WaitingFor
from training.people.models import Person
from training.reminders.models import OWN, TEAM
from training.reminders.queries import Reader, asked_of, asked_on, histories, last_told, pressing, readers
from training.reminders.queries_team import chain_on
from training.reminders.rules import REST_DAYS, Asked, Digest, Kind, Line
from training.reminders.rules_chain import Chain
from training.reminders.rules_own import digest_for
from training.reminders.rules_team import Matter, digest_of_team, matters_of
from training.reminders.rules_when import Hours, Tells, day_to_tell

AskedOf = Callable[[Session, Collection[int]], Mapping[int, Sequence[Asked]]]


@dataclass(frozen=True)
class Custom:
    """How this site reminds: its time zone, the hours in which mails may go out, and who knows what waits."""

    zone: ZoneInfo
    hours: Hours
    waiting_for: Sequence[WaitingFor] = ()


@dataclass(frozen=True)
class Planned:
    """A digest for somebody; `day` is one of their own calendar."""

    reader: Reader
    audience: str
    day: date
    digest: Digest


@dataclass(frozen=True)
class _Source:
    """Where standings come from: the stored ones of today, or those expected on a day."""

    today: date
    asked: AskedOf
    pressing: AskedOf
    chain: Chain
    waiting_for: Sequence[WaitingFor]


@dataclass(frozen=True)
class _Turn:
    """That it is somebody's turn: their own day, what is told on it, and in how many days the next one is."""

    reader: Reader
    day: date
    tells: Tells
    days_to_next: int
    last: Mapping[tuple[int, str], date]

    def may(self, audience: str) -> bool:
        """Whether nothing of the sort was told on this day yet."""
        last = self.last.get((self.reader.id, audience))
        return last is None or last < self.day

    def rested(self, audience: str) -> bool:
        """Whether the last time lies some days back."""
        last = self.last.get((self.reader.id, audience))
        return last is None or (self.day - last).days >= REST_DAYS


def planned(
    db: Session, person_ids: Collection[int], custom: Custom, *, now: datetime, chain: Chain | None = None
) -> list[Planned]:
    """What these people are to be told at this moment, from their stored standings.

    Only those are told something who are at work, whose hour has come and is not over, and whom nothing was told of the
    same sort on this day of theirs. `chain` saves reading the organisation once more.
    """
    today = local_day(now, custom.zone)
    last = last_told(db, person_ids)
    turns = [
        _turn(reader, day, last)
        for reader in readers(db, person_ids, today=today, zone=custom.zone).values()
        if reader.status == "active" and (day := day_to_tell(now, custom.hours, reader.wish)) is not None
    ]
    turns = [turn for turn in turns if turn.tells is not Tells.NOTHING]
    return _planned(db, turns, _stored(today, custom, chain or chain_on(db, today))) if turns else []


def planned_on(db: Session, person_ids: Collection[int], custom: Custom, day: date) -> list[Planned]:
    """What these people would be told on a day, today or later, if nothing happened until then."""
    catalogue = catalogue_on(db, day, custom.zone)
    asked = partial(asked_on, catalogue=catalogue, zone=custom.zone)
    source = _Source(day, asked, asked, chain_on(db, day), custom.waiting_for)
    found: list[Planned] = []
    for chunk in in_chunks(person_ids):
        people, last = readers(db, chunk, today=day, zone=custom.zone).values(), last_told(db, chunk)
        found += _planned(db, [_turn(reader, day, last) for reader in people if reader.status == "active"], source)
    return found


def planned_at_once(db: Session, person_id: int, custom: Custom, *, today: date) -> list[Planned]:
    """What somebody would be told if it went out now, whatever hour and day it is."""
    people = readers(db, [person_id], today=today, zone=custom.zone).values()
    turns = [_Turn(reader, today, Tells.EVERYTHING, 1, {}) for reader in people if reader.status == "active"]
    return _planned(db, turns, _stored(today, custom, chain_on(db, today)))


def _turn(reader: Reader, day: date, last: Mapping[tuple[int, str], date]) -> _Turn:
    return _Turn(reader, day, reader.wish.tells(day), reader.wish.days_to_next(day), last)


def _stored(today: date, custom: Custom, chain: Chain) -> _Source:
    return _Source(today, asked_of, lambda db, people: pressing(db, people, today), chain, custom.waiting_for)


def _planned(db: Session, turns: Sequence[_Turn], source: _Source) -> list[Planned]:
    people = [turn.reader.id for turn in turns]
    known, asked = histories(db, people), source.asked(db, people)
    matters = _matters(db, people, source)
    waiting = _waiting(db, people, source)
    found: list[Planned] = []
    for turn in turns:
        key = turn.reader.id
        own = digest_for(
            asked.get(key, ()),
            known[key],
            today=source.today,
            tells=turn.tells,
            days_to_next=turn.days_to_next,
            back_on=turn.reader.back_on,
            rested=turn.rested(OWN),
        )
        near, far = matters.get(key, ((), ()))
        team = digest_of_team(
            near,
            far,
            waiting.get(key, ()),
            known[key],
            today=source.today,
            tells=turn.tells,
            rested=turn.rested(TEAM),
        )
        for audience, digest in ((OWN, own), (TEAM, team)):
            if digest is not None and turn.may(audience):
                found.append(Planned(turn.reader, audience, turn.day, digest))
    return _with_managers(db, found, source.chain)


def _matters(db: Session, managers: Sequence[int], source: _Source) -> dict[int, tuple[list[Matter], list[Matter]]]:
    """What there is to know about the people of managers, and about the people of the managers below them."""
    chain = source.chain
    near = {manager: chain.people_of[manager] for manager in managers if manager in chain.people_of}
    far = {manager: chain.people_below(manager) for manager in near}
    matters: dict[int, list[Matter]] = {}
    for chunk in in_chunks(set().union(*near.values(), *far.values())):
        for person_id, asked in source.pressing(db, chunk).items():
            matters[person_id] = list(matters_of(person_id, asked, today=source.today))

    def about(people: Collection[int]) -> list[Matter]:
        return [matter for person_id in sorted(people) for matter in matters.get(person_id, ())]

    return {manager: (about(near[manager]), about(far[manager])) for manager in near}


def _waiting(db: Session, people: Sequence[int], source: _Source) -> dict[int, list[Waiting]]:
    found: defaultdict[int, list[Waiting]] = defaultdict(list)
    for waiting_for in source.waiting_for:
        for one in waiting_for(db, people, source.today):
            found[one.person_id].append(one)
    return found


def _with_managers(db: Session, found: list[Planned], chain: Chain) -> list[Planned]:
    """The digests with the names of those who look after whomever is late for long."""
    managers = {
        line.person_id: chain.above(line.person_id)
        for one in found
        for line in one.digest.lines
        if line.kind is Kind.ESCALATED and line.person_id is not None
    }
    if not managers:
        return found
    ids = set().union(*managers.values())
    names = {person.id: person.full_name for person in db.scalars(select(Person).where(Person.id.in_(ids)))}

    def named(line: Line) -> Line:
        if line.kind is not Kind.ESCALATED or line.person_id is None:
            return line
        return replace(line, words=", ".join(sorted(names[one] for one in managers[line.person_id])))

    return [replace(one, digest=replace(one.digest, lines=tuple(map(named, one.digest.lines)))) for one in found]
