"""What came of training where people look anyway: on the page of a need, and on that of a lesson."""

from datetime import datetime

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from training.content.models import Document
from training.core.permissions import Actor, Permission
from training.effects import words
from training.effects.describing import shown_lessons
from training.effects.queries import Known, effect_of_need, effect_of_round, lessons
from training.effects.rules_state import State
from training.method.effects import Tier
from training.needs.models import Need, Round


def need_panel(db: Session, actor: Actor, need: Need, now: datetime) -> Markup:  # noqa: ARG001 -- the form of a hook
    """When it is looked at whether the training helped, or what came of it. Of the round as a whole, never of one."""
    return _panel(actor, effect_of_need(db, actor, need))


def round_panel(db: Session, actor: Actor, round_: Round, now: datetime) -> Markup:  # noqa: ARG001 -- as above
    """The same on the page of the round."""
    return _panel(actor, effect_of_round(db, actor, round_.id))


def _panel(actor: Actor, known: Known | None) -> Markup:
    if known is None:
        return Markup()
    row, standard = known.row, known.model
    page = render_template(
        "effects/panel_need.html",
        row=row,
        is_training=row.tier != Tier.TEAM,
        is_judged=row.state == State.JUDGED,
        is_dropped=row.state == State.DROPPED,
        is_reopened="dropped" in row.result,
        sentence=words.sentence(standard, known.told),
        mark=words.chip_of(row.verdict or "unclear"),
        rebound="" if row.tier == Tier.TEAM else words.rise_words(standard, row.rebound),
        starting=words.starting_words(known.starting or 0) if known.is_few else "",
        url=f"/effects/{row.id}" if known.opens and actor.may(Permission.NEED_READ) else "",
    )
    return Markup(page)  # noqa: S704 -- a rendered template


def document_panel(db: Session, actor: Actor, document: Document, now: datetime) -> Markup:  # noqa: ARG001 -- as above
    """What a lesson did to the figures, standard by standard; nothing where it was never assigned for one."""
    found = shown_lessons(lessons(db, actor, document_id=document.id))
    if not found:
        return Markup()
    page = render_template("effects/panel_document.html", shown=found, url=found[0].url)
    return Markup(page)  # noqa: S704 -- a rendered template
