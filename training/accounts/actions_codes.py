"""One-time codes: made for people who are invited or who lost their passphrase."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from training.accounts.models import OneTimeCode
from training.accounts.queries import is_good
from training.accounts.rules_codes import LIFETIMES, Purpose, hashed, new_secret, welcome_url
from training.core import ledger
from training.core.clock import local_day
from training.core.letters import send_letter
from training.people.models import Person

FACTS = {
    Purpose.INVITATION: "account.invited",
    Purpose.RESET_BY_MAIL: "account.reset-asked",
    Purpose.RESET_BY_HAND: "account.reset-given",
}


@dataclass(frozen=True)
class House:
    """What a letter needs to know of the site."""

    company: str
    zone: ZoneInfo
    base_url: str


def keep_codes(
    db: Session, purpose: Purpose, secrets: Mapping[int, str], *, made_by: int | None, how: str, now: datetime
) -> datetime:
    """Keep new codes, {person_id: secret}, under their hashes; each ends the older ones of its person.

    Returns when they end. The caller has seen to it that `made_by` may do this.
    """
    ends_at = now + LIFETIMES[purpose]
    if not secrets:
        return ends_at
    older = update(OneTimeCode).where(OneTimeCode.person_id.in_(secrets), is_good(now))
    db.execute(older.values(ends_at=now), execution_options={"synchronize_session": False})
    common = {"purpose": purpose.value, "made_at": now, "made_by_id": made_by, "ends_at": ends_at}
    db.execute(
        insert(OneTimeCode),
        [{**common, "person_id": person_id, "code_hash": hashed(secret)} for person_id, secret in secrets.items()],
    )
    for person_id in secrets:
        payload = {"how": how, "ends_at": ends_at.isoformat()}
        ledger.record(db, FACTS[purpose], at=now, actor_id=made_by, subject_id=person_id, payload=payload)
    return ends_at


def mail_codes(
    db: Session, purpose: Purpose, people: Iterable[Person], *, house: House, made_by: int | None, now: datetime
) -> int:
    """Send a new code to each of these people who has an address; returns how many mails go out."""
    secrets = {person: new_secret() for person in people if person.email}
    kept = {person.id: secret for person, secret in secrets.items()}
    ends_at = keep_codes(db, purpose, kept, made_by=made_by, how="mail", now=now)
    for person, secret in secrets.items():
        send_letter(
            db,
            purpose.value,
            to=person.email or "",
            language=person.language,
            now=now,
            private=True,
            name=person.preferred_name or person.given_name,
            company=house.company,
            url=welcome_url(house.base_url, secret),
            until=local_day(ends_at, house.zone),
        )
    return len(secrets)
