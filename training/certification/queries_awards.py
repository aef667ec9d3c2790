"""Certificates as issued, and what each was worth on a day."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification.models import Award, AwardWithdrawal


def awards_of(db: Session, person_id: int, day: date) -> list[Award]:
    """The certificates issued to somebody up to a day, the newest first."""
    query = select(Award).where(Award.person_id == person_id, Award.issued_on <= day)
    return list(db.scalars(query.order_by(Award.issued_on.desc(), Award.id.desc())))


def states_on(db: Session, awards: Sequence[Award], day: date) -> dict[int, str]:
    """Whether these certificates were valid, expired or revoked at the end of a day, by id."""
    query = select(AwardWithdrawal.award_id, AwardWithdrawal.reinstated_on).where(
        AwardWithdrawal.award_id.in_([award.id for award in awards]), AwardWithdrawal.withdrawn_on <= day
    )
    withdrawn = {key for key, until in db.execute(query) if until is None or until > day}
    return {award.id: "revoked" if award.id in withdrawn else _ended_or_valid(award, day) for award in awards}


def state_of(award: Award, today: date) -> str:
    """Whether a certificate is valid, expired or revoked on a day."""
    if award.revoked_on is not None and award.revoked_on <= today:
        return "revoked"
    return _ended_or_valid(award, today)


def _ended_or_valid(award: Award, day: date) -> str:
    return "expired" if award.until is not None and award.until < day else "valid"
