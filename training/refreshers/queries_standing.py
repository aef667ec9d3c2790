"""What a refresher came to: the certificate of its programme as it stands now."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification.models import CurrentStanding
from training.content.queries import edition
from training.refreshers.queries_sitting import Sitting


def renewed_until(db: Session, sitting: Sitting) -> tuple[str, date | None]:
    """The title of the programme, and the last day of the certificate that is in force; None when none is, or for good.

    A certificate that ends no later than before is not renewed yet: something else of its programme is still open.
    """
    title = edition(db, sitting.version_id).title
    row = db.execute(
        select(CurrentStanding.certified_on, CurrentStanding.until).where(
            CurrentStanding.assignment_id == sitting.assignment_id
        )
    ).first()
    if row is None or row.certified_on is None or row.certified_on < sitting.planned_on:
        return title, None
    return title, row.until
