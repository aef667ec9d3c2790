"""Closing the account of somebody who stays in the company, and opening it again."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from training.accounts.actions import end_codes, end_visits
from training.accounts.models import Account
from training.accounts.queries import account_of
from training.accounts.queries_grants import somebody_administers
from training.core import ledger
from training.core.i18n import gettext as _
from training.core.permissions import Actor, Permission
from training.core.problems import Problem, Problems
from training.people.models import Person
from training.people.queries import person_for
from training.people.queries_holding import above


def sign_out_everywhere(db: Session, actor: Actor, person_id: int, *, now: datetime) -> int:
    """End every visit of somebody; returns how many ended."""
    person = person_for(db, actor, person_id, Permission.PERSON_WRITE)
    account = account_of(db, person.id)
    if account is None:
        return 0
    return end_visits(db, account.id, actor_id=actor.person_id, reason="ended by an administrator", now=now)


def close_account(db: Session, actor: Actor, person_id: int, *, now: datetime, today: date) -> Person:
    """Let somebody in no more until the account is opened again. Raises Problems when that may not be."""
    person = person_for(db, actor, person_id, Permission.PERSON_WRITE)
    if person.id == actor.person_id:
        raise Problems([Problem("account", None, _("You cannot close your own account."), _("Ask a colleague."))])
    if above(db, actor, [person.id], today=today):
        message = _("%(name)s may do more here than you.", name=person.full_name)
        raise Problems([Problem("account", None, message, _("An administrator of the whole site can do this."))])
    if not somebody_administers(db, but_person=person.id):
        raise Problems([Problem("account", None, _("This is the last administrator."))])
    account = account_of(db, person.id)
    if account is None:
        account = Account(person_id=person.id)
        db.add(account)
        db.flush()
    account.disabled_at = now
    end_codes(db, person.id, now=now)
    ledger.record(db, "account.closed", at=now, actor_id=actor.person_id, subject_id=person.id)
    end_visits(db, account.id, actor_id=actor.person_id, reason="account closed", now=now)
    return person


def open_account(db: Session, actor: Actor, person_id: int, *, now: datetime) -> Person:
    """Let somebody in again, with the passphrase they had. Nothing happens to an account that is open."""
    person = person_for(db, actor, person_id, Permission.PERSON_WRITE)
    account = account_of(db, person.id)
    if account is not None and account.disabled_at is not None:
        account.disabled_at = None
        ledger.record(db, "account.opened-again", at=now, actor_id=actor.person_id, subject_id=person.id)
    return person
