"""What the accounts do later: send a code to whoever lost a passphrase, and forget what is over."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from training.accounts.actions_codes import House, mail_codes
from training.accounts.models import Account, OneTimeCode, Visit
from training.accounts.queries import may_enter
from training.accounts.rules_codes import Purpose
from training.core import throttle, web
from training.core.clock import local_day
from training.core.jobs import Registry
from training.core.worker import Task
from training.people.models import Person

RESET = "accounts.reset"
TIDY = "accounts.tidy"
KEPT = timedelta(days=90)  # how long visits and codes that are over can still be looked up
BUCKETS_KEPT = timedelta(days=1)  # every bucket is full again long before


def register(registry: Registry) -> None:
    registry.handle(RESET, send_reset)
    registry.handle(TIDY, tidy)
    registry.nightly(TIDY)


def send_reset(task: Task) -> None:
    """Mail a code to the person who asked for it; does nothing for a name that nobody has."""
    person_id: int | None = task.payload["person"]
    if person_id is None:
        return
    site = web.site()
    house = House(site.company, site.zone, web.settings().base_url)
    query = select(Person).outerjoin(Account, Account.person_id == Person.id)
    people = task.db.scalars(query.where(Person.id == person_id, may_enter(local_day(task.now, site.zone)))).all()
    mail_codes(task.db, Purpose.RESET_BY_MAIL, people, house=house, made_by=None, now=task.now)


def tidy(task: Task) -> None:
    """Forget visits and codes that were over long ago, and throttles that are full again."""
    forget_old(task.db, now=task.now)


def forget_old(db: Session, *, now: datetime) -> None:
    long_ago = now - KEPT
    db.execute(delete(Visit).where(or_(Visit.ended_at < long_ago, Visit.ends_at < long_ago)))
    db.execute(delete(OneTimeCode).where(or_(OneTimeCode.used_at < long_ago, OneTimeCode.ends_at < long_ago)))
    throttle.forget_old(db, now - BUCKETS_KEPT)
