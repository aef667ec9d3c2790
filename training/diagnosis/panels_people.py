"""The way from somebody's page to their own figures, for their nearest leader."""

from datetime import datetime

from flask import render_template
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from training.core.permissions import Actor
from training.diagnosis.queries_whose import led_nearest
from training.people.models import Person


def figures_panel(db: Session, actor: Actor, person: Person, now: datetime) -> Markup:  # noqa: ARG001 -- panels are told
    """A link for whoever leads this person directly, or is this person. It shows no figure: a look is a fact."""
    is_own = person.id == actor.person_id
    if not is_own and db.scalar(select(Person.id).where(Person.id == person.id, led_nearest(actor))) is None:
        return Markup()
    page = render_template("diagnosis/panel_person.html", person=person, is_own=is_own)
    return Markup(page)  # noqa: S704 -- a rendered template
