"""What a person's page shows of reviews: which there are, and never what they came to."""

from datetime import datetime

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from training.core.permissions import Actor
from training.people.models import Person
from training.scorecards.queries import is_among, led_directly, reviewable
from training.scorecards.queries_lists import reviews_of
from training.scorecards.words import channel_words

MOST = 5


def reviewed_panel(db: Session, actor: Actor, person: Person, now: datetime) -> Markup:  # noqa: ARG001 -- panels are told
    """The latest reviews of a person, to themselves and their direct manager; what they came to stands on their pages.

    Empty where there are none.
    """
    if person.id != actor.person_id and not is_among(db, person.id, led_directly(actor)):
        return Markup()
    found = reviews_of(db, person.id, most=MOST)
    if not found:
        return Markup()
    page = render_template(
        "scorecards/panel.html",
        found=found,
        person=person,
        channels=channel_words(),
        reviews=is_among(db, person.id, reviewable(actor)),
    )
    return Markup(page)  # noqa: S704 -- a rendered template
