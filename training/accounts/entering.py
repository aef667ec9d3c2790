"""From a proven person to a signed-in browser."""

from training.accounts import actions
from training.accounts.queries import presence_of
from training.accounts.visits import origin
from training.core import auth
from training.core.web import db, now, today


def enter(account_id: int, person_id: int, *, shared: bool = False) -> None:
    """Open a visit and give its secret to this browser, in place of whatever it held before."""
    close_present_visit(reason="signed in anew")
    where = origin()
    secret = actions.open_visit(
        db(), account_id=account_id, person_id=person_id, origin=where, shared=shared, now=now()
    )
    presence = presence_of(db(), secret, now=now(), today=today())
    if presence is None:
        raise RuntimeError("A visit that was just opened is not open.")
    auth.enter(presence.actor, secret, keep=not shared)


def close_present_visit(*, reason: str) -> None:
    """End the visit of this browser, if it has one."""
    secret = auth.session_secret()
    if secret:
        actions.close_visit(db(), secret, reason=reason, now=now())
