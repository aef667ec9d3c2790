"""What a person's page shows about their certificates from elsewhere, to those who may check them."""

from datetime import datetime

from flask import render_template
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.models import Version
from training.core.clock import local_day
from training.core.permissions import Actor, Permission
from training.core.web import site
from training.credentials.models import CredentialUpload
from training.credentials.words import CHIPS, words_of_states
from training.people.models import Person
from training.people.queries import within

MOST = 5


def credentials_panel(db: Session, actor: Actor, person: Person, now: datetime) -> Markup:  # noqa: ARG001 -- panels are told
    """What somebody handed in last; empty for whoever may not check it, and where there is nothing."""
    check = select(Person.id).where(Person.id == person.id, within(actor, Permission.CREDENTIAL_CHECK))
    if person.id == actor.person_id or db.scalar(check) is None:
        return Markup()
    query = (
        select(CredentialUpload, Version.title)
        .join(Version, Version.id == CredentialUpload.version_id)
        .where(CredentialUpload.person_id == person.id)
        .order_by(CredentialUpload.id.desc())
        .limit(MOST)
    )
    found = db.execute(query).all()
    if not found:
        return Markup()
    zone = site().zone
    page = render_template(
        "credentials/panel.html",
        found=found,
        chips=CHIPS,
        words=words_of_states(),
        day_of=lambda moment: local_day(moment, zone),
    )
    return Markup(page)  # noqa: S704 -- a rendered template
