"""How often somebody may try at the door."""

import hashlib
import unicodedata
from datetime import timedelta
from math import ceil

from flask import request
from werkzeug.exceptions import TooManyRequests

from training.accounts.rules_addresses import network_of
from training.core import throttle
from training.core.i18n import ngettext
from training.core.throttle import Limit
from training.core.web import database, now

# A shop of sixty behind one address mistypes more often than one person; a success gives its try back.
SIGN_IN_BY_ADDRESS = Limit("sign-in-address", 100, timedelta(minutes=15))
SIGN_IN_BY_NAME = Limit("sign-in-name", 10, timedelta(minutes=15))
RESET_BY_ADDRESS = Limit("reset-address", 20, timedelta(hours=1))
RESET_BY_NAME = Limit("reset-name", 3, timedelta(hours=1))
CONFIRM_BY_ACCOUNT = Limit("confirm-account", 10, timedelta(minutes=15))


def here() -> str:
    """The key of this request's address."""
    return network_of(request.remote_addr or "")


def name_key(name: str) -> str:
    """The key of a name as typed, hashed: people type passphrases into the wrong field.

    It is the name and not the account, so that a refusal tells nobody that a name exists, or that two belong to one
    person. An account answers to two names, so it has at most twice the tries.
    """
    typed = unicodedata.normalize("NFKC", name).strip().casefold()
    return hashlib.sha256(typed.encode()).hexdigest()[:32]


def count_try(*limits: tuple[Limit, str]) -> None:
    """Count this try. Raises TooManyRequests, with the time to wait, when there were too many."""
    wait = throttle.take(database(), limits, now())
    if wait is not None:
        raise TooManyRequests(retry_after=ceil(wait.total_seconds()))


def wait_in_words(seconds: int) -> str:
    """“40 seconds”, “3 minutes”: rounded up, so that nobody comes back too early."""
    if seconds < 60:
        return ngettext("%(num)s second", "%(num)s seconds", max(1, seconds))
    return ngettext("%(num)s minute", "%(num)s minutes", ceil(seconds / 60))
