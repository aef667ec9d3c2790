"""What ails the site right now, in sentences: for whoever watches it from outside."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from training.core import migrate
from training.core.i18n import gettext as _
from training.core.i18n import ngettext
from training.core.worker import Beat

SILENCE = timedelta(seconds=90)  # a worker says that it is alive three times as often and more


def ailments(db: Session, *, now: datetime) -> list[str]:
    """Sentences about what is not as it should be; empty when the site is well. Quick enough to ask every second."""
    if migrate.current_revision(db.connection()) != migrate.head_revision():
        return [_("The tables do not have the shape that this program needs. Run “training migrate”.")]
    seen_at = last_seen(db)
    if seen_at is None:
        return [_("No worker is running: mails and other jobs wait.")]
    if now - seen_at > SILENCE:
        silent = int((now - seen_at).total_seconds() // 60)
        return [
            ngettext(
                "No worker has been seen for a minute: mails and other jobs wait.",
                "No worker has been seen for %(num)s minutes: mails and other jobs wait.",
                silent,
            )
        ]
    return []


def last_seen(db: Session) -> datetime | None:
    """When any worker was last seen; None when none is running."""
    return db.scalar(select(func.max(Beat.seen_at)))
