"""The first run: a one-time link in the terminal leads to three questions, and to the first administrator."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from training.accounts.actions import put_passphrase
from training.accounts.actions_codes import keep_codes
from training.accounts.actions_grants import keep_grant
from training.accounts.models import Account, OneTimeCode
from training.accounts.queries import account_of, is_good, person_named
from training.accounts.rules_codes import LIFETIMES, Purpose, hashed, new_secret, welcome_url
from training.core import ledger
from training.core.clock import local_day
from training.core.db import Database
from training.core.i18n import gettext as _
from training.core.permissions import Actor, PermissionSet
from training.core.problems import Problem, Problems
from training.core.site import SiteRow
from training.people.actions import PersonFacts, add_person
from training.people.models import Grant, Person, Team

NO_NUMBER = "admin"  # the employee number of somebody who has none; the roster may bring another


@dataclass(frozen=True)
class Administrator:
    """Who is to look after the site. `email` is lower case or None; the number may be empty."""

    given_name: str
    family_name: str
    employee_number: str = ""
    email: str | None = None
    language: str = "en"


def is_set_up(db: Session) -> bool:
    return db.scalar(select(SiteRow.id)) is not None


def set_up_link(database: Database, base_url: str, *, now: datetime) -> str | None:
    """A new link to the three questions; None when they are answered. It ends the link before it.

    `training serve` prints it.
    """
    secret = new_secret()
    with database.writing() as db:
        if is_set_up(db):
            return None
        db.execute(update(OneTimeCode).where(OneTimeCode.purpose == Purpose.SET_UP, is_good(now)).values(ends_at=now))
        ends_at = now + LIFETIMES[Purpose.SET_UP]
        db.add(OneTimeCode(purpose=Purpose.SET_UP.value, code_hash=hashed(secret), made_at=now, ends_at=ends_at))
    return f"{base_url}/set-up/{secret}"


def is_set_up_code(db: Session, secret: str, *, now: datetime) -> bool:
    """Whether this is the link's code and it is still good."""
    query = select(OneTimeCode.id).where(
        OneTimeCode.code_hash == hashed(secret), OneTimeCode.purpose == Purpose.SET_UP, is_good(now)
    )
    return db.scalar(query) is not None and not is_set_up(db)


def set_up(
    db: Session, secret: str, *, company: str, timezone: str, who: Administrator, passphrase_hash: str, now: datetime
) -> Account | None:
    """Make the site, its root team and its first administrator; returns their account.

    None when somebody was faster with the same link. Raises Problems at the fields that are wrong.
    """
    taking = update(OneTimeCode).where(
        OneTimeCode.code_hash == hashed(secret), OneTimeCode.purpose == Purpose.SET_UP, is_good(now)
    )
    if is_set_up(db) or db.execute(taking.values(used_at=now)).rowcount != 1:  # type: ignore[attr-defined] # an update
        return None
    db.add(SiteRow(id=1, company=company, timezone=timezone, set_up_at=now))
    root = _root_team(db, company)
    person = _add(db, who, root, zone=ZoneInfo(timezone), now=now)
    payload = {"company": company, "timezone": timezone}
    ledger.record(db, "site.set-up", at=now, actor_id=person.id, payload=payload)
    keep_grant(db, person.id, PermissionSet.ADMINISTRATOR, actor_id=person.id, now=now)
    return put_passphrase(db, person.id, passphrase_hash, by=Purpose.SET_UP, now=now)


def _root_team(db: Session, company: str) -> Team:
    root = Team(name=company, parent_id=None, path="")
    db.add(root)
    db.flush()
    root.path = f"/{root.id}/"
    return root


def _add(db: Session, who: Administrator, team: Team, *, zone: ZoneInfo, now: datetime) -> Person:
    facts = PersonFacts(
        employee_number=who.employee_number or NO_NUMBER,
        given_name=who.given_name,
        family_name=who.family_name,
        preferred_name="",
        email=who.email,
        phone="",
        language=who.language,
        team_id=team.id,
        manager_id=None,
        hired_on=None,
        leave_from=None,
        leave_until=None,
    )
    return add_person(db, Actor.house(), facts, role_id=None, now=now, today=local_day(now, zone))


def administrator_link(db: Session, who: Administrator, base_url: str, *, now: datetime) -> str:
    """A one-time link with which somebody becomes administrator: a person found by number or address, or a new one.

    For `training admin create`: whoever may run commands on the machine may do this. Raises Problems when the site is
    not set up yet, or when somebody new lacks a name.
    """
    site = db.get(SiteRow, 1)
    if site is None:
        message, remedy = _("The site is not set up yet."), _("Run “training serve” and open the link that it prints.")
        raise Problems([Problem("site", None, message, remedy)])
    zone = ZoneInfo(site.timezone)
    person_id = _known(db, who, zone=zone, now=now)
    if person_id is None:
        if not (who.given_name and who.family_name):
            message = _("Nobody here has this number or address.")
            raise Problems([Problem("name", None, message, _("Give a first and a family name for somebody new."))])
        root = db.scalars(select(Team).where(Team.parent_id.is_(None)).order_by(Team.id)).first()
        person_id = _add(db, who, root or _root_team(db, site.company), zone=zone, now=now).id
    held = select(Grant.id).where(
        Grant.person_id == person_id,
        Grant.permission_set == PermissionSet.ADMINISTRATOR,
        Grant.team_id.is_(None),
        Grant.until_on.is_(None),
    )
    if db.scalar(held) is None:
        keep_grant(db, person_id, PermissionSet.ADMINISTRATOR, actor_id=None, now=now)
    account = account_of(db, person_id)
    if account is not None:
        account.disabled_at = None
    purpose = Purpose.RESET_BY_HAND if account is not None and account.passphrase_hash else Purpose.INVITATION
    secret = new_secret()
    keep_codes(db, purpose, {person_id: secret}, made_by=None, how="command", now=now)
    return welcome_url(base_url, secret)


def _known(db: Session, who: Administrator, *, zone: ZoneInfo, now: datetime) -> int | None:
    for name in (who.employee_number, who.email):
        found = person_named(db, name, today=local_day(now, zone)) if name else None
        if found is not None:
            return found
    return None
