"""From the secret in a browser to the actor behind it, in one query; and who stands behind a name or a code."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, Subquery, and_, exists, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from training.accounts.models import Account, OneTimeCode, Visit
from training.accounts.rules_codes import WELCOMING, Purpose, hashed
from training.accounts.rules_visits import OWN_DEVICE, SHARED_DEVICE, Trust, trust_in
from training.core.permissions import WHOLE_SITE, Actor, Held, PermissionSet
from training.people.models import Delegation, Grant, Person, Team, TeamLeader, initials_of


@dataclass(frozen=True)
class Presence:
    """Who is behind a browser, when they were last seen there, and how far the device is trusted."""

    actor: Actor
    seen_at: datetime
    trust: Trust


def presence_of(db: Session, secret: str, *, now: datetime, today: date) -> Presence | None:
    """The actor behind a visit's secret; None when the visit has ended or the person may not enter any more.

    One query, since every page asks: a row for each set that the person holds, through a grant, as a leader, or in
    somebody's stead.
    """
    report = aliased(Person)
    granted = held_on(today)
    query = (
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
            granted.c.permission_set,
            granted.c.path,
        )
        .select_from(Visit)
        .join(Account, Account.id == Visit.account_id)
        .join(Person, Person.id == Account.person_id)
        .outerjoin(granted, granted.c.person_id == Person.id)
        .where(Visit.secret_hash == hashed(secret), is_open(now), may_enter(today))
    )
    rows = db.execute(query).all()
    if not rows:
        return None
    first = rows[0]
    called = first.preferred_name or first.given_name
    actor = Actor(
        person_id=first.person_id,
        account_id=first.account_id,
        session_id=first.visit_id,
        display_name=f"{called} {first.family_name}".strip(),
        called=called,
        initials=initials_of(called, first.family_name),
        language=first.language,
        leads_people=first.leads_people,
        held=tuple(held_of(row.permission_set, row.path) for row in rows if row.permission_set),
    )
    return Presence(actor, first.seen_at, trust_in(shared=first.is_shared))


def is_open(now: datetime) -> ColumnElement[bool]:
    """The visits that nobody has ended and that are within both limits."""
    return and_(
        Visit.ended_at.is_(None),
        Visit.ends_at > now,
        or_(
            and_(Visit.is_shared.is_(False), Visit.seen_at > now - OWN_DEVICE.idle),
            and_(Visit.is_shared.is_(True), Visit.seen_at > now - SHARED_DEVICE.idle),
        ),
    )


def may_enter(today: date) -> ColumnElement[bool]:
    """The people who may come in: not disabled, not past the last day. The first day may lie ahead, so that a new
    hire can learn before it."""
    return and_(Account.disabled_at.is_(None), or_(Person.left_on.is_(None), Person.left_on >= today))


def held_on(day: date) -> Subquery:
    """(person_id, permission_set, path) on a day: grants, teams led, and teams led by those one stands in for."""
    manager = literal(PermissionSet.TEAM_MANAGER.value).label("permission_set")
    granted = (
        select(
            Grant.person_id.label("person_id"), Grant.permission_set.label("permission_set"), Team.path.label("path")
        )
        .outerjoin(Team, Team.id == Grant.team_id)
        .where(or_(Grant.until_on.is_(None), Grant.until_on >= day))
    )
    led = select(TeamLeader.person_id, manager, Team.path).join(Team, Team.id == TeamLeader.team_id)
    in_stead = (
        select(Delegation.delegate_id, manager, Team.path)
        .join(TeamLeader, TeamLeader.person_id == Delegation.person_id)
        .join(Team, Team.id == TeamLeader.team_id)
        .where(Delegation.from_on <= day, Delegation.until_on >= day)
    )
    return union_all(granted, led, in_stead).subquery("held")


def held_of(permission_set: str, path: str | None) -> Held:
    """A row of `held_on`; a grant without a team holds everywhere."""
    return Held(PermissionSet(permission_set), path or WHOLE_SITE)


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
        .order_by(Person.email == name.lower(), Person.employee_number == name)
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
