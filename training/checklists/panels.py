"""What a person's page shows about how they were seen at work."""

from datetime import datetime

from flask import render_template
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from training.checklists.queries_observations import observations_of
from training.checklists.words import CHIPS, state_word
from training.core.permissions import Actor, Permission
from training.people.models import Person
from training.people.queries import within

MOST = 5


def seen_panel(db: Session, actor: Actor, person: Person, now: datetime) -> Markup:  # noqa: ARG001 -- panels are told
    """The latest observations of a person; empty for whoever may not read their standing, and where there are none."""
    read = select(Person.id).where(Person.id == person.id, within(actor, Permission.STANDING_READ))
    if person.id != actor.person_id and db.scalar(read) is None:
        return Markup()
    found = observations_of(db, person.id, most=MOST)
    if not found:
        return Markup()
    page = render_template("checklists/panel.html", found=found, chips=CHIPS, word=state_word)
    return Markup(page)  # noqa: S704 -- a rendered template
