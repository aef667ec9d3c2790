"""What the staff do with addresses of forms: make one, open it and close it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from training.content.queries import live
from training.core import ledger
from training.core.i18n import gettext as _
from training.core.permissions import Actor, Permission
from training.core.problems import Problem, Problems
from training.feedback import rules
from training.feedback.models import FeedbackAddress
from training.feedback.queries import address_for
from training.feedback.rules import Sort
from training.people.queries import person_by_number, person_for, team_for


@dataclass(frozen=True)
class NewAddress:
    """A form, what it is to be about, and where it is put."""

    form_slug: str
    team_id: int
    sort: Sort
    place: str
    person_number: str = ""


def make_address(db: Session, actor: Actor, wanted: NewAddress, *, now: datetime) -> FeedbackAddress:
    """An address that is open from now on. Raises NotFound for a team that is not the actor's, Problems else."""
    team = team_for(db, actor, wanted.team_id, Permission.FEEDBACK_WRITE)
    form = live(db, "feedback", wanted.form_slug)
    if form is None:
        raise Problems([Problem("form_slug", None, _("There is no such form."), _("Choose another one."))])
    address = FeedbackAddress(
        say_code=rules.new_code(),
        document_id=form.document_id,
        team_id=team.id,
        person_id=_person(db, actor, wanted.person_number),
        service=form.model.service or "",
        sort=wanted.sort.value,
        place=wanted.place,
        made_by_id=actor.person_id,
        made_at=now,
    )
    db.add(address)
    db.flush()
    payload = {"address": address.id, "form": form.slug, "team": team.id, "sort": address.sort, "place": address.place}
    ledger.record(
        db,
        "feedback.address-made",
        at=now,
        actor_id=actor.person_id,
        subject_id=address.person_id,
        document_id=form.document_id,
        version_id=form.id,
        payload=payload,
    )
    return address


def _person(db: Session, actor: Actor, number: str) -> int | None:
    if not number:
        return None
    found = person_by_number(db, number)
    if found is None:
        message = _("Nobody has the number %(number)s.", number=number)
        raise Problems([Problem("person_number", None, message, _("Look it up under People."))])
    return person_for(db, actor, found.id, Permission.FEEDBACK_WRITE).id


def switch(db: Session, actor: Actor, address_id: int, *, opens: bool, now: datetime) -> FeedbackAddress:
    """Open an address or close it. Raises NotFound."""
    address = address_for(db, actor, address_id, Permission.FEEDBACK_WRITE)
    if address.is_open != opens:
        address.is_open = opens
        payload = {"address": address.id}
        if opens:
            ledger.record(db, "feedback.address-opened", at=now, actor_id=actor.person_id, payload=payload)
        else:
            ledger.record(db, "feedback.address-closed", at=now, actor_id=actor.person_id, payload=payload)
    return address
