"""What a standard’s page shows of the last review of it, for those who look after teams."""

from datetime import datetime

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.core.permissions import Actor, Permission
from training.diagnosis.queries_review import reviewed
from training.diagnosis.words import chip_of
from training.diagnosis.words_pages import row_words


def review_panel(db: Session, actor: Actor, slug: str, edition: Edition, now: datetime) -> Markup:  # noqa: ARG001 -- panels are told
    """What the last review found in the actor’s teams; empty where there was none."""
    if not actor.may(Permission.NEED_READ):
        return Markup()
    found = reviewed(db, actor, edition)
    if not found.told:
        return Markup()
    page = render_template(
        "diagnosis/panel_standard.html", slug=slug, words=row_words(found), verdict=chip_of(found.verdict)
    )
    return Markup(page)  # noqa: S704 -- a rendered template
