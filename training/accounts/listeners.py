"""What the accounts do when something happens to a person."""

from datetime import date

from sqlalchemy.orm import Session

from training.accounts.actions import end_codes, end_visits
from training.accounts.queries import account_of
from training.core.clock import local_day
from training.core.ledger import Entry, Listeners
from training.core.web import site


def register(listeners: Listeners) -> None:
    listeners.on(["person.left"], close_door)


def close_door(db: Session, entry: Entry) -> None:
    """Whoever has left is signed out and keeps no way in. Until the end of the last day nothing changes."""
    last_day = entry.facts.get("last_day")
    is_over = last_day is None or date.fromisoformat(str(last_day)) < local_day(entry.at, site().zone)
    if entry.subject_id is None or not is_over:
        return
    end_codes(db, entry.subject_id, now=entry.at)
    account = account_of(db, entry.subject_id)
    if account is not None:
        end_visits(db, account.id, actor_id=entry.actor_id, reason="left the company", now=entry.at)
