"""The need of a process: what is changed about it, by whom and until when, and that this is done."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.queries import live_of
from training.core import ledger
from training.core.i18n import gettext as _
from training.core.ledger import Entry
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.core.web import NotFound
from training.needs.actions import attest, step
from training.needs.actions_opening import about, named
from training.needs.actions_training import finish
from training.needs.models import Need
from training.needs.queries import need_to_decide
from training.needs.rules import UNDECIDED, Kind, Move, State
from training.voice import actions as improvements
from training.voice.actions import Plan


def improve(
    db: Session, actor: Actor, need_id: int, *, text: str, owner_id: int, by_on: date, now: datetime, today: date
) -> Need:
    """Begin to change the process of a team; beginning again changes nothing.

    Raises NotFound, and Problems at the fields `text`, `owner` and `by_on`, or for a standard that is not in force.
    """
    need = need_to_decide(db, actor, need_id)
    if need.kind != Kind.PROCESS:
        raise NotFound
    if need.improvement_id is not None:
        return need
    if live_of(db, need.standard_id) is None:
        message = _("This standard is not in force any more.")
        raise Problems([Problem("text", None, message, _("Dismiss the need instead."))])
    if need.state not in UNDECIDED:
        message = _("Somebody has decided about this meanwhile.")
        raise Problems([Problem("text", None, message, _("Open the page again to see what."))])
    plan = Plan("", text, owner_id, by_on, standard_id=need.standard_id)
    begun = improvements.begin(db, actor, plan, now=now, today=today)
    if need.state == State.OPEN:
        step(need, Move.CONFIRM)
        attest(db, actor, need, text, now)
    step(need, Move.ASSIGN)
    need.improvement_id, need.start_on = begun.id, by_on
    payload = {**named(need), "improvement": begun.id, "owner": owner_id, "by": by_on.isoformat()}
    ledger.record(db, "need.improved", at=now, actor_id=actor.person_id, payload=payload, **about(need))
    return need


IMPROVED = ("improvement.done", "improvement.reopened")
"""Facts about a change."""


def follow_improvement(db: Session, entry: Entry) -> None:
    """A listener: what is done about a process is done, or is not after all."""
    improvement_id = entry.facts.get("improvement")
    query = select(Need).where(Need.improvement_id == improvement_id, Need.kind == Kind.PROCESS.value)
    for need in db.scalars(query.with_for_update()).all():
        if entry.kind == "improvement.done" and need.state == State.ASSIGNED:
            finish(db, need, entry.actor_id, entry.at)
        elif entry.kind == "improvement.reopened" and need.state == State.TRAINED:
            step(need, Move.RESUME)
            need.trained_at = None
