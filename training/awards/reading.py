"""A badge that an outsider shows us: what its signature proves, and whether it still holds."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from training.awards import keys
from training.awards.queries import Verified, verified_badge
from training.awards.queries_keys import key_named
from training.awards.rules_badge import unproven
from training.awards.rules_keys import KeyState
from training.core.web import NotFound

URN = "urn:uuid:"


class Proof(StrEnum):
    """How far a badge proves itself."""

    UNREADABLE = "unreadable"  # no badge at all
    FOREIGN = "foreign"  # of another issuer, or a key that we never had
    ALTERED = "altered"  # names our key, which did not sign this
    OLD_KEY = "old-key"  # its key was withdrawn: it may be anybody's
    UNKNOWN = "unknown"  # signed by us, and about nothing that we hold
    SIGNED = "signed"


@dataclass(frozen=True)
class Reading:
    """What we say of a badge; `found` is the certificate behind it, when it is signed."""

    proof: Proof
    found: Verified | None = None


def read_badge(db: Session, token: str, key_prefix: str, today: date) -> Reading:
    """Check a badge as text. `key_prefix` is the address under which our keys are found."""
    token = "".join(token.split())  # mail programs break long lines
    read = unproven(token)
    if read is None:
        return Reading(Proof.UNREADABLE)
    head, payload = read
    key_id = head.get("kid")
    if not isinstance(key_id, str) or not key_id.startswith(key_prefix):
        return Reading(Proof.FOREIGN)
    try:
        key = key_named(db, key_id.removeprefix(key_prefix), today)
    except NotFound:
        return Reading(Proof.FOREIGN)
    if not keys.is_signed_by(token, key.public):
        return Reading(Proof.ALTERED)
    if key.state is KeyState.WITHDRAWN:
        return Reading(Proof.OLD_KEY)
    found = verified_badge(db, str(payload.get("jti")).removeprefix(URN), today)
    return Reading(Proof.SIGNED, found) if found else Reading(Proof.UNKNOWN)
