"""Deciding about a need: confirm, dismiss, say that it is the process, go ahead in spite of one, comment."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from training.content.queries import live_of
from training.core import ledger
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.core.web import NotFound
from training.needs.actions_opening import about, named, open_process
from training.needs.models import Need, NeedComment
from training.needs.queries import comments_on, need_to_decide, need_to_discuss, unread
from training.needs.rules import IllegalMove, Kind, Move, State, moved
from training.needs.rules_gate import Source


def step(need: Need, move: Move) -> None:
    """Move a need on. Raises Problems when somebody else has settled it meanwhile."""
    try:
        need.state = moved(State(need.state), move).value
    except IllegalMove:
        message = _("Somebody has decided about this meanwhile.")
        raise Problems([Problem("words", None, message, _("Open the page again to see what."))]) from None


def confirm(db: Session, actor: Actor, need_id: int, *, words: str, now: datetime) -> Need:
    """Confirm in writing that a need is there, which is a source of its own; doing it again changes nothing.

    Raises NotFound, and Problems without words.
    """
    need = need_to_decide(db, actor, need_id)
    if need.state == State.CONFIRMED:
        return need
    if not words:
        raise Problems([Problem("words", None, _("Say what you have seen yourself."))])
    step(need, Move.CONFIRM)
    attest(db, actor, need, words, now)
    return need


def attest(db: Session, actor: Actor, need: Need, words: str, now: datetime) -> None:
    """Write down who confirmed a need, and count their words as a source, if there are any."""
    need.decided_at, need.decided_by_id, need.reason = now, actor.person_id, words
    if words and Source.MANAGER.value not in need.sources:
        need.sources = [*need.sources, Source.MANAGER.value]
    ledger.record(
        db,
        "need.confirmed",
        at=now,
        actor_id=actor.person_id,
        payload={**named(need), "reason": words, "sources": need.sources},
        **about(need),
    )


def dismiss(db: Session, actor: Actor, need_id: int, *, reason: str, now: datetime) -> Need:
    """Say that nothing is to be done about it, and why; doing it again changes nothing.

    Raises NotFound, and Problems without a reason.
    """
    need = need_to_decide(db, actor, need_id)
    if need.state == State.DISMISSED:
        return need
    if not reason:
        raise Problems([Problem("words", None, _("Say why. It stands on this page, for both of you."))])
    settle(db, need, actor.person_id, reason, now)
    return need


def settle(db: Session, need: Need, actor_id: int | None, reason: str, now: datetime) -> None:
    """Dismiss a need that was fetched; without an actor the site itself does, as when somebody has left."""
    step(need, Move.DISMISS)
    need.decided_at, need.decided_by_id, need.reason = now, actor_id, reason
    ledger.record(
        db, "need.dismissed", at=now, actor_id=actor_id, payload={**named(need), "reason": reason}, **about(need)
    )


def blame_process(db: Session, actor: Actor, need_id: int, *, words: str, now: datetime) -> Need:
    """Say that it is the process and not this person: their need is dismissed, and one for their team opened.

    Returns the need of the process, the same one for a second press. Raises NotFound, and Problems without words or
    for a standard that is not in force any more.
    """
    need = need_to_decide(db, actor, need_id)
    if need.kind != Kind.SKILL or need.team_id is None:
        raise NotFound
    standard = live_of(db, need.standard_id)
    if standard is None:
        message = _("This standard is not in force any more.")
        raise Problems([Problem("words", None, message, _("Dismiss the need instead."))])
    if need.state != State.DISMISSED:
        if not words:
            raise Problems([Problem("words", None, _("Say what is in the way."))])
        settle(db, need, actor.person_id, words, now)
    return open_process(db, actor, need.team_id, (standard.document_id, standard.id), words=words, now=now)


def override(db: Session, actor: Actor, need_id: int, *, words: str, now: datetime) -> Need:
    """Allow lessons in spite of a process, in writing: for a whole team on the need of the process, for one person on
    their own. What was written first stands for good. Raises NotFound, and Problems without words."""
    need = need_to_decide(db, actor, need_id)
    if need.overridden:
        return need
    if not words:
        message = _("Say why a lesson helps although the process is in the way.")
        raise Problems([Problem("override", None, message, _("It stands beside it from now on."))])
    need.overridden = words
    ledger.record(
        db, "need.overridden", at=now, actor_id=actor.person_id, payload={**named(need), "reason": words}, **about(need)
    )
    return need


def comment(db: Session, actor: Actor, need_id: int, *, text: str, now: datetime) -> None:
    """Add a word about a need; the same words sent twice are kept once. Raises NotFound for everybody but the two
    sides of it."""
    need = need_to_discuss(db, actor, need_id)
    said = [one for one in comments_on(db, need_id) if one.by_id == actor.person_id]
    if said and said[-1].text == text:
        return
    db.add(NeedComment(need_id=need.id, by_id=actor.person_id, at=now, text=text))
    db.flush()
    ledger.record(
        db, "need.commented", at=now, actor_id=actor.person_id, payload={**named(need), "text": text}, **about(need)
    )


def note_read(db: Session, actor: Actor, need_id: int, *, now: datetime) -> None:
    """Note that what the other side said was read."""
    db.execute(update(NeedComment).where(*unread(actor, need_id)).values(read_at=now))
