"""What a customer's page needs: the address, its form, and whether it is open."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from training.accounts.rules_codes import hashed
from training.content.library import Edition
from training.content.models import Document
from training.content.queries import edition
from training.feedback.files import Feedback
from training.feedback.models import FeedbackAddress, FeedbackAnswer
from training.feedback.rules import SAME_WITHIN, read_code


@dataclass(frozen=True)
class Found:
    """An address and the version of its form that is live; None when the form is out of use."""

    address: FeedbackAddress
    edition: Edition | None

    @property
    def form(self) -> Feedback:
        """Raises LookupError when the form is out of use."""
        if self.edition is None:
            raise LookupError(self.address.id)
        model: Feedback = self.edition.model
        return model

    def is_open(self, today: date) -> bool:
        ended = self.address.ends_on is not None and self.address.ends_on < today
        return self.address.is_open and not ended and self.edition is not None


def found_by(db: Session, say_code: str) -> Found | None:
    """The address with a code, in one query while its form is remembered."""
    query = select(FeedbackAddress, Document.live_version_id).join(Document, Document.id == FeedbackAddress.document_id)
    row = db.execute(query.where(FeedbackAddress.say_code == read_code(say_code))).first()
    if row is None:
        return None
    address, version_id = row
    return Found(address, edition(db, version_id) if version_id else None)


def answer_with_receipt(db: Session, receipt_code: str) -> FeedbackAnswer | None:
    """The answer that a receipt belongs to."""
    return db.scalars(
        select(FeedbackAnswer).where(FeedbackAnswer.receipt_hash == hashed(read_code(receipt_code)))
    ).first()


def same_lately(db: Session, likeness: str, now: datetime) -> int:
    """How many answers of the last hours said the same."""
    if not likeness:
        return 0
    since: timedelta = SAME_WITHIN
    query = select(func.count()).where(FeedbackAnswer.likeness == likeness, FeedbackAnswer.at > now - since)
    return db.scalar(query) or 0
