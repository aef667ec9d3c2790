"""Passphrases as they are kept: argon2id, at the parameters that OWASP names as its minimum.

About 22 ms and 19 MiB for each hash. Nothing here may run inside a write transaction: others would wait for it.
"""

import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# What an unknown name is compared with, so that it takes as long as a known one.
_NOBODYS = HASHER.hash(secrets.token_urlsafe())


def normalised(passphrase: str) -> str:
    """The same signs however a keyboard composes them (NFKC), without blanks around them."""
    return unicodedata.normalize("NFKC", passphrase).strip()


def hash_of(passphrase: str) -> str:
    """What is kept of a passphrase."""
    return HASHER.hash(normalised(passphrase))


def matches(kept: str | None, passphrase: str) -> bool:
    """Whether the passphrase is the one that was kept. Without one it takes as long and is never right."""
    try:
        HASHER.verify(kept or _NOBODYS, normalised(passphrase))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's, and should be made again."""
    return HASHER.check_needs_rehash(kept)
