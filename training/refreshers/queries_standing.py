"""What a refresher came to: the certificate that followed it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification.models import Award
from training.refreshers.queries_sitting import Sitting


@dataclass(frozen=True)
class Renewal:
    """The certificate that was issued once everything was there; `in_time` says that it kept its day of the year."""

    until: date | None
    in_time: bool


def renewal_after(db: Session, sitting: Sitting) -> Renewal | None:
    """The first certificate since a refresher began; None while something else of its programme is still open."""
    row = db.execute(
        select(Award.until, Award.periods)
        .where(
            Award.person_id == sitting.person_id,
            Award.document_id == sitting.document_id,
            Award.at >= sitting.started_at,
        )
        .order_by(Award.id)
        .limit(1)
    ).first()
    return Renewal(row.until, row.periods > 1) if row else None
