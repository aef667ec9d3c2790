"""From the secret in a browser to the actor behind it, in one query; and who stands behind a name or a code."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    exists,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from training.accounts.models import Account, OneTimeCode, Visit
from training.accounts.rules_codes import WELCOMING, Purpose, hashed
from training.accounts.rules_visits import OWN_DEVICE, SHARED_DEVICE, Trust, trust_in
from training.core.db import UTCDateTime
from training.core.permissions import Actor
from training.people.models import Person, initials_of
from training.people.queries_holding import held_of, ways_to_hold


@dataclass(frozen=True)
class Presence:
    """Who is behind a browser, when they were last seen there, and how far the device is trusted."""

    actor: Actor
    seen_at: datetime
    trust: Trust


def presence_of(db: Session, secret: str, *, now: datetime, today: date) -> Presence | None:
    """The actor behind a visit's secret; None when the visit has ended or the person may not enter any more.

    Every page asks this, so its two questions are composed once, below, and looked up by an index each.
    """
    limits = {"now": now, "today": today, "own_since": now - OWN_DEVICE.idle, "shared_since": now - SHARED_DEVICE.idle}
    connection = db.connection()  # rows, not objects: the session's part of asking costs as much as the database's
    row = connection.execute(_PRESENCE, {"secret_hash": hashed(secret), **limits}).first()
    if row is None:
        return None
    held = connection.execute(_HELD, {"person_id": row.person_id, "today": today}).all()
    called = row.preferred_name or row.given_name
    actor = Actor(
        person_id=row.person_id,
        account_id=row.account_id,
        session_id=row.visit_id,
        display_name=f"{called} {row.family_name}".strip(),
        called=called,
        initials=initials_of(called, row.family_name),
        language=row.language,
        leads_people=row.leads_people,
        held=tuple(held_of(permission_set, path) for _person, permission_set, path in held),
    )
    return Presence(actor, row.seen_at, trust_in(shared=row.is_shared))


def is_open(now: datetime) -> ColumnElement[bool]:
    """The visits that nobody has ended and that are within both limits."""
    return _within_limits(now, now - OWN_DEVICE.idle, now - SHARED_DEVICE.idle)


Moment = datetime | BindParameter[datetime]
Day = date | BindParameter[date]


def _within_limits(now: Moment, own_since: Moment, shared_since: Moment) -> ColumnElement[bool]:
    return and_(
        Visit.ended_at.is_(None),
        Visit.ends_at > now,
        or_(
            and_(Visit.is_shared.is_(False), Visit.seen_at > own_since),
            and_(Visit.is_shared.is_(True), Visit.seen_at > shared_since),
        ),
    )


def may_enter(today: Day) -> ColumnElement[bool]:
    """The people who may come in: not disabled, not past the last day. The first day may lie ahead, so that a new
    hire can learn before it."""
    return and_(Account.disabled_at.is_(None), or_(Person.left_on.is_(None), Person.left_on >= today))


def _presence() -> Select[*tuple[Any, ...]]:
    report = aliased(Person)
    return (
        select(
            Visit.id.label("visit_id"),
            Visit.seen_at,
            Visit.is_shared,
            Visit.account_id,
            Person.id.label("person_id"),
            Person.given_name,
            Person.preferred_name,
            Person.family_name,
            Person.language,
            exists().where(report.manager_id == Person.id).label("leads_people"),
        )
        .join(Account, Account.id == Visit.account_id)
        .join(Person, Person.id == Account.person_id)
        .where(
            Visit.secret_hash == bindparam("secret_hash"),
            _within_limits(
                _NOW, bindparam("own_since", type_=UTCDateTime), bindparam("shared_since", type_=UTCDateTime)
            ),
            may_enter(_TODAY),
        )
    )


def _held_by_person() -> CompoundSelect[int, str, str | None]:
    person_id = bindparam("person_id", type_=Integer)
    return union_all(*(way.where(way.selected_columns[0] == person_id) for way in ways_to_hold(_TODAY)))


_NOW = bindparam("now", type_=UTCDateTime)
_TODAY = bindparam("today", type_=Date)
_PRESENCE = _presence()
_HELD = _held_by_person()


@dataclass(frozen=True)
class Claim:
    """What is known of the person that somebody at the door says they are."""

    account_id: int
    person_id: int
    passphrase_hash: str | None


def claim_of(db: Session, name: str, *, today: date) -> Claim | None:
    """The account that an e-mail address or employee number names, if its owner may enter."""
    query = _named(name, today).with_only_columns(Account.id, Person.id, Account.passphrase_hash)
    rows = db.execute(query.where(Account.id.is_not(None))).all()
    return Claim(*rows[-1]) if rows else None


def person_named(db: Session, name: str, *, today: date) -> int | None:
    """The person that an e-mail address or employee number names, with an account or without one yet."""
    ids = db.scalars(_named(name, today)).all()
    return ids[-1] if ids else None


def _named(name: str, today: date) -> Select[int]:
    """The ids of whom a name means, the best match last."""
    spellings = {name, name.upper(), name.lower()}  # so that the unique index serves
    return (
        select(Person.id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(or_(Person.email == name.lower(), Person.employee_number.in_(spellings)), may_enter(today))
        # An employee number may look like somebody's address, or like another number in other capitals.
        .order_by(case((Person.email == name.lower(), 2), (Person.employee_number == name, 1), else_=0))
    )


@dataclass(frozen=True)
class Welcome:
    """Whom a one-time code lets in."""

    code_id: int
    purpose: Purpose
    person: Person


def welcome_of(db: Session, secret: str, *, now: datetime, today: date) -> Welcome | None:
    """The person a code was made for; None when it is unknown, used, over, or its person may not enter."""
    query = (
        select(OneTimeCode.id, OneTimeCode.purpose, Person)
        .join(Person, Person.id == OneTimeCode.person_id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(
            OneTimeCode.code_hash == hashed(secret),
            OneTimeCode.purpose.in_(WELCOMING),
            is_good(now),
            may_enter(today),
        )
    )
    row = db.execute(query).first()
    return Welcome(row.id, Purpose(row.purpose), row.Person) if row else None


def is_good(now: datetime) -> ColumnElement[bool]:
    """The codes that can still be used."""
    return and_(OneTimeCode.used_at.is_(None), OneTimeCode.ends_at > now)


def account_of(db: Session, person_id: int) -> Account | None:
    """The account of a person, whether it is open yet or not."""
    return db.scalars(select(Account).where(Account.person_id == person_id)).first()
