"""What pages of figures show of needs: what waits for a decision, and what is being done."""

from datetime import datetime

from flask import render_template
from markupsafe import Markup
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from training.content.models import Document
from training.core.permissions import Actor, Permission
from training.needs.models import Need
from training.needs.queries import decidable, readable
from training.needs.rules import ALIVE, UNDECIDED, Kind
from training.needs.words import state_of


def figure_panel(db: Session, actor: Actor, person_id: int, slug: str, now: datetime) -> Markup:  # noqa: ARG001 -- a hook
    """Beside one person's figures: the need that is open or under way, or a way to open one for whoever leads them."""
    need = db.scalars(
        select(Need)
        .join(Document, Document.id == Need.standard_id)
        .where(Document.slug == slug, Need.person_id == person_id, Need.state.in_(_ALIVE), readable(actor))
    ).first()
    may_open = need is None and person_id != actor.person_id and actor.may(Permission.NEED_DECIDE)
    if need is None and not may_open:
        return Markup()
    page = render_template(
        "needs/panel_figure.html",
        need=need,
        state=state_of(need.kind, need.state) if need else None,
        person_id=person_id,
        slug=slug,
    )
    return Markup(page)  # noqa: S704 -- a rendered template


def review_panel(db: Session, actor: Actor, slug: str, team_id: int | None, now: datetime) -> Markup:  # noqa: ARG001 -- a hook
    """Beside a review: needs of processes there, and how many of people wait for the actor's decision."""
    base = select(Need).join(Document, Document.id == Need.standard_id).where(Document.slug == slug)
    processes = base.where(Need.kind == Kind.PROCESS.value, Need.state.in_(_ALIVE), readable(actor))
    if team_id is not None:
        processes = processes.where(Need.team_id == team_id)
    found = db.scalars(processes.order_by(Need.id)).all()
    waiting = base.where(
        Need.person_id.is_not(None), Need.state.in_([one.value for one in UNDECIDED]), decidable(actor)
    ).with_only_columns(func.count(), func.max(Need.standard_id))
    count, standard_id = db.execute(waiting).one()
    if not found and not count:
        return Markup()
    page = render_template(
        "needs/panel_review.html", found=found, count=count, standard_id=standard_id, state_of=state_of
    )
    return Markup(page)  # noqa: S704 -- a rendered template


_ALIVE = [one.value for one in ALIVE]
