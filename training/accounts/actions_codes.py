"""One-time codes: made for people who are invited or who lost their passphrase."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from training.accounts.models import OneTimeCode
from training.accounts.queries import is_good
from training.accounts.rules_codes import LIFETIMES, Purpose, hashed
from training.core import ledger

FACTS = {
    Purpose.INVITATION: "account.invited",
    Purpose.RESET_BY_MAIL: "account.reset-asked",
    Purpose.RESET_BY_HAND: "account.reset-given",
}


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
