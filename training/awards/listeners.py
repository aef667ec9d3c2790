"""What a certificate says is fixed in the transaction that issues it."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.awards.actions import fix_papers
from training.core import web
from training.core.ledger import Entry, Listeners
from training.core.site import Site, SiteRow

ISSUED = "award.issued"


def listen(listeners: Listeners) -> None:
    """Keep a paper of each certificate that is issued."""
    listeners.on_many((ISSUED,), keep_papers)


def keep_papers(db: Session, entries: Sequence[Entry]) -> None:
    fix_papers(db, [entry.facts["award"] for entry in entries], site_in(db), now=max(entry.at for entry in entries))


def site_in(db: Session) -> Site:
    """The site as this transaction knows it: the one that sets it up may issue certificates already."""
    row = db.execute(select(SiteRow.company, SiteRow.timezone)).first()
    return Site(row.company, ZoneInfo(row.timezone), is_set_up=True) if row else web.site()
