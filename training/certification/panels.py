"""What a person's page shows about their programmes."""

from datetime import datetime

from flask import render_template
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification import words
from training.certification.models import CurrentStanding
from training.certification.queries_record import may_on
from training.certification.rules import Level
from training.content.models import Version
from training.core.permissions import Actor, Permission
from training.people.models import Person


def standing_panel(db: Session, actor: Actor, person: Person, now: datetime) -> Markup:  # noqa: ARG001 -- panels are told
    """Where a person stands today, with the way to their record; empty for whoever may not see it."""
    if person.id != actor.person_id and not may_on(db, actor, person.id, Permission.STANDING_READ):
        return Markup()
    query = (
        select(
            Version.title,
            CurrentStanding.level,
            CurrentStanding.held,
            CurrentStanding.total,
            CurrentStanding.next_due,
            CurrentStanding.until,
        )
        .join(Version, Version.id == CurrentStanding.version_id)
        .where(CurrentStanding.person_id == person.id)
        .order_by(Version.title)
    )
    rows = db.execute(query).all()
    page = render_template("certification/panel.html", person=person, rows=rows, words=words, levels=Level)
    return Markup(page)  # noqa: S704 -- a rendered template
