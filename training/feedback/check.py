"""What `training check` finds wrong with feedback: anything of a customer that should be gone."""

from datetime import timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from training.core import web
from training.core.clock import local_day
from training.core.i18n import ngettext
from training.feedback.models import FeedbackAnswer, OutreachCustomer

LATE = timedelta(days=2)
"""The job runs each night; a machine that was off has a day to catch up."""


def check_feedback(db: Session) -> list[str]:
    """A sentence when words or ways to reach somebody outlive their days."""
    due = local_day(web.clock().now(), web.site().zone) - LATE
    words = FeedbackAnswer.texts_left.is_(True) & (FeedbackAnswer.text_until < due)
    late = or_(words, FeedbackAnswer.contact_until < due)
    answers = db.scalar(select(func.count()).select_from(FeedbackAnswer).where(late)) or 0
    listed = select(func.count()).select_from(OutreachCustomer).where(OutreachCustomer.until_on < due)
    kept = answers + (db.scalar(listed) or 0)
    if not kept:
        return []
    return [
        ngettext(
            "Something of %(num)s customer is kept longer than was promised.",
            "Something of %(num)s customers is kept longer than was promised.",
            kept,
        )
    ]
