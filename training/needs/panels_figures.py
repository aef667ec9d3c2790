"""What stands of training needs beside somebody's own figures."""

from datetime import datetime

from flask import render_template
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.models import Document
from training.core.permissions import Actor
from training.needs.models import Need
from training.needs.queries import readable
from training.needs.words import state_of
from training.standards.files import STANDARD


def need_beside(db: Session, actor: Actor, person_id: int, slug: str, now: datetime) -> Markup:  # noqa: ARG001 -- panels are told
    """The last need of somebody for a standard, with where it stands; empty where there is none."""
    query = (
        select(Need)
        .join(Document, Document.id == Need.standard_id)
        .where(Need.person_id == person_id, Document.kind == STANDARD.name, Document.slug == slug, readable(actor))
        .order_by(Need.id.desc())
        .limit(1)
    )
    need = db.scalars(query).first()
    if need is None:
        return Markup()
    page = render_template("needs/panel_figures.html", need=need, state=state_of(need.kind, need.state))
    return Markup(page)  # noqa: S704 -- a rendered template
