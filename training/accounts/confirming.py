"""Asking people for their passphrase once more, where what they do shall bind them."""

from training.accounts import hashing, limits
from training.accounts.models import Account
from training.accounts.rules_passphrases import LONGEST
from training.core import throttle
from training.core.auth import current_actor
from training.core.web import database


def confirms(passphrase: str) -> bool:
    """Whether this is the passphrase of whoever is signed in. Raises TooManyRequests after too many tries.

    Slow on purpose, and it writes by itself: call it before the request's own `db()`.
    """
    account_id = current_actor().account_id
    if account_id is None:
        return False
    limit = (limits.CONFIRM_BY_ACCOUNT, str(account_id))
    limits.count_try(limit)
    with database().reading() as session:
        kept = session.get_one(Account, account_id).passphrase_hash
    if not hashing.matches(kept, passphrase[: LONGEST + 1]):
        return False
    with database().writing() as session:
        throttle.forgive(session, *limit)
    return True
