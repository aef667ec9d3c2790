"""One-time codes: what they are for, how long they are good, and how they are kept."""

import hashlib
import secrets
from datetime import timedelta
from enum import StrEnum


class Purpose(StrEnum):
    """What a code lets somebody do, once."""

    INVITATION = "invitation"
    RESET_BY_MAIL = "reset-mail"
    RESET_BY_HAND = "reset-hand"  # handed over by a manager, as a QR code
    SET_UP = "set-up"


LIFETIMES = {
    Purpose.INVITATION: timedelta(days=14),
    Purpose.RESET_BY_MAIL: timedelta(hours=1),
    Purpose.RESET_BY_HAND: timedelta(days=3),
    Purpose.SET_UP: timedelta(days=3),
}
WELCOMING = frozenset(Purpose) - {Purpose.SET_UP}  # purposes that end with a person's passphrase


def new_secret() -> str:
    """A secret of 256 random bits, fit for an address."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """What is kept of a secret that is long and random, so that a plain hash suffices."""
    return hashlib.sha256(secret.encode()).hexdigest()


def welcome_url(base_url: str, secret: str) -> str:
    """The address where a code is used."""
    return f"{base_url}/welcome/{secret}"
