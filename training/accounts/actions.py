"""What can be done at the door: open and end visits, set a passphrase, use up a code."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from training.accounts.models import Account, OneTimeCode, Visit
from training.accounts.queries import Welcome, account_of, is_good
from training.accounts.rules_codes import Purpose, hashed, new_secret
from training.accounts.rules_visits import Origin, trust_in
from training.core import ledger


def open_visit(
    db: Session, *, account_id: int, person_id: int, origin: Origin, shared: bool = False, now: datetime
) -> str:
    """Begin a signed-in visit; returns the secret for the browser, of which only a hash is kept."""
    secret = new_secret()
    visit = Visit(
        account_id=account_id,
        secret_hash=hashed(secret),
        began_at=now,
        seen_at=now,
        ends_at=trust_in(shared=shared).ends_at(now),
        is_shared=shared,
        device=origin.device,
        address=origin.address,
    )
    db.add(visit)
    db.flush()
    ledger.record(
        db,
        "account.signed-in",
        at=now,
        actor_id=person_id,
        subject_id=person_id,
        payload={"visit": visit.id, "address": origin.mark},
    )
    return secret


def close_visit(db: Session, secret: str, *, reason: str, now: datetime) -> None:
    """End the visit of one browser, if it is still open."""
    open_one = select(Visit.id, Visit.account_id, Account.person_id).join(Account, Account.id == Visit.account_id)
    row = db.execute(open_one.where(Visit.secret_hash == hashed(secret), Visit.ended_at.is_(None))).first()
    if row is not None:
        end_visits(db, row.account_id, only=row.id, actor_id=row.person_id, reason=reason, now=now)


def end_visits(
    db: Session,
    account_id: int,
    *,
    only: int | None = None,
    but: int | None = None,
    actor_id: int | None,
    reason: str,
    now: datetime,
) -> int:
    """End the open visits of an account (`only` one of them, or all `but` one); returns how many ended."""
    ending = (
        update(Visit)
        .where(Visit.account_id == account_id, Visit.ended_at.is_(None), Visit.ends_at > now)
        .values(ended_at=now)
        .returning(Visit.id)
    )
    if only is not None:
        ending = ending.where(Visit.id == only)
    if but is not None:
        ending = ending.where(Visit.id != but)
    ended = db.scalars(ending).all()
    if ended:
        subject = db.scalar(select(Account.person_id).where(Account.id == account_id))
        payload = {"visits": sorted(ended), "reason": reason}
        ledger.record(db, "visit.ended", at=now, actor_id=actor_id, subject_id=subject, payload=payload)
    return len(ended)


def keep_rehashed(db: Session, account_id: int, *, old: str, new: str) -> None:
    """Keep the same passphrase under today's parameters, unless it was changed meanwhile."""
    db.execute(
        update(Account).where(Account.id == account_id, Account.passphrase_hash == old).values(passphrase_hash=new)
    )


def accept_welcome(db: Session, welcome: Welcome, *, passphrase_hash: str, now: datetime) -> int | None:
    """Use up a code and set the passphrase of its person; ends their other visits and codes.

    Returns the account's id, or None when somebody else was faster with the same code.
    """
    taking = update(OneTimeCode).where(OneTimeCode.id == welcome.code_id, is_good(now)).values(used_at=now)
    if db.execute(taking).rowcount != 1:  # type: ignore[attr-defined] # an update has a row count
        return None
    return put_passphrase(db, welcome.person.id, passphrase_hash, by=welcome.purpose, now=now).id


def put_passphrase(db: Session, person_id: int, passphrase_hash: str, *, by: Purpose, now: datetime) -> Account:
    """Set the passphrase of somebody who came with a code; ends their visits and other codes."""
    account = account_of(db, person_id)
    if account is None:
        account = Account(person_id=person_id)
        db.add(account)
        db.flush()
    first = account.passphrase_hash is None
    _set_passphrase(db, account, passphrase_hash, now=now)
    kind = "account.opened" if first else "account.passphrase-changed"
    ledger.record(db, kind, at=now, actor_id=person_id, subject_id=person_id, payload={"by": by.value})
    end_visits(db, account.id, actor_id=person_id, reason="new passphrase", now=now)
    return account


def change_passphrase(
    db: Session, *, account_id: int, visit_id: int | None, passphrase_hash: str, now: datetime
) -> None:
    """Set another passphrase for somebody who is signed in; ends their other visits and open codes."""
    account = db.get_one(Account, account_id)
    _set_passphrase(db, account, passphrase_hash, now=now)
    person_id = account.person_id
    kind, payload = "account.passphrase-changed", {"by": "themselves"}
    ledger.record(db, kind, at=now, actor_id=person_id, subject_id=person_id, payload=payload)
    end_visits(db, account_id, but=visit_id, actor_id=person_id, reason="new passphrase", now=now)


def _set_passphrase(db: Session, account: Account, passphrase_hash: str, *, now: datetime) -> None:
    account.passphrase_hash = passphrase_hash
    account.passphrase_at = now
    end_codes(db, account.person_id, now=now)


def end_codes(db: Session, person_id: int, *, now: datetime) -> None:
    """Let the codes made for a person so far open nothing any more."""
    db.execute(update(OneTimeCode).where(OneTimeCode.person_id == person_id, is_good(now)).values(ends_at=now))
