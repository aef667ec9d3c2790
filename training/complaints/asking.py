"""“How did we do?” after a complaint is closed: one address for one answer, sent by mail where there is one."""

from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.complaints.models import Complaint
from training.complaints.rules_contacts import is_mail
from training.core.letters import send_letter
from training.feedback.actions import ask_again, url_of
from training.feedback.models import FeedbackAddress
from training.feedback.rules import Sort


def ask(db: Session, complaint: Complaint, *, now: datetime) -> str:
    """Make the address and send it to a mail address; returns it, “” when nobody is to be asked."""
    asked = partial(
        ask_again,
        db,
        about_team_id=complaint.team_id,
        reference=complaint.reference,
        contact=complaint.contact,
        now=now,
    )
    # A form of this service goes first; where it has none, any form that asks after complaints will do.
    url = asked(service=complaint.service) or asked()
    if url and is_mail(complaint.contact):
        said = {"url": url, "reference": complaint.reference, "name": complaint.customer}
        send_letter(
            db, "complaint-asked", to=complaint.contact, language=complaint.language, now=now, private=True, **said
        )
    return url


def address_of(db: Session, complaint: Complaint) -> str:
    """The address that was made, as long as nobody has answered there; “” otherwise."""
    query = select(FeedbackAddress).where(
        FeedbackAddress.reference == complaint.reference,
        FeedbackAddress.sort == Sort.COMPLAINT.value,
        FeedbackAddress.is_open,
    )
    found: FeedbackAddress | None = db.scalars(query).first()
    return url_of(found) if found else ""
