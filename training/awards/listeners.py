"""What a certificate says is fixed in the transaction that issues it."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from training.awards.actions import fix_papers
from training.core import web
from training.core.ledger import Entry, Listeners

ISSUED = "award.issued"


def listen(listeners: Listeners) -> None:
    """Keep a paper of each certificate that is issued."""
    listeners.on_many((ISSUED,), keep_papers)


def keep_papers(db: Session, entries: Sequence[Entry]) -> None:
    fix_papers(db, [entry.facts["award"] for entry in entries], web.site(), now=max(entry.at for entry in entries))
