"""Accounts, invitations and visits: how the people of the company came in, and when."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from training.accounts.jobs import forget_old
from training.accounts.models import Account, OneTimeCode, Visit
from training.accounts.rules_codes import LIFETIMES, Purpose, hashed, new_secret
from training.accounts.rules_visits import OWN_DEVICE, trust_in
from training.demo.accounts import NOBODY
from training.demo.cast import LAUNCH, UNITS, Colleague, unit_named
from training.demo.chronicle import Chronicle
from training.demo.colleagues import COLLEAGUES
from training.demo.days import OPENS, Days
from training.demo.learning import SEED
from training.demo.staff import ADMINISTRATOR, GRANTS, Company
from training.demo.story import Story

INVITED, OPENED = OPENS + 60, OPENS + 2  # minutes of the day
LOOKS_IN = 7  # days between two looks of somebody who leads
DEVICES = (
    "Mozilla/5.0 (Linux; Android 15; Mobile) Chrome/140.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36",
)
SHARED_DEVICE = "Mozilla/5.0 (Linux; Android 14; Tablet) Chrome/138.0 Safari/537.36"

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Stay:
    """One visit: from the sign-in to when its browser was last seen."""

    began_at: datetime
    seen_at: datetime
    is_shared: bool = False


def first_day(colleague: Colleague, days: Days) -> int | None:
    """The day on which somebody chose a passphrase: the first at work after the invitation; None if still to come."""
    first = max(colleague.added + 1, colleague.hired)
    return next((day for day in range(first, min(first + 200, 0)) if days.works(colleague, day)), None)


def stays(spans: Iterable[Span], *, shared: bool) -> list[Stay]:
    """The visits in which these spans of time happened, given how long a browser is trusted."""
    found: list[Stay] = []
    for start, end in sorted(spans):
        last = found[-1] if found else None
        within = last is not None and (
            start.date() == last.began_at.date()
            if shared
            else start - last.seen_at <= OWN_DEVICE.idle and end <= OWN_DEVICE.ends_at(last.began_at)
        )
        if last is not None and within:
            found[-1] = Stay(last.began_at, max(end, last.seen_at), shared)
        else:
            found.append(Stay(start - timedelta(seconds=40), end, shared))
    return found


def open_doors(
    db: Session, company: Company, story: Story, days: Days, chronicle: Chronicle, *, passphrases: dict[str, str]
) -> None:
    """Make accounts and visits. `passphrases` are hashes by number; nobody knows those of the others."""
    nobodys = passphrases[NOBODY]
    spans: dict[str, list[Span]] = defaultdict(list)
    for who, start, end in story.busy():
        spans[who].append((start, end))
    accounts: dict[str, Account] = {}
    visiting: list[tuple[str, Stay]] = []
    for colleague in COLLEAGUES:
        number, day = colleague.number, first_day(colleague, days)
        opened_at = None if day is None else days.at(day, OPENED)
        if number == ADMINISTRATOR:
            day, opened_at = LAUNCH, days.at(LAUNCH, OPENS - 38)
        else:
            _invite(db, colleague, company, days, chronicle, opened_at=opened_at)
        if day is None or opened_at is None:
            continue
        accounts[number] = Account(
            person_id=company.people[number], passphrase_hash=passphrases.get(number, nobodys), passphrase_at=opened_at
        )
        by = Purpose.SET_UP if number == ADMINISTRATOR else Purpose.INVITATION
        person = company.people[number]
        chronicle.note("account.opened", at=opened_at, actor=person, subject=person, payload={"by": by.value})
        all_spans = [(opened_at + timedelta(seconds=41), opened_at + timedelta(minutes=1)), *spans[number]]
        all_spans += _looks(colleague, day, days)
        visiting += [(number, stay) for stay in stays(all_spans, shared=not colleague.mail)]
    db.add_all(accounts.values())
    db.flush()
    _visit(db, company, accounts, visiting, chronicle)
    forget_old(db, now=days.at(0, 0))


def _looks(colleague: Colleague, since: int, days: Days) -> list[Span]:
    """Those who lead or have a grant look in every week."""
    number = colleague.number
    if number not in {unit.leader for unit in UNITS} | {who for who, _ in GRANTS}:
        return []
    shift = int(number[1:]) % LOOKS_IN
    looking = (day for day in range(since + 1, 0) if (day + shift) % LOOKS_IN == 0 and days.works(colleague, day))
    return [(days.at(day, OPENS + 12), days.at(day, OPENS + 25)) for day in looking]


def _invite(
    db: Session,
    colleague: Colleague,
    company: Company,
    days: Days,
    chronicle: Chronicle,
    *,
    opened_at: datetime | None,
) -> None:
    person, made_at = company.people[colleague.number], days.at(colleague.added, INVITED)
    inviting = unit_named(colleague.first_team).led_by(colleague.added)
    by = company.people[ADMINISTRATOR if inviting == colleague.number else inviting]
    ends_at = made_at + LIFETIMES[Purpose.INVITATION]
    how = "mail" if colleague.mail else "sheet"
    payload = {"how": how, "ends_at": ends_at.isoformat()}
    chronicle.note("account.invited", at=made_at, actor=by, subject=person, payload=payload)
    db.add(
        OneTimeCode(
            purpose=Purpose.INVITATION.value,
            person_id=person,
            code_hash=hashed(new_secret()),
            made_at=made_at,
            made_by_id=by,
            ends_at=ends_at,
            used_at=opened_at,
        )
    )


def _visit(
    db: Session,
    company: Company,
    accounts: dict[str, Account],
    visiting: Sequence[tuple[str, Stay]],
    chronicle: Chronicle,
) -> None:
    random = Random(f"{SEED} devices")  # noqa: S311 -- an invented past
    devices = {one.number: random.choice(DEVICES) for one in COLLEAGUES}
    addresses = {
        one.number: f"10.{UNITS.index(unit_named(one.team)) + 20}.0.{int(one.number[2:])}" for one in COLLEAGUES
    }
    visiting = sorted(visiting, key=lambda pair: (pair[1].began_at, pair[0]))
    visits = [
        Visit(
            account_id=accounts[number].id,
            secret_hash=hashed(secrets.token_urlsafe(32)),
            began_at=stay.began_at,
            seen_at=stay.seen_at,
            ends_at=trust_in(shared=stay.is_shared).ends_at(stay.began_at),
            ended_at=stay.seen_at + timedelta(minutes=1) if stay.is_shared else None,
            is_shared=stay.is_shared,
            device=SHARED_DEVICE if stay.is_shared else devices[number],
            address=addresses[number],
        )
        for number, stay in visiting
    ]
    db.add_all(visits)
    db.flush()
    for visit, (number, stay) in zip(visits, visiting, strict=True):
        person = company.people[number]
        mark = hashed(addresses[number])[:16]
        payload = {"visit": visit.id, "address": mark}
        chronicle.note("account.signed-in", at=stay.began_at, actor=person, subject=person, payload=payload)
